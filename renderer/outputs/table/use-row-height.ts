import { useEffect, useState } from "react";

/** The row height of the density in force, in px. */
export const useRowHeight = (element: { readonly current: Element | null }): number => {
  const [height, setHeight] = useState(22);
  useEffect(() => {
    const root = document.documentElement;
    const read = (): void => {
      const value = Number.parseFloat(
        getComputedStyle(element.current ?? root).getPropertyValue("--size-row-table"),
      );
      if (value > 0) setHeight(value);
    };
    read();
    const observer = new MutationObserver(read);
    observer.observe(root, { attributeFilter: ["data-density"] });
    return () => observer.disconnect();
  }, [element]);
  return height;
};
