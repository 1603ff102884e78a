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

/** How many values differed, decision by decision. */
export const decisionsOf = ({ decisions }: SignalComparison, { title, live }: Names): Chart => ({
  title,
  type: "line",
  x: { kind: "date", values: Int32Array.from(decisions, ({ asOf }) => sessionDateOfIso(asOf.slice(0, 10))) },
  series: [{ name: live, values: Float64Array.from(decisions, ({ differing }) => differing) }],
  unit: "none",
});
