import { tableFromIPC } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barKnownAt, closeOf, FIRST_SESSION } from "../testing/fixture.ts";
import { temporaryStore } from "../testing/temporary-store.ts";
import { type Asked, describeQuery, runQuery } from "./answer-query.ts";
import { openQueryDatabase, type QueryDatabase } from "./open-query-database.ts";

let database: QueryDatabase;
const undo: (() => void | Promise<void>)[] = [];
beforeAll(async () => {
  const { store, dir, remove } = await temporaryStore();
  store.close();
  database = await openQueryDatabase(`${dir}/store.duckdb`);
  undo.push(() => database.close(), remove);
});
afterAll(async () => {
  for (const step of undo) await step();
});

const latest: Omit<Asked, "sql"> = { asOf: null, snapshot: null };
const run = (
  sql: string,
  options: Partial<Asked> & {
    parameters?: Record<string, string | number | boolean | null>;
    maxRows?: number;
  } = {},
) =>
  runQuery(database, {
    ...latest,
    parameters: {},
    maxRows: 1000,
    onStart: () => {},
    isCancelled: () => false,
    sql,
    ...options,
  });
const rowsOf = async (sql: string, options: Parameters<typeof run>[1] = {}) => {
  const answer = await run(sql, options);
  if (!answer.ok) throw new Error(answer.error.message);
  const table = tableFromIPC(answer.value.arrow);
  return table.toArray().map((row) => Object.values(row.toJSON() as object));
};

describe("a SQL cell", () => {
  it("[R1] sees the version known by the as-of instant, and a late row not before it came", async () => {
    const at = (asOf: number) =>
      rowsOf("select close from bars_1d where iid = 'BBB' and session_date = date '2024-01-03'", { asOf });
    expect(await at(barKnownAt(3) - 1)).toEqual([]);
    expect(await at(barKnownAt(3))).toEqual([[52]]);
  });

  it("[R3] sees one version of each fact, the last one known, and every version beside it", async () => {
    const one = "select close, revision from bars_1d where iid = 'AAA' and session_date = date '2024-01-04'";
    expect(await rowsOf(one, { asOf: closeOf(4) })).toEqual([[103, 0]]);
    expect(await rowsOf(one)).toEqual([[93, 1]]);
    const all = one.replace("bars_1d", "bars_1d_versions");
    expect(await rowsOf(`${all} order by revision`)).toEqual([
      [103, 0],
      [93, 1],
    ]);
  });

  it("[R2] does not see what was withdrawn, but sees that it was", async () => {
    const sql = "select value from fundamentals where iid = 'BBB'";
    expect(await rowsOf(sql, { asOf: closeOf(4) })).toEqual([[20]]);
    expect(await rowsOf(sql)).toEqual([]);
    expect(await rowsOf(`${sql.replace("fundamentals", "fundamentals_versions")} order by revision`)).toEqual(
      [[20], [null]],
    );
  });

  it("does not know an instrument of which nothing is known yet", async () => {
    expect(await rowsOf("select count(*) from instruments", { asOf: closeOf(-301) })).toEqual([[0]]);
    expect(await rowsOf("select count(*) from instruments", { asOf: closeOf(0) })).toEqual([[2]]);
  });

  it("binds parameters by name, whatever they hold", async () => {
    const sql = "select count(*) from bars_1d where iid = $iid and session_date >= $from and close > $least";
    expect(await rowsOf(sql, { parameters: { iid: "AAA", from: "2024-01-03", least: 102.5 } })).toEqual([
      [4],
    ]);
    const hostile = "' or 1=1 --";
    expect(await rowsOf(sql, { parameters: { iid: hostile, from: "2024-01-03", least: 0 } })).toEqual([[0]]);
    expect(await run(sql, { parameters: { iid: "AAA" } })).toMatchObject({
      ok: false,
      error: { code: "missing-parameter", message: expect.stringContaining("$from") },
    });
  });

  it("gives numbers, texts, dates as days, instants as microseconds, and nulls as nulls", async () => {
    const sql = `select 1 as i, 2.5::decimal(9,1) as d, 3::hugeint as h, 'ü' as t, true as b, date '2024-01-01' as day,
      known_at as at, null::varchar as n, null::double as x, known_at::timestamptz as z, 1.5::float as f
      from bars_1d where iid = 'AAA' and session_date = date '2024-01-01'`;
    const at = barKnownAt(0);
    expect(await rowsOf(sql)).toEqual([[1, 2.5, 3, "ü", true, FIRST_SESSION, at, null, null, at, 1.5]]);
  });

  it.each([
    ["select list(close) as l from bars_1d", "sql-error", "l::VARCHAR"],
    ["select 9007199254740993::bigint as n", "sql-error", "2^53"],
    ["select 'infinity'::date as d", "sql-error", "infinite"],
    ["select iid, iid from bars_1d", "sql-error", "Two columns are named iid"],
    ["select\n  clos from bars_1d", "sql-error", 'Candidate bindings: "close"'],
    ["select 1 frm x y", "sql-error", "syntax error"],
    ["select * from range(2000)", "too-many-rows", "1,000 rows"],
    ["select 1", "unknown-snapshot", "nobody", { snapshot: "nobody" as string | null }],
  ] as const)(
    "answers %j with %s and a sentence",
    async (sql, code, text, options: { snapshot?: string | null } = {}) => {
      expect(await run(sql, options)).toMatchObject({
        ok: false,
        error: { code, message: expect.stringContaining(text) },
      });
    },
  );

  it("fails as a whole when it fails at a late row", async () => {
    const late =
      "select (i::varchar || case when i = 700000 then 'x' else '' end)::integer as n from range(1000000) t(i)";
    const answer = await run(`select n from (${late})\n where n > 5`, { maxRows: 2_000_000 });
    expect(answer).toMatchObject({ ok: false, error: { code: "sql-error" } });
    const text = answer.ok ? "" : answer.error.message;
    expect(text).toMatch(/700000x/);
    const bounded = await run(late, { maxRows: 100 });
    expect(bounded).toMatchObject({ ok: false, error: { code: "too-many-rows" } });
  });

  it("says where in the text a fault is, by line and column, past letters of several bytes", async () => {
    const answer = await run("select 'Größe' as a,\n  clos from bars_1d");
    expect(answer).toMatchObject({ ok: false, error: { details: { line: 2, column: 3 } } });
    const refused = await run("select 1,\n now()");
    expect(refused).toMatchObject({
      ok: false,
      error: { code: "not-allowed", details: { line: 2, column: 2 } },
    });
  });

  it("never tells the name under which the store is attached", async () => {
    for (const sql of [
      "select bars_1d.nothing from bars_1d",
      "select nothing from bars_1d",
      "select foo.iid from bars_1d",
    ]) {
      const answer = await run(sql);
      expect(JSON.stringify(answer)).not.toContain(database.storeName);
    }
  });

  it("describes columns, and whether a value may be missing, without running anything", async () => {
    const sql = `select mic, count(*) as sessions, max(close_utc) as last, avg(date_diff('day', session_date, $day::date)) as mean
      from calendars where status <> $status group by mic`;
    const answer = await describeQuery(database, { ...latest, sql });
    expect(answer).toEqual({
      ok: true,
      value: {
        parameters: ["day", "status"],
        columns: [
          { name: "mic", sqlType: "VARCHAR", type: "string", isNullable: false },
          { name: "sessions", sqlType: "BIGINT", type: "number", isNullable: false },
          { name: "last", sqlType: "TIMESTAMP", type: "instant", isNullable: false },
          { name: "mean", sqlType: "DOUBLE", type: "number", isNullable: true },
        ],
      },
    });
    for (const each of [
      "select * from range(10000000000000)",
      "select $x as a",
      "select $x + close as a from bars_1d -- x",
    ])
      expect((await describeQuery(database, { ...latest, sql: each })).ok).toBe(true);
  });

  it("describes as possibly missing what an outer join, a nullable column or a WITH brings", async () => {
    const nullable = async (sql: string) => {
      const answer = await describeQuery(database, { ...latest, sql });
      return answer.ok && answer.value.columns[0]!.isNullable;
    };
    expect(await nullable("select i.iid from bars_1d left join instruments i using (iid)")).toBe(true);
    expect(await nullable("select close from bars_1d")).toBe(true);
    expect(await nullable("with bars_1d as (select null::varchar as iid) select iid from bars_1d")).toBe(
      true,
    );
    expect(await nullable("select iid from bars_1d b(a, c, iid)")).toBe(true);
    expect(await nullable("select mic from calendars group by rollup (mic)")).toBe(true);
    expect(await nullable("select mic from calendars c join instruments i on c.mic = i.primary_mic")).toBe(
      false,
    );
  });

  it("describes a text with a parameter whose semicolon a comment follows", async () => {
    for (const sql of ["select $x + 1 as y; -- note", "select $x as y, ';' as z /* ; */ ; /* end */"]) {
      const answer = await describeQuery(database, { ...latest, sql });
      expect([sql, answer.ok ? "" : answer.error.message]).toEqual([sql, ""]);
    }
  });
});
