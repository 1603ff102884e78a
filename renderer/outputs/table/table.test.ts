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
import { describe, expect, it } from "vitest";
import type { TableDisplay } from "../../../kernel/contract/display.ts";
import type { CellValue } from "../../../kernel/contract/table-view.ts";
import { decodeTable } from "../../../kernel/tables/decode-table.ts";
import { toCsv, toTsv } from "../../../kernel/tables/delimited-text.ts";
import type { ColumnType } from "../../../kernel/tables/table-data.ts";
import { fileNameFor } from "../save-file.ts";
import { columnWidths, formatCell, isRightAligned } from "./table-data.ts";

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
    expect(formatCell(value, { name: "x", type }, "en", words)).toBe(en);
    expect(formatCell(value, { name: "x", type }, "ko", words)).toBe(ko);
  });
  it("a year has no separator, and other counts have", () => {
    const written = (name: string) => formatCell(2024, { name, type: "integer" }, "en", words);
    for (const name of ["year", "Year", "fiscalYear", "fiscal_year", "연도", "회계년도"])
      expect(written(name), name).toBe("2024");
    for (const name of ["shares", "years", "yearly", "tradesPerYear", "trades per year", "연도별"])
      expect(written(name), name).toBe("2,024");
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
    const widths = columnWidths([
      { name: "x", words: ["가나다라마바사", "a"] },
      { name: "x", words: ["x".repeat(999)] },
      { name: "x", words: ["1"] },
    ]);
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
