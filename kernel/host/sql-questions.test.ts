import { Table, tableToIPC, vectorFromArray } from "apache-arrow";
import { afterEach, expect, it } from "vitest";
import { type QueryContract, queryContract, type SqlColumn } from "../../store/contract/query-contract.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import { portPair } from "../../wire/port.ts";
import { serve } from "../../wire/serve.ts";
import { createSqlTable } from "../research/sql-table.ts";
import { createSqlQuestions, type SqlQuestions } from "./sql-questions.ts";

let questions: SqlQuestions;
afterEach(() => questions.close());

const number: SqlColumn = { name: "n", sqlType: "BIGINT", type: "number", isNullable: false };
const answerOf = (columns: SqlColumn[]) =>
  wireOk({ columns, rows: 0, arrow: new Uint8Array() as Uint8Array<ArrayBuffer> });

const started = (own: Partial<Handlers<QueryContract>> = {}) => {
  const asked: { call: string; input: unknown }[] = [];
  const [near, far] = portPair();
  const note =
    <I, T>(call: string, answer: (input: I) => T) =>
    (input: I): T => {
      asked.push({ call, input });
      return answer(input);
    };
  serve(far, queryContract, {
    "sql/describe": note(
      "describe",
      own["sql/describe"] ?? (() => wireOk({ columns: [number], parameters: [] })),
    ),
    "sql/run": note("run", own["sql/run"] ?? (() => answerOf([number]))),
    "sql/cancel": note("cancel", own["sql/cancel"] ?? (() => wireOk({}))),
  } as Handlers<QueryContract>);
  questions = createSqlQuestions(near);
  return asked;
};
const cellOf = (statement: string) => ({
  cellId: "q",
  sql: { statement, parameters: [], resultName: null },
});
const cut = { snapshot: "s1", asOf: 5 };

it("[R1] puts the notebook's cut into every query, whatever the cell asks for", async () => {
  const asked = started();
  await questions.run(
    { sql: "select 1", parameters: { a: 1 }, asOf: 99, snapshot: "other", maxRows: 1e9 },
    cut,
  );
  expect(asked[0]!.input).toMatchObject({ sql: "select 1", parameters: { a: 1 }, asOf: 5, snapshot: "s1" });
  expect(await questions.run({ sql: 1 }, cut)).toMatchObject({ ok: false, error: { code: "bad-request" } });
  expect(asked).toHaveLength(1);
});

it("describes a text once for a snapshot, and again while nobody could answer", async () => {
  let isThere = false;
  const asked = started({
    "sql/describe": () =>
      isThere ? wireOk({ columns: [number], parameters: [] }) : wireError("store-unavailable", "Not now."),
  });
  expect((await questions.describe([cellOf("a")], "s1")).columns.size).toBe(0);
  isThere = true;
  for (const snapshot of ["s1", "s1", "s2"])
    expect((await questions.describe([cellOf("a")], snapshot)).columns.get("q")).toEqual([number]);
  expect(asked).toHaveLength(3);
});

it("tells the fault of a text at its place", async () => {
  started({ "sql/describe": () => wireError("not-allowed", "No.", { line: 2, column: 3 }) });
  const { diagnostics } = await questions.describe([cellOf("a")], "s1");
  expect(diagnostics).toMatchObject([
    { cellId: "q", severity: "error", code: "not-allowed", line: 2, column: 3 },
  ]);
});

it("refuses a result whose types are not those it was described with", async () => {
  started({ "sql/run": () => answerOf([{ ...number, type: "string", sqlType: "VARCHAR" }]) });
  await questions.describe([cellOf("select $x as n")], "s1");
  expect(await questions.run({ sql: "select $x as n", parameters: {} }, cut)).toMatchObject({
    ok: false,
    error: { code: "sql-error", message: expect.stringContaining("came as string") },
  });
});

it("stops what runs", async () => {
  let settle: (result: WireResult<never>) => void = () => {};
  let begun: () => void = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const asked = started({
    "sql/run": () => {
      begun();
      return new Promise((resolve) => {
        settle = resolve as typeof settle;
      });
    },
    "sql/cancel": () => {
      settle(wireError("cancelled", "Stopped."));
      return wireOk({});
    },
  });
  const running = questions.run({ sql: "a", parameters: {} }, cut);
  await hasBegun;
  questions.cancel();
  expect(await running).toMatchObject({ ok: false, error: { code: "cancelled" } });
  questions.cancel();
  expect(asked.map(({ call }) => call)).toEqual(["run", "cancel"]);
});

it("reads a result by row and by column: dates as texts, missing numbers as NaN in a column and null in a row", () => {
  const arrow = tableToIPC(
    new Table({
      day: vectorFromArray([0, 19_723]),
      x: vectorFromArray([1.5, null]),
      __proto__x: vectorFromArray(["a", "b"]),
    }),
    "stream",
  ).slice();
  const table = createSqlTable("t", {
    columns: [
      { name: "day", sqlType: "DATE", type: "date", isNullable: false },
      { name: "x", sqlType: "DOUBLE", type: "number", isNullable: true },
      { name: "__proto__", sqlType: "VARCHAR", type: "string", isNullable: false },
    ],
    rows: 2,
    arrow,
  });
  expect([...table].map((row) => Object.values(row))).toEqual([
    ["1970-01-01", 1.5, "a"],
    ["2024-01-01", null, "b"],
  ]);
  expect(table.column("x" as never)).toEqual(Float64Array.of(1.5, Number.NaN));
  expect(Object.getPrototypeOf(table.row(0))).toBe(Object.prototype);
  expect(() => table.row(2)).toThrow("row must be a whole number from 0 to 1, was 2");
});
