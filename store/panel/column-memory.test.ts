import { expect, test } from "vitest";
import { ColumnMemory } from "./column-memory.ts";

test("what was released is handed out once, for columns of the same length", () => {
  const memory = new ColumnMemory();
  const [column] = memory.take(1, 100);
  memory.release([column!]);
  expect(memory.take(1, 99)[0]).not.toBe(column);
  const taken = memory.take(3, 100);
  expect(taken.map(({ length }) => length)).toEqual([100, 100, 100]);
  expect(taken.filter((each) => each === column)).toHaveLength(1);
  expect(memory.take(1, 100)[0]).not.toBe(column);
});

test("above the bound, and of parts of other memory, nothing is kept; nothing is released twice", () => {
  const memory = new ColumnMemory(1_600);
  const columns = memory.take(3, 100);
  memory.release([...columns, new Uint8Array(100), columns[2]!.subarray(50)]);
  const again = memory.take(3, 100);
  expect(again.filter((each) => columns.includes(each))).toHaveLength(2);
  memory.release([columns[0]!]);
  expect(() => memory.release([columns[0]!])).toThrow("released twice");
});
