import type { DuckDBConnection } from "@duckdb/node-api";
import type { ImportMapping } from "../contract/import.ts";
import { literal } from "./plan/sql-text.ts";
import type { RowCheck } from "./plan/target-plan.ts";
import { type Cell, readNumber } from "./plan/value-sql.ts";

const SHOWN_CHARACTERS = 40;

/** The beginning of a value, safe to be shown: what would move a cursor or hide text becomes a mark. */
const shown = (cell: Cell): string => {
  const text = `${cell.sql}::VARCHAR`;
  const cut = `left(${text}, ${SHOWN_CHARACTERS}) || CASE WHEN length(${text}) > ${SHOWN_CHARACTERS} THEN '…' ELSE '' END`;
  return `regexp_replace(${cut}, '[\\pC\\p{Zl}\\p{Zp}]', '·', 'g')`;
};

/** In a wide file a fact's value stands in one of the columns of its fields. */
const wideColumns = ({ target }: ImportMapping): readonly string[] =>
  target.table === "fundamentals" && (target.columns.fieldName === null || target.columns.value === null)
    ? [...new Set(target.fields.map(({ from }) => from))]
    : [];

/**
 * Notes each value of the lines of table `wrong` (line) that is not what a check of types asks for: its column, and the
 * value itself.
 */
export const noteWrongValues = async (
  connection: DuckDBConnection,
  { name, column, reason }: RowCheck,
  mapping: ImportMapping,
  cells: ReadonlyMap<string, Cell>,
): Promise<void> => {
  const decimal = mapping.format.kind === "csv" ? mapping.format.decimal : ".";
  const note = async (inColumn: string, sentence: string, isWrong: string) => {
    const cell = cells.get(inColumn);
    if (!cell) return;
    await connection.run(`INSERT INTO faults
      SELECT line, ${literal(name)}, ${literal(inColumn)}, concat(${literal(sentence.replace(/\.$/, ': "'))}, ${shown(cell)}, '".')
      FROM source_rows WHERE line IN (SELECT line FROM wrong) AND ${isWrong}`);
  };
  if (column !== null) return note(column, reason, "true");
  for (const wide of wideColumns(mapping)) {
    const value = readNumber(cells.get(wide)!, decimal);
    await note(wide, `${JSON.stringify(wide)} is not a number.`, `${value.isGiven} AND ${value.sql} IS NULL`);
  }
};
