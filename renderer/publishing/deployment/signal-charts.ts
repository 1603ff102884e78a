import type { Chart } from "../../../kernel/contract/display.ts";
import type { SignalComparison } from "../../../main/contract/publish-evidence.ts";
import { sessionDateOfIso } from "../../format/date-format.ts";

interface Names {
  readonly title: string;
  readonly backtest: string;
  readonly live: string;
}

/** Live values by those of the backtest: equal ones stand on the diagonal. Ascending, as the crosshair walks. */
export const scatterOf = ({ rows }: SignalComparison, { title, backtest, live }: Names): Chart => {
  const pairs = rows
    .flatMap((row) => (row.live === null || row.backtest === null ? [] : [[row.backtest, row.live] as const]))
    .toSorted(([a], [b]) => a - b);
  return {
    title,
    type: "scatter",
    x: { kind: "number", label: backtest, values: Float64Array.from(pairs, ([x]) => x) },
    series: [{ name: live, values: Float64Array.from(pairs, ([, y]) => y) }],
    unit: "none",
  };
};

/** The days on which sets of values became known; of several on one day the last. */
const lastOfDays = ({ days }: SignalComparison): SignalComparison["days"] =>
  days.filter(({ knownAt }, k) => knownAt.slice(0, 10) !== days[k + 1]?.knownAt.slice(0, 10));

const datesOf = (days: SignalComparison["days"]): Chart["x"] => ({
  kind: "date",
  values: Int32Array.from(days, ({ knownAt }) => sessionDateOfIso(knownAt.slice(0, 10))),
});

/** How many values differed, day by day; days without a backtest are gaps. */
export const differingByDay = (
  comparison: SignalComparison,
  { title, differs }: { readonly title: string; readonly differs: string },
): Chart => {
  const days = lastOfDays(comparison);
  const values = Float64Array.from(days, ({ differing }) => differing ?? Number.NaN);
  return { title, type: "bar", x: datesOf(days), series: [{ name: differs, values }], unit: "none" };
};

/** One instrument's weight, day by day. */
export const weightByDay = (
  comparison: SignalComparison,
  id: string,
  { title, backtest, live }: Names,
): Chart => {
  const days = lastOfDays(comparison);
  const at = comparison.rows.findIndex((row) => row.id === id);
  const of = (part: "live" | "backtest") => Float64Array.from(days, (day) => day[part][at] ?? Number.NaN);
  return {
    title,
    type: "line",
    x: datesOf(days),
    series: [
      { name: backtest, values: of("backtest") },
      { name: live, values: of("live") },
    ],
    unit: "percent",
  };
};
