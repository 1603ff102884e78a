import { type JSX, useMemo, useRef, useState } from "react";
import type { Chart } from "../../../kernel/contract/display.ts";
import { useText } from "../use-text.ts";
import { ChartCanvas, type ChartHandle } from "./chart-canvas.tsx";
import { type CaptionSeries, ChartCaption } from "./chart-caption.tsx";
import {
  buildChartOption,
  chartXValues,
  countChartPoints,
  formatChartValue,
  formatChartX,
  seriesColour,
} from "./chart-options.ts";
import { chartRows } from "./chart-rows.ts";
import { summariseSeries } from "./chart-summary.ts";
import { exportChart } from "./export-chart.ts";
import { ExportMenu } from "./export-menu.tsx";
import { histogramBins } from "./histogram-bins.ts";
import { nearestIndex } from "./nearest-index.ts";
import { useChartTokens } from "./use-chart-tokens.ts";

const HEIGHT = 240;

/** A chart of the small grammar with its caption, crosshair values, exports and words for assistive technology. */
export function ChartOutput(props: {
  readonly chart: Chart;
  readonly height?: number;
  readonly note?: string;
}): JSX.Element {
  const { chart, height = HEIGHT, note = "" } = props;
  const { t, locale } = useText();
  const tokens = useChartTokens();
  const handle = useRef<ChartHandle>(null);
  const [at, setAt] = useState<number | null>(null);
  const [isZoomed, setZoomed] = useState(false);
  const option = useMemo(() => buildChartOption(chart, tokens, locale), [chart, tokens, locale]);
  const points = useMemo(() => countChartPoints(chart), [chart]);
  const bins = useMemo(
    () => (chart.type === "histogram" ? histogramBins(chart.series[0]?.values ?? [], chart.bins) : null),
    [chart],
  );
  const xValues = useMemo(
    (): ArrayLike<number> =>
      // Bars answer with their position.
      bins
        ? bins.counts.map((_, index) => index)
        : chart.type === "bar" || chart.type === "candles" || chart.type === "box"
          ? Array.from({ length: chart.x.values.length }, (_, index) => index)
          : chartXValues(chart.x),
    [chart, bins],
  );

  if (points === 0) return <p className="output-note">{t("chart.empty")}</p>;

  const index = at === null ? null : nearestIndex(xValues, at);
  const series: CaptionSeries[] = chart.series.map(({ name, values }, position) => {
    const value = index === null ? summariseSeries(values)?.last : (bins?.counts ?? values)[index];
    const needsPlace = chart.type === "scatter" || chart.type === "box" || bins !== null;
    const isShown = value !== undefined && !(needsPlace && index === null);
    const isFigure = chart.type === "candles" || chart.type === "box";
    return {
      name: isFigure || bins ? t(`chart.figure.${name}`) : name,
      colour: isFigure ? tokens.cursor : seriesColour(tokens, name, position),
      value: isShown ? formatChartValue(value, bins ? "none" : chart.unit) : "",
    };
  });
  const edge = (at: number): string => formatChartValue(bins?.edges[at] ?? Number.NaN, chart.unit);
  const where =
    index === null
      ? ""
      : bins
        ? t("chart.bin", { from: edge(index), to: edge(index + 1) })
        : formatChartX(chart.x, index, locale);
  const words = chart.series.map(({ name, values }) => {
    const s = summariseSeries(values);
    if (!s) return "";
    const show = (value: number): string => formatChartValue(value, chart.unit);
    return t("chart.series", {
      name,
      first: show(s.first),
      last: show(s.last),
      low: show(s.low),
      high: show(s.high),
    });
  });
  const title = chart.title || chart.series[0]?.name || "";
  return (
    <figure className="chart-output">
      <ChartCaption title={title} note={where || note} series={series}>
        {isZoomed && (
          <button type="button" className="output-text-button" onClick={() => handle.current?.resetZoom()}>
            {t("caption.resetZoom")}
          </button>
        )}
        <ExportMenu
          title={title}
          kinds={["png", "svg", "csv"]}
          onExport={(kind) => exportChart(kind, title, handle.current, tokens.canvas, () => chartRows(chart))}
        />
      </ChartCaption>
      <ChartCanvas
        ref={handle}
        option={option}
        points={points}
        height={height}
        label={t("chart.crosshair", { title })}
        valueText={[where, ...series.map(({ name, value }) => `${name} ${value}`)].filter(Boolean).join(", ")}
        xValues={xValues}
        onCrosshair={setAt}
        onZoom={(_, zoomed) => setZoomed(zoomed)}
      />
      <figcaption className="visually-hidden">
        {words.join(" ")} {t("chart.help")}
      </figcaption>
    </figure>
  );
}
