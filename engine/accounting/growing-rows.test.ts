import { expect, it } from "vitest";
import { GrowingRows } from "./growing-rows.ts";

it.each([1, 64, 65, 4_096, 4_097, 20_000])(
  "keeps each of %i rows where it was put, however it grows",
  (count) => {
    const rows = new GrowingRows(3);
    for (let row = 0; row < count; row++) {
      const first = rows.add();
      expect(rows.last).toBe(first);
      rows.page[first] = row;
      rows.page[first + 1] = row / 2;
      rows.page[first + 2] = -row;
    }
    expect(rows.length).toBe(count);
    for (let row = 0; row < count; row++)
      expect([rows.at(row, 0), rows.at(row, 1), rows.at(row, 2)]).toEqual([row, row / 2, -row]);
  },
);

it("pages that were given back serve again, each in one place, and the rows of before are gone", () => {
  const fill = (rows: GrowingRows, count: number) => {
    for (let row = 0; row < count; row++) {
      const first = rows.add();
      rows.page.subarray(first, first + 5).fill(row + 1);
    }
  };
  const left = new GrowingRows(5);
  fill(left, 10_000);
  left.release();
  expect(left.length).toBe(0);
  expect(() => left.at(0, 0)).toThrow(TypeError);
  const [one, other] = [new GrowingRows(5), new GrowingRows(5)];
  fill(one, 9_000);
  fill(other, 9_000);
  for (const rows of [one, other])
    for (let row = 0; row < 9_000; row++)
      expect([rows.at(row, 0), rows.at(row, 4)]).toEqual([row + 1, row + 1]);
});
