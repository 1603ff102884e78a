import { tableFromIPC } from "apache-arrow";
import { expect, it } from "vitest";
import { tableFromRows } from "../cells/to-table.ts";
import type { Display } from "../contract/display.ts";
import { cutToMessage } from "./cut-to-message.ts";

const MB = 1_048_576;
const big = (rows: number, length: number): Display => ({
  kind: "table",
  table: tableFromRows(
    Array.from({ length: rows }, (_, i) => ({ i, text: String(i).padEnd(length, "x") })),
    "T",
  ),
});

it("O13: a table too large for a message keeps its first rows, and says how many of how many", () => {
  const [cut, note, ...rest] = cutToMessage([big(1_600, 100_000)]);
  if (cut?.kind !== "table") throw new Error("no table");
  expect(cut.table.rowCount).toBe(1_600);
  expect(cut.table.arrow.length).toBeLessThan(130 * MB);
  const { numRows } = tableFromIPC(cut.table.arrow);
  expect(numRows).toBeGreaterThan(1_000);
  expect(numRows).toBeLessThan(1_600);
  expect(note).toMatchObject({ kind: "text" });
  expect(JSON.stringify(note)).toContain(`The first ${numRows.toLocaleString("en-US")} of 1,600 rows`);
  expect(rest).toEqual([]);
});

it("O13: what has no room after it is left out with a sentence, and small outputs go as they are", () => {
  const small: Display = { kind: "text", text: "small" };
  const shown = cutToMessage([small, big(1_600, 100_000), small]);
  expect(shown[0]).toBe(small);
  expect(shown.map(({ kind }) => kind)).toEqual(["text", "table", "text", "text"]);
  expect(JSON.stringify(shown[3])).toContain("left out");
  expect(cutToMessage([small, small])).toEqual([small, small]);
});
