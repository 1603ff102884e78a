import { type RefObject, useEffect, useRef } from "react";

/**
 * Keeps the focus inside a part whose buttons come and go: when the one that had it is gone, or can no longer be
 * pressed, the part itself takes it, so that Escape and Tab work on.
 */
export const useHeldFocus = (): RefObject<HTMLDivElement | null> => {
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = part.current;
    if (!element) return;
    const hold = (): void => {
      if (document.activeElement === null || document.activeElement === document.body)
        element.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(hold);
    observer.observe(element, { childList: true, subtree: true, attributeFilter: ["disabled"] });
    return () => observer.disconnect();
  }, []);
  return part;
};
