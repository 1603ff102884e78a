import { expect, it } from "vitest";
import { GrowingRows } from "./growing-rows.ts";

it.each([1, 64, 65, 4_096, 4_097, 20_000])(
  "keeps each of %i rows where it was put, however it grows",
  (count) => {
    const rows = new GrowingRows(3);
    for (let row = 0; row < count; row++) {
      const first = rows.add();
      expect(rows.page.subarray(first, first + 3)).toEqual(new Float64Array(3));
      rows.page[first] = row;
      rows.page[first + 2] = -row;
    }
    for (let row = 0; row < count; row++) rows.set(row, 1, row / 2);
    expect(rows.length).toBe(count);
    for (let row = 0; row < count; row++)
      expect([rows.at(row, 0), rows.at(row, 1), rows.at(row, 2)]).toEqual([row, row / 2, -row]);
  },
);
