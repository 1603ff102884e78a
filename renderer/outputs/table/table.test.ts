import {
  Bool,
  DateDay,
  Float64,
  Int32,
  Table,
  TimestampMicrosecond,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TableDisplay } from "../../../kernel/contract/display.ts";
import { toCsv, toTsv } from "../delimited-text.ts";
import { fileNameFor } from "../save-file.ts";
import { decodeTable } from "./decode-table.ts";
import { sortOrder } from "./sort-order.ts";
import {
  type CellValue,
  type ColumnType,
  columnWidths,
  formatCell,
  isRightAligned,
  type TableColumn,
  tableRows,
} from "./table-data.ts";

const column = (values: readonly CellValue[], type: ColumnType = "number"): TableColumn => ({
  name: "x",
  type,
  at: (row) => values[row] ?? null,
});
const words = { yes: "yes", no: "no" };

const display: TableDisplay = {
  title: "Holdings",
  rowCount: 3,
  columns: [
    { name: "iid", type: "text" },
    { name: "weight", type: "percent" },
    { name: "since", type: "date" },
    { name: "knownOn", type: "date" },
    { name: "at", type: "instant" },
    { name: "open", type: "boolean" },
    { name: "absent", type: "number" },
  ],
  arrow: Uint8Array.from(
    tableToIPC(
      new Table({
        iid: vectorFromArray(["KR10", "KR2", "=cmd()"], new Utf8()),
        weight: vectorFromArray([0.1, null, 0.30000000000000004], new Float64()),
        since: vectorFromArray([18345, 0, -1], new Int32()),
        knownOn: vectorFromArray([new Date("2020-03-24"), null, new Date("1969-12-31")], new DateDay()),
        at: vectorFromArray([1_585_000_000_000, null, 0], new TimestampMicrosecond()),
        open: vectorFromArray([true, false, null], new Bool()),
      }),
      "stream",
    ),
  ),
};

describe("a table from Arrow bytes", () => {
  const data = decodeTable(display);
  const row = (index: number): CellValue[] => data.columns.map(({ at }) => at(index));
  it("keeps numbers exact, missing values missing, dates as days and instants as microseconds", () => {
    expect(data.rowCount).toBe(3);
    expect(row(0).slice(0, 4)).toEqual(["KR10", 0.1, 18345, 18345]);
    expect(row(1)).toEqual(["KR2", null, 0, null, null, false, null]);
    expect(row(2)[1]).toBe(0.30000000000000004);
    expect(row(2)[3]).toBe(-1);
  });
  it("bytes that are no table are refused, and no bytes are an empty one", () => {
    expect(() => decodeTable({ ...display, arrow: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]) })).toThrow();
    expect(decodeTable({ ...display, arrow: new Uint8Array() }).rowCount).toBe(0);
  });
  it("exports in the shown order, at full precision, with formulas made harmless", () => {
    const csv = toCsv(tableRows(data, Int32Array.from([2, 0, 1])));
    const lines = csv.split("\r\n");
    expect(lines[0]).toBe("iid,weight,since,knownOn,at,open,absent");
    expect(lines[1]).toMatch(/^'=cmd\(\),0\.30000000000000004,1969-12-31,1969-12-31,/);
    expect(lines[2]).toMatch(/^KR10,0\.1,2020-03-24,2020-03-24,/);
    expect(lines[3]).toBe("KR2,,1970-01-01,,,false,");
  });
});

describe("sorting", () => {
  it.each<[string, CellValue[], "ascending" | "descending", number[]]>([
    ["numbers", [3, -1, 2], "ascending", [1, 2, 0]],
    ["missing values stand last", [3, null, Number.NaN, 1], "ascending", [3, 0, 1, 2]],
    ["missing values stand last downwards too", [null, 3, 1], "descending", [1, 2, 0]],
    ["text in natural order", ["KR10", "KR2", "KR1"], "ascending", [2, 1, 0]],
    ["booleans", [true, false], "ascending", [1, 0]],
    ["equal values keep their order", [1, 1, 0, 1], "descending", [0, 1, 3, 2]],
  ])("%s", (_, values, direction, order) => {
    expect([...sortOrder(column(values), values.length, direction)]).toEqual(order);
  });
  it("is a permutation in which values never fall", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double({ noNaN: true }))), (values) => {
        const order = sortOrder(column(values), values.length, "ascending");
        expect([...order].sort((a, b) => a - b)).toEqual(values.map((_, index) => index));
        const present = [...order].map((index) => values[index]!).filter((value) => value !== null);
        for (let i = 1; i < present.length; i++) expect(present[i]! >= present[i - 1]!).toBe(true);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe("cells", () => {
  it.each<[CellValue, ColumnType, string, string]>([
    [null, "number", "–", "–"],
    [0.02345, "percent", "2.35%", "2.35%"],
    [-121031, "integer", "−121,031", "−121,031"],
    [18345, "date", "24 Mar 2020", "2020. 03. 24."],
    [true, "boolean", "yes", "yes"],
    ["a", "text", "a", "a"],
    [0, "instant", "1970-01-01 00:00 UTC", "1970-01-01 00:00 UTC"],
  ])("%s as %s", (value, type, en, ko) => {
    expect(formatCell(value, type, "en", words)).toBe(en);
    expect(formatCell(value, type, "ko", words)).toBe(ko);
  });
  it("figures sit right, words left", () => {
    expect(["number", "date", "text", "boolean"].map((type) => isRightAligned(type as ColumnType))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
  it("columns are whole pixels, wide enough for Hangul, and bounded", () => {
    const data = {
      rowCount: 2,
      columns: [column(["가나다라마바사", "a"], "text"), column(["x".repeat(999)], "text"), column([1])],
    };
    const widths = columnWidths(data, (each, row) => String(each.at(row) ?? ""));
    expect(widths).toEqual([105, 320, 56]);
  });
});

describe("delimited text", () => {
  it("quotes what CSV needs quoted and nothing else", () => {
    expect(toCsv([["a,b", 'say "x"', "line\nbreak", 1.5, null, Number.NaN, true]])).toBe(
      '"a,b","say ""x""","line\nbreak",1.5,,,true\r\n',
    );
  });
  it.each(["=1+1", "+1", "-1", "@x", "\tx", "\rx"])(
    "[promise 3] %j from a notebook is not run by a spreadsheet",
    (text) => {
      expect(toCsv([[text]])).toMatch(/^"?'/);
    },
  );
  it("a negative number stays a number", () => expect(toCsv([[-1.25]])).toBe("-1.25\r\n"));
  it("TSV keeps one row a line", () =>
    expect(
      toTsv([
        ["a\tb", "c\nd"],
        [1, null],
      ]),
    ).toBe("a b\tc d\n1\t"));
  it.each([
    ["Twelve-one momentum", "twelve-one-momentum.csv"],
    ["월 수익률", "월-수익률.csv"],
    ["../../etc/passwd", "etc-passwd.csv"],
    ["", "asof.csv"],
  ])("the file of %j is %s", (title, name) => expect(fileNameFor(title, "csv")).toBe(name));
});
