import type { TableName } from "../../contract/tables.ts";
import type { ReadValue } from "./value-sql.ts";

/** A value that is read from the file, by the name it has from then on. */
export interface ParsedColumn {
  readonly name: string;
  readonly read: ReadValue;
  /** In the file; null for a constant. */
  readonly column: string | null;
  /** What it is to be, for the reason: "a number", "a date". */
  readonly kind: string;
  readonly isRequired: boolean;
}

/** A blocking check of one row: true means that the row is kept out. A null is no fault. */
export interface RowCheck {
  readonly name: string;
  /** The column of the file to point at, when there is one. */
  readonly column: string | null;
  readonly reason: string;
  /** Over the parsed columns, `inst`, `currency`, `money`, the session's hours, and `known_at`. */
  readonly isFault: string;
  /**
   * Conditions that together hold of no row with the fault, and are quick to ask: a row that meets those of every check
   * is not asked for its faults one by one. They may be narrower than "no fault"; when left out, that is asked.
   */
  readonly passes?: readonly string[];
}

/** How the rows of a file become rows of a table. Everything in it is SQL over the names of the columns before. */
export interface TargetPlan {
  readonly table: TableName;
  /** The relation that `parsed` reads: `source_rows`, or what a wide file is turned into. */
  readonly from: string;
  readonly parsed: readonly ParsedColumn[];
  /** The row's own date, by its parsed name: what identifiers and sessions are looked up with. */
  readonly date: string;
  /** The day on which the row calls its instrument by its identifier, over the parsed columns; `date` when left out. */
  readonly namedOn?: string;
  readonly sessions: "by-date" | "by-minute" | "none";
  readonly hasInstrument: boolean;
  /** Made from the columns before, by name. */
  readonly derived: Readonly<Record<string, string>>;
  /** The columns that name a fact, without known_at and revision; `inst` stands for the instrument. */
  readonly fact: readonly string[];
  /** A whole number that orders facts as their key does; null: they have to be sorted to be known to be in order. */
  readonly orderKey: string | null;
  /** What the fact says. Equal values are no new version. */
  readonly values: readonly string[];
  /** Further columns that the table needs. */
  readonly carried: readonly string[];
  readonly checks: readonly RowCheck[];
  /** The table's columns over a staged row `f` and its instrument `n`, without known_at, revision and provenance. */
  readonly output: Readonly<Record<string, string>>;
  /** The fact's columns as the store has them, where they are not named the same: `inst` is joined already. */
  readonly stored?: Readonly<Record<string, string>>;
}
