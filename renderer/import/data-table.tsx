interface DataTableProps {
  readonly label: string;
  readonly columns: readonly {
    readonly title: string;
    readonly isNumber?: boolean;
    readonly isCode?: boolean;
  }[];
  readonly rows: readonly (readonly string[])[];
  readonly className?: string;
}

/** Rows of a file as text. It scrolls in both directions, and by keys. */
export const DataTable = ({ label, columns, rows, className }: DataTableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
  <section className={`data-scroll ${className ?? ""}`} aria-label={label} tabIndex={0}>
    <table className="data-table">
      <thead>
        <tr>
          {columns.map(({ title, isNumber }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one heading.
            <th key={at} scope="col" className={isNumber ? "right" : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a preview do not move.
          <tr key={at}>
            {columns.map(({ isNumber, isCode }, column) => (
              <td
                // biome-ignore lint/suspicious/noArrayIndexKey: nor do its cells.
                key={column}
                className={[isNumber && "right", isCode && "mono"].filter(Boolean).join(" ") || undefined}
              >
                {row[column] ?? ""}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
