import type { ColumnSource, ImportMapping } from "../../contract/import.ts";
import { constantSql } from "./sql-text.ts";
import type { ParsedColumn } from "./target-plan.ts";
import { type Cell, type ReadValue, readDate, readInstant, readNumber, readText } from "./value-sql.ts";

/** Reads the values that a mapping names, each as what it is to be. */
export class ColumnReader {
  readonly #cells: ReadonlyMap<string, Cell>;
  readonly #mapping: ImportMapping;

  constructor(mapping: ImportMapping, cells: ReadonlyMap<string, Cell>) {
    this.#mapping = mapping;
    this.#cells = cells;
  }

  cellOf(source: ColumnSource): Cell {
    if ("constant" in source)
      return {
        sql: constantSql(source.constant),
        type: typeof source.constant === "number" ? "DOUBLE" : "VARCHAR",
      };
    const cell = this.#cells.get(source.column);
    if (!cell) throw new Error(`The column ${source.column} was not loaded.`);
    return cell;
  }

  number(name: string, source: ColumnSource | null, isRequired = false): ParsedColumn {
    const { format } = this.#mapping;
    const decimal = format.kind === "csv" ? format.decimal : ".";
    return this.#parsed(name, source, "a number", isRequired, (cell) => readNumber(cell, decimal), "DOUBLE");
  }

  /** A number that lies in a relation of our own, not in a column of the file. */
  numberIn(name: string, cell: Cell, column: string | null, isRequired: boolean): ParsedColumn {
    const { format } = this.#mapping;
    const read = readNumber(cell, format.kind === "csv" ? format.decimal : ".");
    return { name, read, column, kind: "a number", isRequired };
  }

  date(name: string, source: ColumnSource | null, isRequired = false): ParsedColumn {
    const { dateFormat } = this.#mapping;
    const kind = `a date (${dateFormat})`;
    return this.#parsed(name, source, kind, isRequired, (cell) => readDate(cell, dateFormat), "DATE");
  }

  instant(name: string, source: ColumnSource, isRequired = true): ParsedColumn {
    return this.#parsed(name, source, "an instant with a zone", isRequired, readInstant, "TIMESTAMP");
  }

  text(name: string, source: ColumnSource | null, isRequired = false): ParsedColumn {
    return this.#parsed(name, source, "a text", isRequired, readText, "VARCHAR");
  }

  #parsed(
    name: string,
    source: ColumnSource | null,
    kind: string,
    isRequired: boolean,
    read: (cell: Cell) => ReadValue,
    type: string,
  ): ParsedColumn {
    if (source === null)
      return { name, read: { sql: `NULL::${type}`, isGiven: "false" }, column: null, kind, isRequired };
    const column = "column" in source ? source.column : null;
    return { name, read: read(this.cellOf(source)), column, kind, isRequired };
  }
}
