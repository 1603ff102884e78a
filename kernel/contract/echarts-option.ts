import { z } from "zod";

/*
 * ECharts takes functions, HTML, links, addresses of pictures and CSS in its options. What a cell may hand over is a
 * list of what is known to be data; a key that a newer ECharts brings is refused until someone has looked at it.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const keys = words(`
  title legend grid xAxis yAxis polar radiusAxis angleAxis radar dataset visualMap dataZoom tooltip axisPointer series
  parallel parallelAxis singleAxis color textStyle backgroundColor animation useUTC
  id name text subtext subtextStyle textAlign textVerticalAlign itemGap padding borderRadius
  show type data value min max interval minInterval maxInterval splitNumber scale inverse position offset boundaryGap
  left right top bottom width height center radius orient align verticalAlign z zlevel containLabel outerBoundsMode
  nameLocation nameGap nameTextStyle nameRotate axisLine axisTick axisLabel splitLine splitArea minorTick minorSplitLine
  onZero onZeroAxisIndex alignWithLabel inside length length2 margin rotate hideOverlap showMinLabel showMaxLabel
  customValues logBase gridIndex polarIndex radiusAxisIndex angleAxisIndex xAxisIndex yAxisIndex singleAxisIndex
  parallelIndex radarIndex datasetIndex seriesIndex dimension dimensions source sourceHeader seriesLayoutBy encode
  lineStyle itemStyle areaStyle labelLine label endLabel emphasis blur select focus blurScope disabled labelLayout
  normal color0 borderColor borderColor0 borderWidth borderType borderCap borderJoin shadowBlur shadowColor
  shadowOffsetX shadowOffsetY opacity cap join miterLimit dashOffset fontSize fontWeight fontStyle lineHeight overflow
  ellipsis distance distanceToLabelLine formatter minMargin alignTo edgeDistance bleedMargin origin smooth
  smoothMonotone step sampling connectNulls showSymbol showAllSymbol symbol symbolSize symbolRotate symbolOffset
  symbolKeepAspect stack stackStrategy barWidth barMaxWidth barMinWidth barMinHeight barGap barCategoryGap roundCap
  large largeThreshold progressive progressiveThreshold clip silent coordinateSystem colorBy legendHoverLink
  markLine markPoint markArea precision valueIndex valueDim coord x y x2 y2 r colorStops global trigger axis snap
  triggerOn confine showContent order icon itemWidth itemHeight selected selectedMode selectorLabel pageIconSize
  indicator shape startAngle endAngle clockwise minAngle minShowLabelAngle padAngle roseType avoidLabelOverlap
  stillShowZeroSum percentPrecision boxWidth gap sort funnelAlign minSize maxSize nodes links edges categories
  category sourceNode target nodeWidth nodeGap nodeAlign draggable layoutIterations layout curveness levels children
  leafDepth drillDownIcon roam nodeClick breadcrumb upperLabel visibleMin childrenVisibleMin squareRatio gapWidth
  borderColorSaturation colorSaturation colorAlpha colorMappingBy visualDimension visualMin visualMax sunburst
  renderLabelForZeroData levelStyle rootLabel layoutAnimation circular repulsion gravity edgeLength friction force
  edgeSymbol edgeSymbolSize fixed autoCurveness progress pointer anchor detail offsetCenter showAbove keepAspect
  activeOpacity inactiveOpacity smoothness parallelAxisDefault areaSelectStyle realtime expandable dim axisIndex
  inRange outOfRange pieces categoriesMap calculable range hoverLink textGap controller colorLightness colorHue
  start end startValue endValue minSpan maxSpan minValueSpan maxValueSpan filterMode rangeMode throttle
  zoomOnMouseWheel moveOnMouseWheel moveOnMouseMove preventDefaultMouseMove xAxisId yAxisId triggerEvent
  triggerLineEvent radiusAxisId pointSize blurSize minOpacity maxOpacity nameMap singleAxisId boundaryGapMap singleName
  transitionDuration alwaysShowContent displayMode showDelay hideDelay lineOverflow alignTicks startFrom
`);

const seriesTypes = words(`
  line bar scatter pie candlestick boxplot heatmap radar parallel sankey treemap sunburst graph funnel gauge themeRiver
`);
/** Below these, keys are the author's own names; their values are plain. */
const freeKeys = words("source encode selected");
/** Text that is drawn as it stands. It never becomes HTML: tooltips are drawn too. */
const textKeys = words(
  "name text subtext data value source dimensions categories category formatter target selected ellipsis id encode coord",
);
const symbolKeys = words("symbol edgeSymbol icon drillDownIcon");

const tokenPattern = /^[\p{L}\p{N}_ .,%#()+*/:-]{0,200}$/u;
const symbolPattern =
  /^(empty)?(circle|rect|roundRect|triangle|diamond|pin|arrow|none|inherit)$|^path:\/\/[MmLlHhVvCcSsQqTtAaZz0-9 ,.eE+-]+$/i;
const MAX_VALUES = 4_000_000;
const MAX_DEPTH = 16;
const MAX_TEXT = 4_000;

export class EchartsOptionError extends Error {}

const refuse = (path: string, what: string): never => {
  throw new EchartsOptionError(`${path || "The option"} ${what}`);
};

const checkText = (key: string, text: string, path: string): string => {
  if (text.length > MAX_TEXT) refuse(path, `is longer than ${MAX_TEXT} characters.`);
  if (symbolKeys.has(key)) {
    if (!symbolPattern.test(text))
      refuse(path, "is no symbol of the list; pictures by address are not loaded.");
  } else if (key === "formatter") {
    if (/[<>]/.test(text)) refuse(path, 'must be plain text such as "{b}: {c}", without HTML.');
  } else if (!textKeys.has(key) && (!tokenPattern.test(text) || /url|:\/\//i.test(text)))
    refuse(path, "is not a word, a number or a colour.");
  return text;
};

/**
 * A copy of an option that holds data only: no functions, no HTML, no links, no pictures by address, no names of CSS.
 * Throws an EchartsOptionError that names the place and says what is allowed there.
 */
export const readEchartsOption = (option: unknown): Readonly<Record<string, unknown>> => {
  let values = 0;
  const read = (value: unknown, key: string, path: string, depth: number, isFree: boolean): unknown => {
    if (++values > MAX_VALUES) refuse(path, `holds more than ${MAX_VALUES} values.`);
    if (depth > MAX_DEPTH) refuse(path, "is nested too deep.");
    if (value === null || value === undefined || typeof value === "boolean" || typeof value === "number")
      return value;
    if (typeof value === "string") return checkText(key, value, path);
    if (typeof value === "function")
      refuse(
        path,
        'is a function, and a chart is data only: use a template such as "{b}: {c}", or compute first.',
      );
    if (typeof value !== "object") return refuse(path, `is a ${typeof value}, which a chart cannot show.`);
    if (ArrayBuffer.isView(value)) {
      if (value instanceof DataView || value instanceof BigInt64Array || value instanceof BigUint64Array)
        return refuse(path, "must be an array of numbers.");
      values += (value as Float64Array).length;
      if (values > MAX_VALUES) refuse(path, `holds more than ${MAX_VALUES} values.`);
      return value;
    }
    if (value instanceof Date) return value.getTime();
    if (Array.isArray(value))
      return value.map((each, index) => read(each, key, `${path}[${index}]`, depth + 1, isFree));
    const copy: Record<string, unknown> = {};
    for (const own of Object.keys(value)) {
      const at = path === "" ? own : `${path}.${own}`;
      if (own === "__proto__" || (!isFree && !keys.has(own) && own !== "source"))
        refuse(
          at,
          "is not among what a chart may have here; functions, HTML, links and pictures are left out.",
        );
      const inner = (value as Record<string, unknown>)[own];
      copy[own] = read(inner, isFree ? key : own, at, depth + 1, isFree || freeKeys.has(own));
    }
    return copy;
  };
  if (typeof option !== "object" || option === null || Array.isArray(option))
    return refuse("", "must be an object such as { xAxis: {}, yAxis: {}, series: [] }.");
  const copy = read(option, "", "", 0, false) as Record<string, unknown>;
  for (const series of [copy.series].flat() as ({ type?: unknown } | null | undefined)[]) {
    if (series !== undefined && !seriesTypes.has(String(series?.type)))
      refuse("series.type", `must be one of ${[...seriesTypes].join(", ")}.`);
  }
  return copy;
};

/** An option of ECharts as it crosses from cells to the window. */
export const echartsOptionSchema = z
  .custom<Readonly<Record<string, unknown>>>()
  .transform((option, context): Readonly<Record<string, unknown>> => {
    try {
      return readEchartsOption(option);
    } catch (error) {
      context.addIssue({ code: "custom", message: error instanceof Error ? error.message : "is no option" });
      return z.NEVER;
    }
  });
