import fc from "fast-check";
import { expect, it } from "vitest";
import type { TableFilter, TableRows } from "../../../kernel/contract/table-view.ts";
import type { ColumnType } from "../../../kernel/tables/table-data.ts";
import { readFilter } from "./filter-text.ts";
import { BLOCK_ROWS, createRowWindows } from "./row-windows.ts";
import { scrollScale } from "./scaled-scroll.ts";

const ROW = 22;
const VIEW = 14 * ROW;
const HUGE = 5_000_000 * ROW;

it("O10: a table of five million rows scrolls on a body that every browser can draw, from its first row to its last", () => {
  const scale = scrollScale(HUGE, VIEW);
  expect(scale.body).toBeLessThan(16_000_000);
  const start = { scrollTop: 0, offset: 0 };
  expect(scale.follow(start, scale.body - VIEW)).toEqual({
    scrollTop: scale.body - VIEW,
    offset: HUGE - VIEW,
  });
  const middle = scale.follow(start, (scale.body - VIEW) / 2);
  expect(middle.offset / (HUGE - VIEW)).toBeCloseTo(0.5, 3);
  // Back at the top after anything is the first row.
  expect(scale.follow({ scrollTop: 200, offset: 90_000 }, 0)).toEqual(start);
});

it("O10: a short table scrolls as the browser scrolls it", () => {
  const scale = scrollScale(1_000 * ROW, VIEW);
  expect(scale.body).toBe(1_000 * ROW);
  expect(scale.follow({ scrollTop: 0, offset: 0 }, 77)).toEqual({ scrollTop: 77, offset: 77 });
  expect(scale.settle({ scrollTop: 5, offset: 5 })).toEqual({ scrollTop: 5, offset: 5 });
});

it("O10: wherever one is, the wheel moves a pixel for a pixel, and every row can be reached", () => {
  const scale = scrollScale(HUGE, VIEW);
  const last = HUGE - VIEW;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: last }), fc.integer({ min: -600, max: 600 }), (offset, move) => {
      const at = scale.settle({ scrollTop: 0, offset });
      expect(at.scrollTop).toBeGreaterThanOrEqual(0);
      expect(at.scrollTop).toBeLessThanOrEqual(scale.body - VIEW);
      const top = Math.max(0, Math.min(scale.body - VIEW, at.scrollTop + move));
      const next = scale.follow(at, top);
      const expected = Math.max(0, Math.min(last, offset + move));
      expect(Math.abs(next.offset - expected)).toBeLessThanOrEqual(1);
    }),
    { seed: 7, numRuns: 2_000 },
  );
});

const rowsOf = (all: number, from: number, count: number): TableRows => ({
  rowCount: all,
  from,
  columns: [Array.from({ length: Math.max(0, Math.min(count, all - from)) }, (_, at) => from + at)],
});

it("O10: rows that lie in the page are there at once, and no more blocks than are seen are kept", () => {
  const asked: number[] = [];
  const windows = createRowWindows(
    (from, count) => {
      asked.push(from);
      return rowsOf(100_000, from, count);
    },
    () => {},
    () => {},
  );
  windows.want(0, 30);
  expect(windows.rowAt(29)!(0)).toBe(29);
  windows.want(190, 230);
  expect(asked).toEqual([0, BLOCK_ROWS]);
  for (let from = 0; from < 100_000; from += 2_000) windows.want(from, from + 30);
  expect(windows.rowAt(0)).toBeNull();
  expect(windows.rowAt(98_000)!(0)).toBe(98_000);
});

it("O10: of what is scrolled past quickly, only what is seen in the end is asked for", async () => {
  const open: ((rows: TableRows) => void)[] = [];
  const asked: number[] = [];
  let changes = 0;
  const windows = createRowWindows(
    (from) => {
      asked.push(from);
      return new Promise((resolve) => open.push(resolve));
    },
    () => changes++,
    () => {},
  );
  for (let from = 0; from <= 1_000_000; from += 10_000) windows.want(from, from + 30);
  expect(asked).toEqual([0]);
  open[0]!(rowsOf(5_000_000, 0, BLOCK_ROWS));
  await Promise.resolve();
  await Promise.resolve();
  expect(asked).toEqual([0, 1_000_000]);
  open[1]!(rowsOf(5_000_000, 1_000_000, BLOCK_ROWS));
  await Promise.resolve();
  await Promise.resolve();
  expect(windows.rowAt(1_000_005)!(0)).toBe(1_000_005);
  expect([windows.rowCount, changes]).toEqual([5_000_000, 2]);
});

it("O10: a kernel that has no such rows is told once, and an answer after closing counts for nothing", async () => {
  const faults: unknown[] = [];
  const lost = createRowWindows(
    () => Promise.reject(new Error("unknown")),
    () => {},
    (error) => faults.push(error),
  );
  lost.want(0, 30);
  await Promise.resolve();
  await Promise.resolve();
  lost.want(400, 430);
  expect(faults).toHaveLength(1);
  let changes = 0;
  const closed = createRowWindows(
    (from) => Promise.resolve(rowsOf(10, from, 10)),
    () => changes++,
    () => {},
  );
  closed.want(0, 10);
  closed.close();
  await Promise.resolve();
  await Promise.resolve();
  expect(changes).toBe(0);
});

const day = (text: string) => Date.parse(text) / 86_400_000;
const range = (
  min: number | null,
  max: number | null,
  isMinOpen = false,
  isMaxOpen = false,
): TableFilter => ({
  kind: "range",
  column: 2,
  min,
  max,
  isMinOpen,
  isMaxOpen,
});
it.each<[string, ColumnType, TableFilter | null | "invalid"]>([
  ["", "number", null],
  ["  ", "text", null],
  [" 삼성 ", "text", { kind: "contains", column: 2, text: "삼성" }],
  ["5", "integer", range(5, 5)],
  ["1,000..2,000", "number", range(1_000, 2_000)],
  ["..−5", "number", range(null, -5)],
  ["12.5%..", "percent", range(0.125, null)],
  ["> 5", "number", range(5, null, true)],
  ["<=5", "number", range(null, 5)],
  ["=5", "number", range(5, 5)],
  ["abc", "number", "invalid"],
  ["1..2..3", "number", "invalid"],
  ["1..x", "number", "invalid"],
  ["2024", "date", range(day("2024-01-01"), day("2024-12-31"))],
  ["2024-02", "date", range(day("2024-02-01"), day("2024-02-29"))],
  ["2023..2024-06", "date", range(day("2023-01-01"), day("2024-06-30"))],
  [">2024-02", "date", range(day("2024-02-29"), null, true)],
  ["<2024", "date", range(null, day("2024-01-01"), false, true)],
  ["yesterday", "date", "invalid"],
  ["2024-03-05", "instant", range(day("2024-03-05") * 8.64e10, day("2024-03-06") * 8.64e10 - 1)],
  ["true", "boolean", { kind: "is", column: 2, value: true }],
  ["maybe", "boolean", "invalid"],
])("O10: %j above a column of %s", (text, type, filter) => {
  expect(readFilter(text, 2, type)).toEqual(filter);
});
