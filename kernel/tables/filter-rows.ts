import type { CellValue, TableFilter } from "../contract/table-view.ts";
import { isMissing, type TableData } from "./table-data.ts";

const testOf = (filter: TableFilter): ((value: CellValue) => boolean) => {
  switch (filter.kind) {
    case "contains": {
      const wanted = filter.text.toLowerCase();
      return (value) => String(value).toLowerCase().includes(wanted);
    }
    case "range": {
      const { min, max, isMinOpen, isMaxOpen } = filter;
      return (value) => {
        const number = Number(value);
        return (
          (min === null || (isMinOpen ? number > min : number >= min)) &&
          (max === null || (isMaxOpen ? number < max : number <= max))
        );
      };
    }
    case "is":
      return (value) => value === filter.value;
  }
};

/** The rows that every filter lets through, ascending. A missing value passes none; a column that is not there, all. */
export const filterRows = (
  { rowCount, columns }: TableData,
  filters: readonly TableFilter[],
): Int32Array<ArrayBuffer> => {
  let rows = new Int32Array(rowCount);
  for (let row = 0; row < rowCount; row++) rows[row] = row;
  for (const filter of filters) {
    const column = columns[filter.column];
    if (!column) continue;
    const passes = testOf(filter);
    let kept = 0;
    for (const row of rows) {
      const value = column.at(row);
      if (!isMissing(value) && passes(value)) rows[kept++] = row;
    }
    rows = rows.subarray(0, kept);
  }
  return rows;
};
