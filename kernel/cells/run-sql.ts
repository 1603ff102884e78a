import type { Display } from "../contract/display.ts";
import type { SqlRun } from "../language/sql-run.ts";
import { createSqlTable, type SqlAnswer } from "../research/sql-table.ts";
import { RequestError } from "./cell-error.ts";
import { ownDisplaysOf } from "./own-displays.ts";
import type { CellRequest } from "./protocol.ts";

const keyOf = (run: SqlRun, name: string): string =>
  run.keys && Object.hasOwn(run.keys, name) ? run.keys[name]! : name;
const kinds: ReadonlySet<string> = new Set(["number", "string", "boolean", "bigint"]);

/** The values to bind. Only plain ones travel. */
const bindValues = (run: SqlRun, inputs: object): Record<string, unknown> => {
  const bound: Record<string, unknown> = {};
  for (const name of run.parameters) {
    const value = (inputs as Record<string, unknown>)[keyOf(run, name)];
    const isPlain = value === null || kinds.has(typeof value);
    if (!isPlain || (typeof value === "number" && !Number.isFinite(value)))
      throw new RequestError(
        "bad-parameter",
        `$${name} must be a finite number, a text, true, false or null, and is ${value === undefined ? "missing" : typeof value === "number" ? String(value) : `a ${typeof value}`}.`,
      );
    Object.defineProperty(bound, name, { value, enumerable: true });
  }
  return bound;
};

/** The body of a SQL cell, in the form of a compiled one: asks for the result, shows it and gives it its name. */
export const sqlBody =
  (
    run: SqlRun,
    request: (name: CellRequest, input: unknown) => Promise<unknown>,
    show: (display: Display) => void,
  ) =>
  async (inputs: object, define: (getters: object) => void): Promise<undefined> => {
    let result: SqlTable<object> | undefined;
    if (run.resultName !== null)
      define(Object.defineProperty({}, keyOf(run, run.resultName), {
        value: () => result,
        enumerable: true,
      }));
    const answer = await request("sql", { sql: run.statement, parameters: bindValues(run, inputs) });
    result = createSqlTable(run.resultName ?? "", answer as SqlAnswer);
    for (const display of ownDisplaysOf(result)!) show(display);
  };
