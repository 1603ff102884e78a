import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";

interface VirtualRowsProps<T> {
  readonly label: string;
  readonly rows: readonly T[];
  /** Heads of the columns; those of numbers stand right. */
  readonly heads: readonly {
    readonly title: string;
    readonly isRight?: boolean;
    /** In px; a column without one takes what is left. */
    readonly width?: number;
  }[];
  readonly keyOf: (row: T) => string | number;
  /** One node for each column. */
  readonly cells: (row: T) => readonly ReactNode[];
}

const ROW = 24;

/** A table of any length of which only what is seen is drawn. */
export const VirtualRows = <T,>({ label, rows, heads, keyOf, cells }: VirtualRowsProps<T>) => {
  const scroll = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const side = (index: number) => (heads[index]?.isRight ? "right" : undefined);
  return (
    <section
      ref={scroll}
      className="virtual-rows"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
      tabIndex={0}
    >
      <table className="catalog-table browse-table" aria-label={label} aria-rowcount={rows.length + 1}>
        <colgroup>
          {heads.map(({ title, width }) => (
            <col key={title} style={width === undefined ? {} : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {heads.map(({ title }, index) => (
              <th key={title} className={side(index)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = rows[index]!;
            return (
              <tr key={keyOf(row)} aria-rowindex={index + 2}>
                {cells(row).map((content, column) => (
                  <td key={heads[column]!.title} className={side(column)}>
                    {content}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <tr style={{ height: after }} />}
        </tbody>
      </table>
    </section>
  );
};
