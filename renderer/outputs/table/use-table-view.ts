import { useEffect, useMemo, useState } from "react";
import type { TableDisplay } from "../../../kernel/contract/display.ts";
import type { TableFilter, TableView } from "../../../kernel/contract/table-view.ts";
import { readFilter } from "./filter-text.ts";

/** After the last key in a filter: a large table takes its time for each. */
const FILTER_DELAY_MS = 250;

/** Which rows are shown, in which order, as the reader sets it. What is not understood does not filter. */
export const useTableView = (columns: TableDisplay["columns"]) => {
  const [sort, setSort] = useState<TableView["sort"]>(null);
  const [texts, setTexts] = useState<Readonly<Record<number, string>>>({});
  const [applied, setApplied] = useState(texts);
  useEffect(() => {
    const timer = setTimeout(() => setApplied(texts), FILTER_DELAY_MS);
    return () => clearTimeout(timer);
  }, [texts]);
  const view = useMemo<TableView>(() => {
    const filters = columns
      .map(({ type }, index) => readFilter(applied[index] ?? "", index, type))
      .filter((filter): filter is TableFilter => filter !== null && filter !== "invalid");
    return { sort, filters };
  }, [columns, sort, applied]);
  return {
    view,
    texts,
    setSort,
    setText: (column: number, text: string) => setTexts({ ...texts, [column]: text }),
    clear: () => {
      setTexts({});
      setApplied({});
    },
  };
};
