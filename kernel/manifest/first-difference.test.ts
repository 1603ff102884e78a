import { Int32, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Display } from "../contract/display.ts";
import { firstDifference } from "./first-difference.ts";
import { outputManifest } from "./output-manifest.ts";

type Row = readonly [number, string | null, number];
const tableOf = (rows: readonly Row[], title = "T"): Display => {
  const arrow = new Table({
    close: vectorFromArray(Float64Array.from(rows, ([close]) => close)),
    who: vectorFromArray(
      rows.map(([, who]) => who),
      new Utf8(),
    ),
    n: vectorFromArray(
      rows.map(([, , n]) => n),
      new Int32(),
    ),
  });
  const columns = [
    { name: "close", type: "number" as const },
    { name: "who", type: "text" as const },
    { name: "n", type: "integer" as const },
  ];
  return {
    kind: "table",
    table: { title, rowCount: rows.length, columns, arrow: Uint8Array.from(tableToIPC(arrow, "stream")) },
  };
};
const rows: readonly Row[] = [
  [1, "a", 1],
  [0.3, "b", 2],
  [-0, null, 3],
];
const changed = (row: number, next: Row) => tableOf(rows.with(row, next));

it.each<[string, Display, object]>([
  [
    "a number by its last bit",
    changed(1, [0.1 + 0.2, "b", 2]),
    {
      path: 'table, row 2, column "close"',
      was: "0.3 (bytes 3fd3333333333333)",
      is: "0.30000000000000004 (bytes 3fd3333333333334)",
    },
  ],
  [
    "a zero by its sign",
    changed(2, [0, null, 3]),
    {
      path: 'table, row 3, column "close"',
      was: "-0 (bytes 8000000000000000)",
      is: "0 (bytes 0000000000000000)",
    },
  ],
  [
    "a text that was missing",
    changed(2, [-0, "", 3]),
    { path: 'table, row 3, column "who"', was: "null", is: '""' },
  ],
  [
    "a number for one that is not there",
    changed(0, [Number.NaN, "a", 1]),
    {
      path: 'table, row 1, column "close"',
      was: "1 (bytes 3ff0000000000000)",
      is: "NaN (bytes 7ff8000000000000)",
    },
  ],
  ["the first row and not the first column", changed(0, [1, "z", 1]), { path: 'table, row 1, column "who"' }],
  [
    "a row that is not there any more",
    tableOf(rows.slice(0, 2)),
    { path: 'table, row 3, column "close"', was: "-0 (bytes 8000000000000000)", is: "nothing" },
  ],
  ["its title", tableOf(rows, "U"), { path: "table.title", was: '"T"', is: '"U"' }],
])("M9: the first difference of a table names %s", (_, is, expected) => {
  expect(firstDifference(tableOf(rows), is)).toMatchObject(expected);
});

it("M9: a difference in a curve names its place and both values; in a long text, where it begins", () => {
  const chart = (value: number): Display => ({
    kind: "chart",
    chart: {
      title: "t",
      type: "line",
      unit: "none",
      x: { kind: "category", values: [] },
      series: [{ name: "fund", values: Float64Array.of(1, 2, value) }],
    },
  });
  expect(firstDifference(chart(3), chart(4))).toEqual({
    path: "chart.series[fund].values[2]",
    was: "3 (bytes 4008000000000000)",
    is: "4 (bytes 4010000000000000)",
  });
  const text = (word: string): Display => ({ kind: "text", text: `${"x".repeat(100)}${word}` });
  expect(firstDifference(text("one"), text("other"))).toEqual({
    path: "text, character 102",
    was: `…"${"x".repeat(19)}one"`,
    is: `…"${"x".repeat(19)}other"`,
  });
});

it("M9: there is a first difference exactly where the hashes differ", () => {
  const row = fc.tuple(
    fc.constantFrom(0, -0, 1, Number.NaN, 0.1),
    fc.constantFrom(null, "", "a"),
    fc.constantFrom(0, 1),
  );
  const tables = fc.array(row, { maxLength: 4 });
  fc.assert(
    fc.property(tables, tables, (one, other) => {
      const [was, is] = [tableOf(one), tableOf(other)];
      const isSame = outputManifest(was).hash === outputManifest(is).hash;
      expect(firstDifference(was, is) === null).toBe(isSame);
    }),
    { seed: 11, numRuns: 300 },
  );
});
