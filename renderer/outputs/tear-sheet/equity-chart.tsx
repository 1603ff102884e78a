import { type JSX, useMemo, useRef, useState } from "react";
import { ToggleButton } from "react-aria-components";
import type { TearSheet } from "../../../kernel/contract/display.ts";
import type { Field } from "../../../kernel/tables/delimited-text.ts";
import { formatSessionDate, isoSessionDate } from "../../format/date-format.ts";
import { formatMultiple, formatPercent } from "../../format/number-format.ts";
import { ChartCanvas, type ChartHandle } from "../chart/chart-canvas.tsx";
import { ChartCaption } from "../chart/chart-caption.tsx";
import { summariseSeries } from "../chart/chart-summary.ts";
import { exportChart } from "../chart/export-chart.ts";
import { ExportMenu } from "../chart/export-menu.tsx";
import { nearestIndex } from "../chart/nearest-index.ts";
import { useChartTokens } from "../chart/use-chart-tokens.ts";
import { useText } from "../use-text.ts";
import { buildEquityOption } from "./equity-option.ts";

/** Growth of one and its drawdown, under one crosshair whose values stand in the caption. */
export function EquityChart(props: {
  readonly sheet: TearSheet;
  readonly height: number;
  readonly startsLog: boolean;
  readonly title: string;
  readonly maxDateTicks: number;
  readonly isCompact?: boolean;
}): JSX.Element {
  const { sheet, height, title, maxDateTicks, isCompact = false } = props;
  const { t, locale } = useText();
  const tokens = useChartTokens();
  const handle = useRef<ChartHandle>(null);
  const [isLog, setLog] = useState(props.startsLog);
  const [at, setAt] = useState<number | null>(null);
  const [zoomed, setZoomed] = useState<readonly [number, number] | null>(null);
  const names = useMemo(() => ({ strategy: t("caption.strategy"), benchmark: t("caption.benchmark") }), [t]);
  const first = sheet.dates[0] ?? 0;
  const last = sheet.dates.at(-1) ?? 0;
  const [from, to] = zoomed ?? [first, last];
  const option = useMemo(
    () => buildEquityOption(sheet, tokens, locale, { isLog, range: [from, to], height, maxDateTicks, names }),
    [sheet, tokens, locale, isLog, from, to, height, maxDateTicks, names],
  );

  const index = at === null ? sheet.dates.length - 1 : nearestIndex(sheet.dates, at);
  const value = (growth: Float64Array, fall: Float64Array): string => {
    const multiple = formatMultiple(growth[index] ?? Number.NaN);
    // At rest the caption gives the end; under the crosshair it also gives the fall from the peak.
    return at === null ? multiple : `${multiple}, ${formatPercent(fall[index] ?? Number.NaN)}`;
  };
  const hasBenchmark = sheet.benchmark.some((level) => Number.isFinite(level));
  const strategy = {
    name: names.strategy,
    colour: tokens.series[0]!,
    value: value(sheet.equity, sheet.drawdown),
  };
  const benchmark = {
    name: names.benchmark,
    colour: tokens.benchmark,
    value: value(sheet.benchmark, sheet.benchmarkDrawdown),
  };
  const series = hasBenchmark ? [strategy, benchmark] : [strategy];
  const date = at === null ? "" : formatSessionDate(sheet.dates[index] ?? Number.NaN, locale);
  const summary = summariseSeries(sheet.equity);
  const rows = function* (): Generator<readonly Field[]> {
    yield ["date", "equity", "benchmark", "drawdown", "benchmark drawdown"];
    for (let i = 0; i < sheet.dates.length; i++)
      yield [
        isoSessionDate(sheet.dates[i]!),
        sheet.equity[i]!,
        sheet.benchmark[i] ?? null,
        sheet.drawdown[i] ?? null,
        sheet.benchmarkDrawdown[i] ?? null,
      ];
  };
  return (
    <figure className="chart-output">
      {/* In a narrow plot the date takes the place of the title, so that nothing moves. */}
      <ChartCaption title={isCompact && date ? date : title} note={isCompact ? "" : date} series={series}>
        {zoomed && (
          <button type="button" className="output-text-button" onClick={() => handle.current?.resetZoom()}>
            {t("caption.resetZoom")}
          </button>
        )}
        <ToggleButton
          className="output-text-button"
          aria-label={`${t("caption.scale")}: ${t(isLog ? "caption.log" : "caption.linear")}`}
          isSelected={isLog}
          onChange={setLog}
        >
          {t(isLog ? "caption.log" : "caption.linear")}
        </ToggleButton>
        <ExportMenu
          title={title}
          kinds={["png", "svg", "csv"]}
          onExport={(kind) =>
            exportChart(kind, `${sheet.title} ${title}`, handle.current, tokens.canvas, rows)
          }
        />
      </ChartCaption>
      <ChartCanvas
        ref={handle}
        option={option}
        points={sheet.dates.length}
        height={height}
        label={t("chart.crosshair", { title })}
        valueText={[
          formatSessionDate(sheet.dates[index] ?? Number.NaN, locale),
          ...series.map((each) => `${each.name} ${each.value}`),
        ].join(", ")}
        xValues={sheet.dates}
        onCrosshair={setAt}
        onZoom={(range, isZoomed) => setZoomed(isZoomed ? range : null)}
      />
      <figcaption className="visually-hidden">
        {t("chart.summary", {
          title,
          points: sheet.dates.length,
          from: formatSessionDate(first, locale),
          to: formatSessionDate(last, locale),
        })}{" "}
        {summary &&
          t("chart.series", {
            name: names.strategy,
            first: formatMultiple(summary.first),
            last: formatMultiple(summary.last),
            low: formatMultiple(summary.low),
            high: formatMultiple(summary.high),
          })}{" "}
        {t("chart.help")}
      </figcaption>
    </figure>
  );
}
