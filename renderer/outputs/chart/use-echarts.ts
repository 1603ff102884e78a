import { type RefObject, useEffect, useState } from "react";
import type { ECharts } from "./echarts-core.ts";

const NEAR_VIEWPORT = "300px 0px";

/** One ECharts instance in a box: made when near the viewport, resized with it, disposed with its component. */
export const useECharts = (
  box: RefObject<HTMLDivElement | null>,
  make: (element: HTMLDivElement) => Promise<ECharts>,
): ECharts | null => {
  const [instance, setInstance] = useState<ECharts | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a box keeps its instance for life.
  useEffect(() => {
    const element = box.current!;
    let chart: ECharts | null = null;
    let isGone = false;
    const start = async (): Promise<void> => {
      const made = await make(element);
      if (isGone) return made.dispose();
      chart = made;
      setInstance(made);
    };
    const sight = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        sight.disconnect();
        void start();
      },
      { rootMargin: NEAR_VIEWPORT },
    );
    sight.observe(element);
    const size = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientHeight > 0) chart?.resize();
    });
    size.observe(element);
    // Text drawn before the faces have loaded would stay in the fallback face.
    void document.fonts?.ready.then(() => chart?.resize());
    return () => {
      isGone = true;
      sight.disconnect();
      size.disconnect();
      chart?.dispose();
      chart = null;
    };
  }, []);
  return instance;
};
