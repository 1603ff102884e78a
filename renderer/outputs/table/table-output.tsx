import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type JSX, useEffect, useMemo, useRef, useState } from "react";
import type { TableDisplay } from "../../../kernel/contract/display.ts";
import { formatNumber } from "../../format/number-format.ts";
import { ChartCaption } from "../chart/chart-caption.tsx";
import { type ExportKind, ExportMenu } from "../chart/export-menu.tsx";
import { toCsv, toTsv } from "../delimited-text.ts";
import { copyText, fileNameFor, saveFile } from "../save-file.ts";
import { useText } from "../use-text.ts";
import { type SortDirection, sortOrder } from "./sort-order.ts";
import {
  columnWidths,
  formatCell,
  isRightAligned,
  type TableColumn,
  type TableData,
  tableRows,
} from "./table-data.ts";

const ROWS_SHOWN = 14;

/** A table from Arrow bytes, decoded when it is first shown. */
export function TableOutput(props: {
  readonly table: TableDisplay;
  readonly rowsShown?: number;
}): JSX.Element {
  const { table, rowsShown = ROWS_SHOWN } = props;
  const { t } = useText();
  const [data, setData] = useState<TableData | "broken" | null>(null);
  useEffect(() => {
    let isGone = false;
    setData(null);
    import("./decode-table.ts")
      .then(({ decodeTable }) => decodeTable(table))
      .then(
        (decoded) => !isGone && setData(decoded),
        () => !isGone && setData("broken"),
      );
    return () => {
      isGone = true;
    };
  }, [table]);
  if (data === "broken") return <p className="output-note is-error">{t("table.broken")}</p>;
  if (data === null) return <p className="output-note">{t("table.decoding")}</p>;
  return <DataTable title={table.title} data={data} rowsShown={rowsShown} />;
}

interface Sorting {
  readonly column: number;
  readonly direction: SortDirection;
}

const nextSorting = (
  sorting: Sorting | null,
  column: number,
  firstDirection: SortDirection,
): Sorting | null => {
  if (sorting?.column !== column) return { column, direction: firstDirection };
  if (sorting.direction === firstDirection)
    return { column, direction: firstDirection === "ascending" ? "descending" : "ascending" };
  return null;
};

function DataTable(props: {
  readonly title: string;
  readonly data: TableData;
  readonly rowsShown: number;
}): JSX.Element {
  const { data, rowsShown } = props;
  const { t, locale } = useText();
  const title = props.title || t("table.untitled");
  const scroller = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const words = useMemo(() => ({ yes: t("table.yes"), no: t("table.no") }), [t]);
  const show = (column: TableColumn, row: number): string =>
    formatCell(column.at(row), column.type, locale, words);
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths follow the data and the language only.
  const widths = useMemo(() => columnWidths(data, show), [data, locale]);
  const order = useMemo(() => {
    const column = sorting && data.columns[sorting.column];
    return column ? sortOrder(column, data.rowCount, sorting.direction) : null;
  }, [data, sorting]);
  const rowHeight = useRowHeight(scroller);
  const rows = useVirtualizer({
    count: data.rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of density measures again.
  useEffect(() => rows.measure(), [rowHeight]);

  const onExport = (kind: ExportKind): void => {
    if (kind === "tsv") copyText(toTsv(tableRows(data, order)));
    else
      saveFile(fileNameFor(title, "csv"), `\uFEFF${toCsv(tableRows(data, order))}`, "text/csv;charset=utf-8");
  };
  const template = widths.map((width) => `minmax(${width}px, ${width}fr)`).join(" ");
  const height = (Math.min(data.rowCount, rowsShown) + 1) * rowHeight + 2;
  return (
    <div className="table-output">
      <ChartCaption
        title={title}
        note={
          data.rowCount === 1
            ? t("table.oneRow")
            : t("table.rows", { count: formatNumber(data.rowCount, { digits: 0 }) })
        }
      >
        <ExportMenu title={title} kinds={["csv", "tsv"]} onExport={onExport} />
      </ChartCaption>
      {/* biome-ignore lint/a11y/useSemanticElements: a windowed table cannot be a table element: its rows are placed. */}
      <div
        ref={scroller}
        className="data-table"
        role="table"
        aria-label={title}
        aria-rowcount={data.rowCount + 1}
        aria-colcount={data.columns.length}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll it.
        tabIndex={0}
        style={{ maxHeight: height, "--columns": template } as CSSProperties}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        <div role="rowgroup" className="data-table-head">
          {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: the buttons inside take the focus. */}
          <div role="row" className="data-table-row" aria-rowindex={1}>
            {data.columns.map(({ name, type }, column) => (
              <HeadCell
                key={name}
                name={name}
                isRight={isRightAligned(type)}
                direction={sorting?.column === column ? sorting.direction : null}
                onPress={() =>
                  setSorting(nextSorting(sorting, column, isRightAligned(type) ? "descending" : "ascending"))
                }
              />
            ))}
          </div>
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        <div role="rowgroup" className="data-table-body" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => (
            // biome-ignore lint/a11y/useSemanticElements: see above.
            // biome-ignore lint/a11y/useFocusableInteractive: the table scrolls as a whole.
            <div
              key={index}
              role="row"
              aria-rowindex={index + 2}
              className="data-table-row is-placed"
              style={{ transform: `translateY(${start}px)` }}
            >
              {data.columns.map((column) => (
                // biome-ignore lint/a11y/useSemanticElements: see above.
                <div
                  key={column.name}
                  role="cell"
                  className={`data-table-cell ${isRightAligned(column.type) ? "is-right" : ""}`}
                >
                  {show(column, order?.[index] ?? index)}
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
      {data.rowCount === 0 && <p className="output-note">{t("table.empty")}</p>}
    </div>
  );
}

function HeadCell(props: {
  readonly name: string;
  readonly isRight: boolean;
  readonly direction: SortDirection | null;
  readonly onPress: () => void;
}): JSX.Element {
  const { name, isRight, direction, onPress } = props;
  const { t } = useText();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a windowed table cannot be a table element.
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus.
    <div
      role="columnheader"
      aria-sort={direction ?? "none"}
      className={`data-table-head-cell ${isRight ? "is-right" : ""}`}
    >
      <button
        type="button"
        onClick={onPress}
        title={direction ? t(`table.${direction}`) : t("table.sort", { column: name })}
      >
        <span className="data-table-name">{name}</span>
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

/** The row height of the density in force, in px. */
const useRowHeight = (element: { readonly current: Element | null }): number => {
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
