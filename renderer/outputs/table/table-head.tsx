import type { JSX } from "react";
import type { TableDisplay } from "../../../kernel/contract/display.ts";
import type { TableView } from "../../../kernel/contract/table-view.ts";
import type { SortDirection } from "../../../kernel/tables/sort-order.ts";
import { useText } from "../use-text.ts";
import { readFilter } from "./filter-text.ts";
import { isRightAligned } from "./table-data.ts";

type Column = TableDisplay["columns"][number];
type Sorting = TableView["sort"];

/** The next order of a column that is pressed: its natural first one, the other, none. */
export const nextSorting = (sorting: Sorting, column: number, type: Column["type"]): Sorting => {
  const first: SortDirection = isRightAligned(type) ? "descending" : "ascending";
  if (sorting?.column !== column) return { column, direction: first };
  if (sorting.direction === first)
    return { column, direction: first === "ascending" ? "descending" : "ascending" };
  return null;
};

export function HeadCell(props: {
  readonly column: Column;
  readonly direction: SortDirection | null;
  readonly onPress: () => void;
}): JSX.Element {
  const { column, direction, onPress } = props;
  const { t } = useText();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a windowed table cannot be a table element.
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus.
    <div
      role="columnheader"
      aria-sort={direction ?? "none"}
      className={`data-table-head-cell ${isRightAligned(column.type) ? "is-right" : ""}`}
    >
      <button
        type="button"
        onClick={onPress}
        title={direction ? t(`table.${direction}`) : t("table.sort", { column: column.name })}
      >
        <span className="data-table-name">{column.name}</span>
        {direction && (
          <svg width="8" height="10" viewBox="0 0 8 10" aria-hidden="true" fill="none" stroke="currentColor">
            <path
              d={direction === "ascending" ? "M4 9V1.5M1 4.5l3-3 3 3" : "M4 1v7.5M1 5.5l3 3 3-3"}
              strokeWidth="1.2"
            />
          </svg>
        )}
      </button>
    </div>
  );
}

/** Where one types what a column must hold. */
export function FilterCell(props: {
  readonly column: Column;
  readonly index: number;
  readonly text: string;
  readonly onChange: (text: string) => void;
}): JSX.Element {
  const { column, index, text, onChange } = props;
  const { t } = useText();
  const label = t("table.filterBy", { column: column.name });
  if (column.type === "boolean")
    return (
      <select
        className="data-table-filter"
        aria-label={label}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{t("table.any")}</option>
        <option value="true">{t("table.yes")}</option>
        <option value="false">{t("table.no")}</option>
      </select>
    );
  const isDate = column.type === "date" || column.type === "instant";
  const hint =
    column.type === "text" ? "table.filterText" : isDate ? "table.filterDate" : "table.filterNumber";
  const isInvalid = readFilter(text, index, column.type) === "invalid";
  return (
    <input
      className="data-table-filter"
      type="text"
      aria-label={label}
      aria-invalid={isInvalid}
      title={isInvalid ? t("table.filterInvalid", { example: t(hint) }) : label}
      placeholder={t(hint)}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
