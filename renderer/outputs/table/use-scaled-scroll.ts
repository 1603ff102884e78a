import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type ScrollPlace, type ScrollScale, scrollScale } from "./scaled-scroll.ts";

const start: ScrollPlace = { scrollTop: 0, offset: 0 };

const SETTLE_AFTER_MS = 300;

/** Where a table of any height stands in its scroller. */
export const useScaledScroll = (
  scroller: RefObject<HTMLElement | null>,
  total: number,
  viewport: number,
): { readonly scale: ScrollScale; readonly place: ScrollPlace; toTop(): void } => {
  const scale = useMemo(() => scrollScale(total, viewport), [total, viewport]);
  const place = useRef(start);
  const [shown, setShown] = useState(start);
  const move = useCallback((to: ScrollPlace) => {
    place.current = to;
    setShown(to);
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = (): void => {
      if (element.scrollTop === place.current.scrollTop) return;
      move(scale.follow(place.current, element.scrollTop));
      // Only once nothing moves: setting the place meanwhile would stop the wheel's own glide.
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLE_AFTER_MS);
    };
    const settle = (): void => {
      const settled = scale.settle(place.current);
      if (Math.abs(settled.scrollTop - element.scrollTop) < 1) return;
      element.scrollTop = settled.scrollTop;
      // As the browser has it: it may round.
      move({ ...settled, scrollTop: element.scrollTop });
    };
    // At once: the browser would glide past every row.
    const jump = (event: KeyboardEvent): void => {
      const isHome = event.key === "Home";
      if ((!isHome && event.key !== "End") || event.target !== element) return;
      event.preventDefault();
      element.scrollTop = isHome ? 0 : element.scrollHeight;
    };
    element.addEventListener("scroll", follow, { passive: true });
    element.addEventListener("keydown", jump);
    return () => {
      clearTimeout(timer);
      element.removeEventListener("scroll", follow);
      element.removeEventListener("keydown", jump);
    };
  }, [scroller, scale, move]);
  const toTop = useCallback(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
    move(start);
  }, [scroller, move]);
  return { scale, place: shown, toTop };
};
