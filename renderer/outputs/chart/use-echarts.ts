import { type RefObject, useEffect, useState } from "react";
import type { ECharts } from "./echarts-core.ts";

const NEAR_VIEWPORT = "300px 0px";

/** One ECharts instance in a box: made when near the viewport, resized with it, disposed with its component. */
export const useECharts = (
  box: RefObject<HTMLDivElement | null>,
  make: (element: HTMLDivElement) => Promise<ECharts>,
): ECharts | null => {
  const [instance, setInstance] = useState<ECharts | null>(null);
  const [fault, setFault] = useState<{ readonly error: unknown } | null>(null);
  // Where the box's guard hears it: a promise's failure would leave an empty box.
  if (fault) throw fault.error;
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
        start().catch((error: unknown) => !isGone && setFault({ error }));
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
