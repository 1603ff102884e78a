import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { MAX_TABLE_ROWS, tableFromRows } from "./to-table.ts";

describe("a table from rows", () => {
  it("finds each column's type and survives Arrow and back", () => {
    const shown = tableFromRows(
      [
        { name: "가나", n: 1, x: 1.5, day: "2024-01-02", ok: true, at: new Date(1) },
        { name: null, n: 2, x: Number.NaN, day: "2024-01-03", ok: false, at: new Date(2) },
      ],
      "T",
    );
    expect(shown.columns.map(({ type }) => type)).toEqual([
      "text",
      "integer",
      "number",
      "date",
      "boolean",
      "instant",
    ]);
    const rows = tableFromIPC(shown.arrow)
      .toArray()
      .map((row) => row?.toJSON());
    expect(rows).toEqual([
      { name: "가나", n: 1, x: 1.5, day: 19724, ok: true, at: 1000 },
      { name: null, n: 2, x: null, day: 19725, ok: false, at: 2000 },
    ]);
  });
  it("holds rows with different keys", () => {
    const rows = tableFromIPC(tableFromRows([{ a: 1 }, { b: 2 }], "").arrow).toArray();
    expect(rows.map((row) => row?.toJSON())).toEqual([
      { a: 1, b: null },
      { a: null, b: 2 },
    ]);
  });
  it("says when there are too many rows", () => {
    const tooMany = { length: MAX_TABLE_ROWS + 1 } as object[];
    expect(() => tableFromRows(tooMany, "")).toThrow("at most 20,000,000 rows");
  });
});
