import { type RefObject, useEffect, useState } from "react";

/** What scrolls the cells. An observer's margin widens its root only, so the root must be the scroller itself. */
const SCROLLER = ".cells-scroll";

interface Observed {
  readonly observer: IntersectionObserver;
  readonly listeners: WeakMap<Element, (entry: IntersectionObserverEntry) => void>;
}

const observers = new WeakMap<Element | Document, Map<number, Observed>>();

/** One observer for all elements of a scroller: two hundred of them would each be asked at every frame. */
const observedBy = (root: Element | Document, margin: number): Observed => {
  const byMargin = observers.get(root) ?? new Map<number, Observed>();
  observers.set(root, byMargin);
  const known = byMargin.get(margin);
  if (known) return known;
  const listeners: Observed["listeners"] = new WeakMap();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) listeners.get(entry.target)?.(entry);
    },
    { root, rootMargin: `${margin}px 0px` },
  );
  const made = { observer, listeners };
  byMargin.set(margin, made);
  return made;
};

/**
 * Whether an element is in the visible part of the page or at most `margin` px away from it.
 * @param onLeave hears the element's height when it goes out of that part
 */
export const useNearViewport = (
  element: RefObject<Element | null>,
  margin: number,
  isNearAtFirst = false,
  onLeave?: (height: number) => void,
): boolean => {
  const [isNear, setNear] = useState(isNearAtFirst);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const { observer, listeners } = observedBy(target.closest(SCROLLER) ?? document, margin);
    listeners.set(target, (entry) => {
      if (!entry.isIntersecting) onLeave?.(entry.boundingClientRect.height);
      setNear(entry.isIntersecting);
    });
    observer.observe(target);
    return () => observer.unobserve(target);
  }, [element, margin, onLeave]);
  return isNear;
};
