import { type CSSProperties, type JSX, useEffect, useMemo, useRef, useState } from "react";
import { type CellValue, plainView } from "../../../kernel/contract/table-view.ts";
import { formatNumber } from "../../format/number-format.ts";
import { ChartCaption } from "../chart/chart-caption.tsx";
import { ExportMenu } from "../chart/export-menu.tsx";
import { useText } from "../use-text.ts";
import { ExportLine } from "./export-line.tsx";
import { columnWidths, formatCell, isRightAligned } from "./table-data.ts";
import { FilterCell, HeadCell, nextSorting } from "./table-head.tsx";
import type { TableSource } from "./table-source.ts";
import { useRowHeight } from "./use-row-height.ts";
import { useRowWindows } from "./use-row-windows.ts";
import { useScaledScroll } from "./use-scaled-scroll.ts";
import { useTableExport } from "./use-table-export.ts";
import { useTableView } from "./use-table-view.ts";

/** Rows that are drawn above and below what is seen. */
const MARGIN_ROWS = 12;
/** Rows by which the columns get their widths. */
const SAMPLE_ROWS = 200;

/** A table of any length: only what is seen of it is drawn, and asked for. */
export function DataTable(props: {
  readonly title: string;
  readonly source: TableSource;
  readonly rowsShown: number;
  /** The rest of the rows cannot be had any more. */
  readonly onFault: (error: unknown) => void;
}): JSX.Element {
  const { source, rowsShown, onFault } = props;
  const { columns } = source;
  const { t, locale } = useText();
  const title = props.title || t("table.untitled");
  const scroller = useRef<HTMLDivElement>(null);
  const [hasFilters, setHasFilters] = useState(false);
  const words = useMemo(() => ({ yes: t("table.yes"), no: t("table.no") }), [t]);
  const { view, texts, setSort, setText, clear } = useTableView(columns);
  const windows = useRowWindows(source, view, onFault);
  const exports = useTableExport(source, title);
  const show = (value: CellValue, column: number): string =>
    formatCell(value, columns[column]!, locale, words);
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths follow the data and the language only.
  const widths = useMemo(() => {
    const sample = source.rows(plainView, 0, SAMPLE_ROWS);
    return columnWidths(
      columns.map(({ name }, at) => ({
        name,
        words: sample instanceof Promise ? [] : (sample.columns[at] ?? []).map((value) => show(value, at)),
      })),
    );
  }, [source, locale]);

  const rowHeight = useRowHeight(scroller);
  const viewport = Math.min(source.reachable, rowsShown) * rowHeight;
  const rowCount = windows.rowCount ?? source.reachable;
  const { scale, place, toTop } = useScaledScroll(scroller, rowCount * rowHeight, viewport);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view begins at its first row.
  useEffect(toTop, [view]);
  const first = Math.max(0, Math.floor(place.offset / rowHeight) - MARGIN_ROWS);
  const last = Math.min(rowCount, Math.ceil((place.offset + viewport) / rowHeight) + MARGIN_ROWS);
  // Rows that are here already come at once; for others this only says what is wished.
  windows.want(first, last);

  const figure = (count: number): string => formatNumber(count, { digits: 0 });
  const isFiltered = view.filters.length > 0;
  const note =
    windows.rowCount === null
      ? t("table.reading")
      : isFiltered
        ? t("table.rowsOf", { count: figure(windows.rowCount), all: figure(source.reachable) })
        : rowCount === 1
          ? t("table.oneRow")
          : t("table.rows", { count: figure(rowCount) });
  const template = widths.map((width) => `minmax(${width}px, ${width}fr)`).join(" ");
  const least = `${widths.reduce((sum, width) => sum + width, 0)}px`;
  const headRows = hasFilters ? 2 : 1;
  return (
    <div className="table-output">
      <ChartCaption title={title} note={note}>
        <button
          type="button"
          className="output-text-button"
          aria-pressed={hasFilters}
          onClick={() => {
            if (hasFilters) clear();
            setHasFilters(!hasFilters);
          }}
        >
          {t(hasFilters ? "table.withoutFilter" : "table.filter")}
        </button>
        <ExportMenu
          title={title}
          kinds={exports.canWrite ? ["csv", "arrow", "tsv"] : ["tsv"]}
          onExport={(kind) => {
            if (kind === "tsv") exports.copy(view);
            else if (kind === "csv" || kind === "arrow") exports.write(view, kind);
          }}
        />
      </ChartCaption>
      {source.reachable < source.rowCount && (
        <p className="output-note is-warn">
          {t("table.partial", { shown: figure(source.reachable), count: figure(source.rowCount) })}
        </p>
      )}
      {exports.news && (
        <ExportLine
          news={exports.news}
          all={windows.rowCount}
          onStop={exports.stop}
          onDismiss={exports.dismiss}
        />
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a windowed table cannot be a table element: its rows are placed. */}
      <div
        ref={scroller}
        className="data-table"
        role="table"
        aria-label={title}
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length}
        aria-busy={windows.rowCount === null}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll it.
        tabIndex={0}
        style={
          {
            maxHeight: viewport + headRows * rowHeight + 2,
            "--columns": template,
            "--least-width": least,
          } as CSSProperties
        }
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        <div role="rowgroup" className="data-table-head">
          {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: the buttons inside take the focus. */}
          <div role="row" className="data-table-row" aria-rowindex={1}>
            {columns.map((column, at) => (
              <HeadCell
                key={column.name}
                column={column}
                direction={view.sort?.column === at ? view.sort.direction : null}
                onPress={() => setSort(nextSorting(view.sort, at, column.type))}
              />
            ))}
          </div>
          {hasFilters && (
            <div className="data-table-row">
              {columns.map((column, at) => (
                <FilterCell
                  key={column.name}
                  column={column}
                  index={at}
                  text={texts[at] ?? ""}
                  onChange={(text) => setText(at, text)}
                />
              ))}
            </div>
          )}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        <div role="rowgroup" className="data-table-body" style={{ height: scale.body }}>
          {Array.from({ length: Math.max(0, last - first) }, (_, at) => {
            const row = first + at;
            const values = windows.rowAt(row);
            const top = row * rowHeight - place.offset + place.scrollTop;
            return (
              // biome-ignore lint/a11y/useSemanticElements: see above.
              // biome-ignore lint/a11y/useFocusableInteractive: the table scrolls as a whole.
              <div
                key={row}
                role="row"
                aria-rowindex={row + 2}
                className="data-table-row is-placed"
                style={{ transform: `translateY(${top}px)` }}
              >
                {columns.map((column, index) => (
                  // biome-ignore lint/a11y/useSemanticElements: see above.
                  <div
                    key={column.name}
                    role="cell"
                    className={`data-table-cell ${isRightAligned(column.type) ? "is-right" : ""}`}
                  >
                    {values ? show(values(index), index) : "·"}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {windows.rowCount === 0 && (
        <p className="output-note">{t(isFiltered ? "table.noneLeft" : "table.empty")}</p>
      )}
    </div>
  );
}
