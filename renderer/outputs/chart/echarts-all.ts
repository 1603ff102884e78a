import {
  FunnelChart,
  GaugeChart,
  GraphChart,
  HeatmapChart,
  ParallelChart,
  PieChart,
  RadarChart,
  SankeyChart,
  SunburstChart,
  ThemeRiverChart,
  TreemapChart,
} from "echarts/charts";
import {
  DatasetComponent,
  DataZoomSliderComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkPointComponent,
  ParallelComponent,
  PolarComponent,
  RadarComponent,
  SingleAxisComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { echarts, renderSvg } from "./echarts-core.ts";

// What a chart by option may use. No toolbox, graphic, map or timeline: they load, link, or write HTML.
echarts.use([
  FunnelChart,
  GaugeChart,
  GraphChart,
  HeatmapChart,
  ParallelChart,
  PieChart,
  RadarChart,
  SankeyChart,
  SunburstChart,
  ThemeRiverChart,
  TreemapChart,
  DatasetComponent,
  DataZoomSliderComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkPointComponent,
  ParallelComponent,
  PolarComponent,
  RadarComponent,
  SingleAxisComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
]);

export { echarts, renderSvg };
