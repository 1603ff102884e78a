import { type JSX, useEffect, useMemo, useRef, useState } from "react";
import type { EchartsChart } from "../../../kernel/contract/display.ts";
import { useText } from "../use-text.ts";
import { ChartCaption } from "./chart-caption.tsx";
import type { ECharts } from "./echarts-core.ts";
import { exportChart } from "./export-chart.ts";
import { ExportMenu } from "./export-menu.tsx";
import { echartsTheme, safeOption, seriesNames } from "./safe-option.ts";
import { useChartTokens } from "./use-chart-tokens.ts";
import { useECharts } from "./use-echarts.ts";

const makeInstance = async (element: HTMLDivElement): Promise<ECharts> => {
  const { echarts } = await import("./echarts-all.ts");
  return echarts.init(element, null, { renderer: "canvas" });
};

/** A chart by an option of ECharts that crossed the boundary as data. */
export function EchartsOutput({ chart }: { readonly chart: EchartsChart }): JSX.Element {
  const { t } = useText();
  const tokens = useChartTokens();
  const box = useRef<HTMLDivElement>(null);
  const instance = useECharts(box, makeInstance);
  const [fault, setFault] = useState<string | null>(null);
  const option = useMemo(() => safeOption(chart), [chart]);
  useEffect(() => {
    if (!instance) return;
    // An option may be data and still make no sense to ECharts.
    try {
      // A theme takes hold only of a chart that has an option.
      instance.setOption(option, { notMerge: true });
      instance.setTheme(echartsTheme(tokens));
      setFault(null);
    } catch (error) {
      instance.clear();
      setFault(error instanceof Error ? error.message : String(error));
    }
  }, [instance, option, tokens]);
  const names = seriesNames(chart);
  const title = chart.title || names[0] || t("chart.untitled");
  const handle = useMemo(
    () => ({
      png: (background: string) =>
        instance?.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: background }) ?? "",
      resetZoom: () => {},
    }),
    [instance],
  );
  const save = async (kind: "png" | "svg"): Promise<void> => {
    const { renderSvg } = await import("./echarts-all.ts");
    const svg = () => (instance ? renderSvg(option, instance, echartsTheme(tokens)) : "");
    exportChart(kind, title, { ...handle, svg }, tokens.canvas, () => []);
  };
  return (
    <figure className="chart-output">
      <ChartCaption title={title}>
        <ExportMenu
          title={title}
          kinds={["png", "svg"]}
          onExport={(kind) => void save(kind as "png" | "svg")}
        />
      </ChartCaption>
      {fault !== null && <p className="output-note is-error">{t("chart.badOption", { message: fault })}</p>}
      <div
        ref={box}
        className="chart-canvas"
        style={{ height: chart.height }}
        role="img"
        aria-label={[title, ...names].join(", ")}
        data-chart-drawn={instance !== null && fault === null}
      />
    </figure>
  );
}
