import type { TableColumn } from "./table-data.ts";

export type SortDirection = "ascending" | "descending";

const collator = new Intl.Collator("en", { numeric: true });

/**
 * Row numbers in the order of a column: stable, missing values last in both directions, text by natural order
 * ("KR2" before "KR10").
 */
export const sortOrder = (column: TableColumn, rowCount: number, direction: SortDirection): Int32Array => {
  const present: number[] = [];
  const missing: number[] = [];
  const numbers = new Float64Array(rowCount);
  const texts: string[] = [];
  let isText = false;
  for (let row = 0; row < rowCount; row++) {
    const value = column.at(row);
    if (value === null || (typeof value === "number" && Number.isNaN(value))) {
      missing.push(row);
      continue;
    }
    present.push(row);
    if (typeof value === "string") {
      isText = true;
      texts[row] = value;
    } else numbers[row] = Number(value);
  }
  const sign = direction === "ascending" ? 1 : -1;
  present.sort(
    isText
      ? (a, b) => sign * collator.compare(texts[a] ?? "", texts[b] ?? "") || a - b
      : (a, b) => sign * (numbers[a]! < numbers[b]! ? -1 : numbers[a]! > numbers[b]! ? 1 : 0) || a - b,
  );
  return Int32Array.from([...present, ...missing]);
};
