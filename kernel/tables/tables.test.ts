import { tableFromIPC } from "apache-arrow";
import fc from "fast-check";
import { expect, it } from "vitest";
import { tableFromRows } from "../cells/to-table.ts";
import { type CellValue, plainView, type TableFilter, type TableView } from "../contract/table-view.ts";
import { outputManifest } from "../manifest/output-manifest.ts";
import { filterRows } from "./filter-rows.ts";
import { keepTable } from "./kept-table.ts";
import { sortOrder } from "./sort-order.ts";
import type { ColumnType, TableColumn } from "./table-data.ts";
import { createTables } from "./tables.ts";

const column = (values: readonly CellValue[], type: ColumnType = "number"): TableColumn => ({
  name: "x",
  type,
  at: (row) => values[row] ?? null,
});
const every = (count: number) => Int32Array.from({ length: count }, (_, row) => row);

it.each<[string, CellValue[], "ascending" | "descending", number[]]>([
  ["numbers", [3, -1, 2], "ascending", [1, 2, 0]],
  ["numbers downwards", [3, -1, 2, -7.5], "descending", [0, 2, 1, 3]],
  ["what is infinite", [1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], "ascending", [1, 0, 2]],
  ["missing values, which stand last", [3, null, Number.NaN, 1], "ascending", [3, 0, 1, 2]],
  ["missing values, which stand last downwards too", [null, 3, 1], "descending", [1, 2, 0]],
  ["text in natural order", ["KR10", "KR2", "KR1"], "ascending", [2, 1, 0]],
  ["Hangul", ["나", "가", "다"], "ascending", [1, 0, 2]],
  ["booleans", [true, false], "ascending", [1, 0]],
  ["both zeros as one", [0, -0, 0], "descending", [0, 1, 2]],
  ["equal values, which keep their order", [1, 1, 0, 1], "descending", [0, 1, 3, 2]],
  ["nothing", [], "ascending", []],
])("O10: a column sorts %s", (_, values, direction, order) => {
  expect([...sortOrder(column(values), every(values.length), direction)]).toEqual(order);
});

it("O10: a sorted column is a permutation in which values never fall, nor rise", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.double({ noNaN: true }))), fc.boolean(), (values, isUp) => {
      const order = sortOrder(column(values), every(values.length), isUp ? "ascending" : "descending");
      expect([...order].sort((a, b) => a - b)).toEqual(values.map((_, index) => index));
      const present = [...order].map((index) => values[index]!).filter((value) => value !== null);
      for (let i = 1; i < present.length; i++)
        expect(isUp ? present[i]! >= present[i - 1]! : present[i]! <= present[i - 1]!).toBe(true);
    }),
    { seed: 5, numRuns: 300 },
  );
});

const range = (
  min: number | null,
  max: number | null,
  isMinOpen = false,
  isMaxOpen = false,
): TableFilter => ({
  kind: "range",
  column: 0,
  min,
  max,
  isMinOpen,
  isMaxOpen,
});
it.each<[string, TableFilter[], readonly CellValue[], number[]]>([
  [
    "text, upper or lower",
    [{ kind: "contains", column: 0, text: "AP" }],
    ["Apple", "map", "x", null],
    [0, 1],
  ],
  ["Hangul", [{ kind: "contains", column: 0, text: "전자" }], ["삼성전자", "현대차"], [0]],
  ["from and to, ends included", [range(1, 2)], [0, 1, 2, 3, null, Number.NaN], [1, 2]],
  ["between, ends left out", [range(1, 3, true, true)], [1, 2, 3], [1]],
  ["at least", [range(2, null)], [1, 2, 3], [1, 2]],
  ["a truth", [{ kind: "is", column: 0, value: true }], [true, false, null], [0]],
  ["two filters at once", [range(1, null), range(null, 2)], [0, 1, 2, 3], [1, 2]],
  ["a column that is not there", [{ kind: "is", column: 9, value: true }], [1, 2], [0, 1]],
])("O10: a filter for %s", (_, filters, values, kept) => {
  expect([...filterRows({ rowCount: values.length, columns: [column(values)] }, filters)]).toEqual(kept);
});

const display = tableFromRows(
  Array.from({ length: 45_000 }, (_, at) => ({
    name: at === 7 ? "=cmd()" : `n${at}`,
    size: at % 10 === 3 ? null : 45_000 - at,
    day: new Date(Date.UTC(2024, 0, 1 + (at % 300))).toISOString().slice(0, 10),
    isUp: at % 2 === 0,
    at: new Date(at * 1000),
  })),
  "t",
);
const table = keepTable(display);
const sorted: TableView = { sort: { column: 1, direction: "ascending" }, filters: [] };

it("O10: windows of a view are the same rows as the whole view has, whatever their borders", () => {
  const view: TableView = { ...sorted, filters: [{ kind: "is", column: 3, value: true }] };
  const whole: CellValue[] = [];
  const total = table.rows(view, 0, 1).rowCount;
  for (let from = 0; from < total; from += 997) whole.push(...table.rows(view, from, 997).columns[0]!);
  expect(total).toBe(22_500);
  expect(whole).toHaveLength(total);
  expect(new Set(whole).size).toBe(total);
  expect(whole[0]).toBe("n44998");
  expect(table.rows(sorted, 44_999, 1_000).columns[1]).toEqual([null]);
  expect(table.rows(plainView, 50_000, 10)).toMatchObject({
    rowCount: 45_000,
    columns: [[], [], [], [], []],
  });
});

it("O10: a window holds at most a thousand rows, and a long text in its beginning", () => {
  const long = keepTable(tableFromRows([{ a: "x".repeat(5_000) }], ""));
  expect((long.rows(plainView, 0, 1).columns[0]![0] as string).length).toBe(2_001);
  expect(table.rows(plainView, 0, 1_000_000).columns[0]).toHaveLength(1_000);
});

const join = (pieces: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(pieces.flatMap((piece) => [...piece]));

it("O11: a CSV file has every row of the view in its order, numbers with all digits, and no formula", () => {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    join([...table.exportRows(sorted, "csv")].map(({ bytes }) => bytes)),
  );
  const lines = text.split("\r\n");
  expect(lines[0]).toBe("\uFEFFname,size,day,isUp,at");
  expect(lines[1]).toMatch(/^n44999,1,2024-10-26,false,1970-01-01T12:29:59.000Z$/);
  expect(lines).toHaveLength(45_002);
  expect(text).toContain("'=cmd(),44993,");
});

it("O11: an Arrow file is read back with its types and every value, and comes in pieces", () => {
  const pieces = [...table.exportRows(sorted, "arrow")];
  expect(pieces.map(({ rows }) => rows)).toEqual([20_000, 40_000, 45_000, 45_000]);
  const bytes = join(pieces.map((piece) => piece.bytes));
  expect(new TextDecoder().decode(bytes.subarray(-6))).toBe("ARROW1");
  const read = tableFromIPC(bytes);
  expect(read.schema.fields.map(({ type }) => String(type))).toEqual([
    "Utf8",
    "Float64",
    "Date32<DAY>",
    "Bool",
    "Timestamp<MICROSECOND>",
  ]);
  expect(read.numRows).toBe(45_000);
  const first = read.get(0)!.toJSON();
  expect(first).toMatchObject({ name: "n44999", size: 1, isUp: false });
  expect(Number(first.at)).toBe(44_999_000);
  expect(Number(first.day)).toBe(Date.UTC(2024, 9, 26));
  expect(read.get(44_999)!.toJSON().size).toBeNull();
});

it("O11: a table without rows is a file with its head", () => {
  const empty = keepTable({ columns: display.columns, arrow: new Uint8Array() });
  const [piece] = [...empty.exportRows(plainView, "csv")];
  expect(new TextDecoder().decode(piece!.bytes).trim()).toBe("name,size,day,isUp,at");
  expect(
    tableFromIPC(join([...empty.exportRows(plainView, "arrow")].map(({ bytes }) => bytes))).numRows,
  ).toBe(0);
});

it("O10, O11: a table that was dropped, and an export that was ended, give nothing more", () => {
  const tables = createTables();
  tables.keep("a", display);
  expect(tables.rows("a", plainView, 0, 2)?.columns[0]).toEqual(["n0", "n1"]);
  const exportId = tables.beginExport("a", plainView, "csv")!;
  expect(tables.nextPiece(exportId)!.rows).toBe(20_000);
  tables.endExport(exportId);
  expect(tables.nextPiece(exportId)).toBeNull();
  tables.drop(["a"]);
  expect(tables.rows("a", plainView, 0, 2)).toBeNull();
  expect(tables.beginExport("a", plainView, "csv")).toBeNull();
});

it("M2: a kept table has the manifest it would have anywhere, and none once it is dropped", () => {
  const table = tableFromRows(
    [
      { who: "가", held: true, at: 1.5 },
      { who: null, held: false, at: 2 },
    ],
    "T",
  );
  const tables = createTables();
  tables.keep("id", table);
  expect(tables.manifest("id")).toEqual(outputManifest({ kind: "table", table }));
  tables.drop(["id"]);
  expect(tables.manifest("id")).toBeNull();
});
