import type { Chart } from "../../../kernel/contract/display.ts";
import type { Field } from "../../../kernel/tables/delimited-text.ts";
import { isoSessionDate } from "../../format/date-format.ts";
import { histogramBins } from "./histogram-bins.ts";

/** The table behind a chart: a head, then one row for each position, at full precision. */
export const chartRows = function* (chart: Chart): Generator<readonly Field[]> {
  const { x, series } = chart;
  if (chart.type === "histogram") {
    const { edges, counts } = histogramBins(series[0]?.values ?? [], chart.bins);
    yield ["from", "to", "count"];
    for (const [index, count] of counts.entries()) yield [edges[index]!, edges[index + 1]!, count];
    return;
  }
  yield [x.kind === "number" ? x.label || "x" : x.kind, ...series.map(({ name }) => name)];
  for (let index = 0; index < x.values.length; index++) {
    const at = x.kind === "date" ? isoSessionDate(x.values[index]!) : x.values[index]!;
    yield [at, ...series.map(({ values }) => values[index] ?? null)];
  }
};
