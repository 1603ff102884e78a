import type { EChartsOption } from "echarts";
import {
  type JSX,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { chartKeyAction } from "./chart-keys.ts";
import type { ECharts } from "./echarts-core.ts";
import { nearestIndex } from "./nearest-index.ts";
import { useECharts } from "./use-echarts.ts";

/** What a caption's menu may ask of a drawn chart. */
export interface ChartHandle {
  png(background: string): string;
  svg(): string;
  resetZoom(): void;
}

export interface ChartCanvasProps {
  readonly option: EChartsOption;
  /** How many points the option draws; told to tests once it is drawn. */
  readonly points: number;
  readonly height: number;
  readonly label: string;
  /** What the crosshair says, for those who hear the chart. */
  readonly valueText: string;
  /** Positions along the horizontal axis, ascending; the arrow keys walk over them. */
  readonly xValues: ArrayLike<number>;
  /** The position under the crosshair, or null when it left. */
  readonly onCrosshair: (x: number | null) => void;
  /** The visible range after a zoom, and whether anything is hidden. */
  readonly onZoom?: (range: readonly [number, number], isZoomed: boolean) => void;
  readonly ref?: Ref<ChartHandle>;
}

/** A drawn chart that the pointer and the arrow keys walk along. */
export function ChartCanvas(props: ChartCanvasProps): JSX.Element {
  const { option, points, height, label, valueText, xValues, onCrosshair, ref } = props;
  const box = useRef<HTMLDivElement>(null);
  const draw = useRef<((option: EChartsOption, like: ECharts) => string) | null>(null);
  const instance = useECharts(box, async (element) => {
    const { echarts, renderSvg } = await import("./echarts-core.ts");
    draw.current = renderSvg;
    return echarts.init(element, null, { renderer: "canvas" });
  });
  const [drawn, setDrawn] = useState<number | null>(null);
  const cursor = useRef<number | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!instance) return;
    const onPointer = (event: unknown): void => {
      const { axesInfo } = event as { axesInfo?: { axisDim: string; value: number }[] };
      const found = axesInfo?.find(({ axisDim }) => axisDim === "x");
      cursor.current = found?.value ?? null;
      latest.current.onCrosshair(cursor.current);
    };
    const onLeave = (): void => {
      cursor.current = null;
      latest.current.onCrosshair(null);
    };
    const onDataZoom = (): void => {
      const options = instance.getOption() as { dataZoom?: { start: number; end: number }[] };
      const zoom = options.dataZoom?.[0];
      const xs = latest.current.xValues;
      if (!zoom || xs.length === 0) return;
      const [first, last] = [xs[0]!, xs[xs.length - 1]!];
      const at = (percent: number): number => first + ((last - first) * percent) / 100;
      latest.current.onZoom?.([at(zoom.start), at(zoom.end)], zoom.start > 0.01 || zoom.end < 99.99);
    };
    const onDoubleClick = (): void => zoomTo(instance, 0, 100);
    instance.on("updateAxisPointer", onPointer);
    instance.on("datazoom", onDataZoom);
    instance.getZr().on("globalout", onLeave);
    instance.getZr().on("dblclick", onDoubleClick);
    return () => {
      if (instance.isDisposed()) return;
      instance.off("updateAxisPointer", onPointer);
      instance.off("datazoom", onDataZoom);
      instance.getZr().off("globalout", onLeave);
      instance.getZr().off("dblclick", onDoubleClick);
    };
  }, [instance]);

  useEffect(() => {
    if (!instance) return;
    const zoom = currentZoom(instance);
    instance.setOption(option, { notMerge: true, lazyUpdate: false });
    if (zoom && (zoom[0] > 0 || zoom[1] < 100)) zoomTo(instance, zoom[0], zoom[1]);
    setDrawn(points);
  }, [instance, option, points]);

  useImperativeHandle(
    ref,
    () => ({
      png: (background) =>
        instance?.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: background }) ?? "",
      svg: () => (instance && draw.current ? draw.current(latest.current.option, instance) : ""),
      resetZoom: () => instance && zoomTo(instance, 0, 100),
    }),
    [instance],
  );

  const moveTo = (x: number | null): void => {
    cursor.current = x;
    onCrosshair(x);
    if (!instance) return;
    if (x === null) {
      instance.dispatchAction({ type: "updateAxisPointer", currTrigger: "leave" });
      return;
    }
    const pixel = instance.convertToPixel({ gridIndex: 0 }, [x, 0])?.[0];
    if (pixel !== undefined) instance.dispatchAction({ type: "updateAxisPointer", x: pixel, y: 20 });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.ctrlKey || xValues.length === 0) return;
    const action = chartKeyAction(
      event.key,
      event.shiftKey,
      indexOf(xValues, cursor.current),
      xValues.length,
    );
    if (!action) return;
    if (action.kind === "move") moveTo(xValues[action.index]!);
    else if (action.kind === "leave") moveTo(null);
    else if (instance && action.kind === "zoom")
      zoomBy(instance, action.factor, percentOf(xValues, cursor.current));
    else if (instance) zoomTo(instance, 0, 100);
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={box}
      className="chart-canvas"
      style={{ height }}
      role="slider"
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, xValues.length - 1)}
      aria-valuenow={indexOf(xValues, cursor.current) ?? Math.max(0, xValues.length - 1)}
      aria-valuetext={valueText}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-chart-points={drawn ?? undefined}
    />
  );
}

const indexOf = (xValues: ArrayLike<number>, x: number | null): number | null =>
  x === null ? null : nearestIndex(xValues, x);

/** Where a position lies between the first and the last one, in percent. */
const percentOf = (xValues: ArrayLike<number>, x: number | null): number | null => {
  const first = xValues[0] ?? 0;
  const last = xValues[xValues.length - 1] ?? 0;
  return x === null || last <= first ? null : (100 * (x - first)) / (last - first);
};

const currentZoom = (chart: ECharts): [number, number] | null => {
  const options = chart.getOption() as { dataZoom?: { start: number; end: number }[] } | undefined;
  const zoom = options?.dataZoom?.[0];
  return zoom ? [zoom.start, zoom.end] : null;
};

const zoomTo = (chart: ECharts, start: number, end: number): void => {
  chart.dispatchAction({ type: "dataZoom", start, end });
};

/** Zooms about a position, or about the middle of what is visible. */
const zoomBy = (chart: ECharts, factor: number, about: number | null): void => {
  const zoom = currentZoom(chart);
  if (!zoom) return;
  const width = Math.min(100, Math.max(2, (zoom[1] - zoom[0]) * factor));
  const middle = Math.min(100 - width / 2, Math.max(width / 2, about ?? (zoom[0] + zoom[1]) / 2));
  zoomTo(chart, middle - width / 2, middle + width / 2);
};
