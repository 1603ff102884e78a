import { useEffect, useMemo, useReducer } from "react";
import type { TableView } from "../../../kernel/contract/table-view.ts";
import { createRowWindows, type RowWindows } from "./row-windows.ts";
import type { TableSource } from "./table-source.ts";

/** The rows of a view near what is seen; draws again when some come. */
export const useRowWindows = (
  source: TableSource,
  view: TableView,
  onFault: (error: unknown) => void,
): RowWindows => {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a fault is told to whoever listens then.
  const windows = useMemo(
    () => createRowWindows((from, count) => source.rows(view, from, count), draw, onFault),
    [source, view],
  );
  useEffect(() => () => windows.close(), [windows]);
  return windows;
};
