import { useSyncExternalStore } from "react";
import type { ChartTokens } from "./chart-tokens.ts";
import { readChartTokens } from "./read-chart-tokens.ts";

// One observer for all charts: a change of theme, of the gain convention or of language re-themes every one.
const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;
let current: ChartTokens | null = null;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  observer ??= new MutationObserver(() => {
    current = null;
    for (const each of listeners) each();
  });
  observer.observe(document.documentElement, {
    attributeFilter: ["data-theme", "data-gain", "lang", "class"],
  });
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer?.disconnect();
    observer = null;
    current = null;
  };
};

const snapshot = (): ChartTokens => {
  current ??= readChartTokens(document.documentElement);
  return current;
};

/** The tokens now in force; a change of theme renders again. */
export const useChartTokens = (): ChartTokens => useSyncExternalStore(subscribe, snapshot);
