import type { EChartsOption } from "echarts";
import { BarChart, BoxplotChart, CandlestickChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AxisPointerComponent,
  DataZoomInsideComponent,
  GridComponent,
  MarkLineComponent,
} from "echarts/components";
import type { ECharts } from "echarts/core";
import * as echarts from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

echarts.use([
  LineChart,
  BarChart,
  ScatterChart,
  CandlestickChart,
  BoxplotChart,
  GridComponent,
  AxisPointerComponent,
  DataZoomInsideComponent,
  MarkLineComponent,
  CanvasRenderer,
  SVGRenderer,
]);

export type { ECharts };
export { echarts };

/** The same option drawn by the SVG renderer at the size of `like`, without a document. */
export const renderSvg = (
  option: EChartsOption,
  like: ECharts,
  theme: Record<string, unknown> | null = null,
): string => {
  const chart = echarts.init(null, theme, {
    renderer: "svg",
    ssr: true,
    width: like.getWidth(),
    height: like.getHeight(),
  });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
};
