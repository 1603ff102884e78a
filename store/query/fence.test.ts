import { tableFromIPC } from "apache-arrow";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeOf, type FixtureRow, fixtureRows, fixtureTables } from "../testing/fixture.ts";
import { temporaryStore } from "../testing/temporary-store.ts";
import { readStatement, runQuery } from "./answer-query.ts";
import { viewNames } from "./cut-views.ts";
import { openQueryDatabase, type QueryDatabase } from "./open-query-database.ts";

/** A value that only rows of the future hold. */
const POISON = 987_654_321;
const FUTURE_NAME = "ZZZFUTURE";
const NOW = closeOf(4);

let database: QueryDatabase;
let storeFile = "";
const undo: (() => void | Promise<void>)[] = [];
beforeAll(async () => {
  const tables = fixtureTables();
  const [bar] = tables.bars_1d! as [FixtureRow];
  const later = closeOf(7);
  tables.bars_1d!.push(
    { ...bar, iid: FUTURE_NAME, close: POISON, high: POISON, known_at: later },
    {
      ...bar,
      session_date: (bar.session_date as number) + 1,
      close: POISON,
      known_at: later,
      revision: 1,
      high: POISON,
    },
  );
  tables.instruments!.push({ ...tables.instruments![0]!, iid: FUTURE_NAME });
  const { store, dir, remove } = await temporaryStore(fixtureRows(tables));
  store.close();
  storeFile = `${dir}/store.duckdb`;
  database = await openQueryDatabase(storeFile);
  undo.push(() => database.close(), remove);
});
afterAll(async () => {
  for (const step of undo) await step();
});

const run = (sql: string, asOf: number | null = NOW) =>
  runQuery(database, {
    sql,
    asOf,
    snapshot: null,
    parameters: {},
    maxRows: 100_000,
    onStart: () => {},
    isCancelled: () => false,
  });

/** Ways out that have been tried. `FILE` and `STORE` stand for the store's file and its name in the process. */
const escapes = [
  // Other statements
  "attach 'FILE' as x",
  "attach ':memory:'",
  "detach STORE",
  "use STORE",
  "copy (select * from bars_1d) to '/tmp/x.csv'",
  "copy bars_1d from '/etc/passwd'",
  "export database '/tmp/x'",
  "import database '/tmp/x'",
  "create table x as select 1",
  "create or replace temp view bars_1d as select 1",
  "create macro f() as table from STORE.main.bars_1d",
  "create secret s (type s3)",
  "insert into bars_1d values (1)",
  "update bars_1d set close = 1",
  "delete from bars_1d",
  "drop view bars_1d",
  "pragma database_list",
  "pragma table_info('bars_1d')",
  "set threads = 4",
  "set enable_external_access = true",
  "reset lock_configuration",
  "install httpfs",
  "load httpfs",
  "call pragma_version()",
  "call duckdb_settings()",
  "checkpoint",
  "vacuum",
  "begin",
  "explain select * from bars_1d",
  "explain analyze select * from bars_1d",
  "prepare p as select 1",
  "execute p",
  "set variable x = 1",
  "describe bars_1d",
  "describe select 1",
  "summarize bars_1d",
  "show tables",
  "show all tables",
  "pivot bars_1d on iid using max(close)",
  // More than one
  "select 1; select 2",
  "select 1; attach 'FILE' as x",
  "select 1; -- \n drop view bars_1d",
  "/* select 1 */ set threads = 4",
  "",
  "-- nothing",
  // Tables that are not views
  "select * from STORE.main.bars_1d",
  'select * from "STORE".main.bars_1d',
  "select * from STORE.bars_1d",
  "select * from memory.main.bars_1d",
  "select * from main.bars_1d",
  "select * from temp.bars_1d",
  "select * from quarantine",
  "select * from batches",
  "select * from snapshots",
  "select * from meta",
  "select * from sources",
  "select * from information_schema.tables",
  "select * from pg_catalog.pg_tables",
  "select * from pg_tables",
  "select * from sqlite_master",
  "select * from duckdb_tables",
  "select * from duckdb_views",
  "table duckdb_settings",
  "from duckdb_databases",
  "select * from bars_1d at (version => 1)",
  // Files
  "select * from '/etc/passwd'",
  "select * from 'FILE'",
  'select * from "file.csv"',
  "from 'https://example.org/x.parquet'",
  "select * from read_csv('/etc/passwd')",
  "select * from read_text('/etc/passwd')",
  "select * from read_blob('FILE')",
  "select * from read_json_auto('x')",
  "select * from read_parquet('x')",
  "select * from parquet_metadata('x')",
  "select * from sniff_csv('x')",
  "select * from glob('/*')",
  "select * from read_duckdb('FILE')",
  // Catalog, settings and text that becomes a query
  "select * from duckdb_settings()",
  "select * from duckdb_databases()",
  "select * from duckdb_views()",
  "select * from pragma_table_info('bars_1d')",
  "select * from pragma_storage_info('STORE.main.bars_1d')",
  "select * from query('select 1')",
  "select * from query_table('STORE.main.bars_1d')",
  "select * from query_table(['bars_1d'])",
  "select * from json_execute_serialized_sql('{}')",
  "select * from seq_scan('bars_1d')",
  "select * from summary((select 1))",
  "select * from which_secret('x', 's3')",
  "select * from histogram_values(bars_1d, close)",
  "select current_setting('threads')",
  "select getvariable('x')",
  "select getenv('HOME')",
  "select nextval('x')",
  "select pg_get_viewdef(1)",
  "select current_schemas(true)",
  "select json_serialize_plan('select 1')",
  "select write_log('x')",
  "select system.main.getenv('HOME')",
  "select pg_catalog.version()",
  "select list_aggregate([1], 'reservoir_quantile', 0.5)",
  "select list_transform([1], lambda x: now())",
  "select [now() for x in [1]]",
  "select ('HOME').getenv()",
  // The clock and chance
  "select now()",
  "select current_timestamp",
  'select "current_timestamp"',
  "select current_date",
  "select CURRENT_DATE + 1",
  "select localtime",
  "select localtimestamp",
  "select today()",
  "select get_current_timestamp()",
  "select transaction_timestamp()",
  "select age(known_at) from bars_1d",
  "select ago(interval 1 day)",
  "select 'now'::timestamp",
  "select 'today'::date",
  "select 'now'::timestamptz",
  "select uuidv7()",
  "select random()",
  "select gen_random_uuid()",
  "select setseed(0.5)",
  "select current_user",
  "select user",
  "select version()",
  "select txid_current()",
  "select pg_sleep(1)",
  "select sleep_ms(1)",
  "select reservoir_quantile(close, 0.5) from bars_1d",
  "select * from bars_1d using sample 3",
  "select * from bars_1d tablesample 10%",
  "select * from (select * from bars_1d using sample 3) x",
  "select * from bars_1d positional join fx_1d",
  "select hash(close) from bars_1d",
  // The same in every clause
  "select 1 where now() is not null",
  "select 1 group by now()",
  "select count(*) from bars_1d having max(known_at) < now()",
  "select 1 order by now()",
  "select 1 limit (select random())",
  "select count(*) filter (where now() is not null) from bars_1d",
  "select string_agg(iid order by random()) from bars_1d",
  "select sum(close) over (partition by now()) from bars_1d",
  "select sum(close) over (order by iid rows between random()::int preceding and current row) from bars_1d",
  "select iid from bars_1d qualify row_number() over (order by random()) = 1",
  "select case when true then now() end",
  "select * replace (now() as iid) from bars_1d",
  "select * replace ((select max(close) from STORE.main.bars_1d) as close) from bars_1d",
  "select columns(c -> random() > 0) from bars_1d",
  "select (select max(close) from STORE.main.bars_1d)",
  "select 1 where exists (from STORE.main.bars_1d)",
  "select 1 where 1 in (select revision from STORE.main.bars_1d)",
  "select * from bars_1d b, lateral (select * from STORE.main.bars_1d where iid = b.iid)",
  "select * from bars_1d b join (values (now())) v(x) on true",
  "select * from bars_1d b join fx_1d f on random() > 0.5",
  "select * from bars_1d asof join STORE.main.bars_1d x on bars_1d.known_at >= x.known_at",
  "select * from (pivot STORE.main.bars_1d on iid in ('AAA') using max(close))",
  "select * from (unpivot STORE.main.bars_1d on open, close)",
  "select 1 union select 1 from STORE.main.bars_1d",
  "select 1 except all select random()::int",
  "with x as (select now() as t) select * from x",
  "with x as materialized (from STORE.main.bars_1d) select 1",
  "with recursive t as (select 1 as n union all select n + random()::int from t) select * from t",
  "with a as (from sqlite_master), sqlite_master as (select 1) select * from a",
  "with sqlite_master as (from sqlite_master) select * from sqlite_master",
  "select * from (with meta as (select 1 as a) from meta), meta",
  "with x as (delete from bars_1d returning *) from x",
  "values (now())",
  "select * from range(random()::int)",
  "select * from unnest([now()])",
  "select unnest([random()])",
  "select 1::regclass",
  "select 'x'::mood",
  "select struct_pack(a := now())",
  "select map {'a': now()}",
  "select try(now())",
  "select 1 between now() and 2",
  "select distinct on (random()) iid from bars_1d",
  "select $1",
  "select ?",
  "select $$a$$ || (select version())",
  "select\u00a0now\u00a0()",
  "SELECT NoW()",
  'select "now"()',
  "select iid.now() from bars_1d",
  "select now/**/()",
  // Letters that fold to Latin ones elsewhere, and not in DuckDB
  'with "duc\u212adb_databases" as (select 1) select * from duckdb_databases',
  'with "duc\u212adb_tables" as (select 1) select estimated_size from duckdb_tables',
  'with recursive "duc\u212adb_columns" as (select 1) select * from duckdb_columns',
  "select * from mar\u212aets",
];

describe("the fence around SQL cells", () => {
  it.each(escapes)("refuses %j in a sentence", async (text) => {
    const sql = text.replaceAll("STORE", database.storeName).replaceAll("FILE", storeFile);
    const answer = await run(sql);
    expect(answer.ok).toBe(false);
    if (answer.ok) return;
    expect(["not-allowed", "sql-error"]).toContain(answer.error.code);
    expect(answer.error.message).toMatch(/^[A-Z"].{10,}/s);
    const said = answer.error.message.replaceAll(JSON.stringify(sql).slice(1, -1), "");
    if (!text.includes("STORE")) expect(said).not.toContain(database.storeName);
  });

  it("has been tried in more than 150 ways, and most do not even come to be run", async () => {
    expect(escapes.length).toBeGreaterThan(150);
    let refused = 0;
    for (const text of escapes) {
      const statement = await readStatement(database, text.replaceAll("STORE", database.storeName));
      if (!statement.ok) refused++;
    }
    // The rest are casts of 'now' and the like, which DuckDB itself takes for no date.
    expect(escapes.length - refused).toBeLessThanOrEqual(3);
  });

  it("lets through what research needs", async () => {
    const wanted = [
      "from bars_1d",
      'select "iid", BARS_1D.close from Bars_1D',
      "select extract(year from session_date), date_trunc('month', session_date), iid like 'A%' from bars_1d",
      "select position('A' in iid), trim(both 'A' from iid), substring(iid from 2), iid || 'x', not true from bars_1d",
      "select known_at at time zone 'UTC' at time zone 'Asia/Seoul' from bars_1d",
      "select close - lag(close) over w from bars_1d window w as (partition by iid order by session_date)",
      "select b.iid, f.rate from bars_1d b asof join fx_1d f on b.currency = f.base and b.session_date >= f.session_date",
      "select * from (pivot bars_1d on iid in ('AAA', 'BBB') using max(close) group by session_date)",
      "with recursive t(n) as (select 1 union all select n + 1 from t where n < 5) select * from t",
      "with a as (select iid, max(close) as top from bars_1d group by all), b as (from a) select * from b natural join a",
      "select count(*) filter (where close > 100), quantile_cont(close, 0.5), arg_max(iid, close) from bars_1d",
      "select [x * 2 for x in [1, 2] if x > 1], {a: 1}.a, list_transform([1], lambda x: x + 1)[1]"
        .replace("select [x", "select list_sum([x")
        .replace("> 1], {a", "> 1]), {a"),
      "select * exclude (open) replace (close / 2 as close) from bars_1d qualify row_number() over () < 3",
      "select mic, count(*) from calendars group by grouping sets ((mic), ())",
      "select date '2024-01-01' + interval 3 day, strftime(known_at, '%Y'), iid in (select iid from instruments) from bars_1d",
      "select unnest([1, 2]) union all select * from generate_series(1, 3)",
    ];
    for (const sql of wanted) {
      const answer = await run(sql);
      expect([sql, answer.ok ? "" : answer.error.message]).toEqual([sql, ""]);
    }
  });

  it("[R1] does not run what may fail on rows of the future, so that no fault tells of them", async () => {
    // Each would fail, or tell a value, if it were worked out for a row before the row is cut away.
    const probes = [
      "select count(*) from bars_1d where cast(close * 100 as integer) > 0",
      "select count(*) from bars_1d where cast(close as integer) * 100 > 0",
      "select count(*) from bars_1d_versions where cast(close as smallint) > 0",
      "select count(*) from bars_1d_versions where cast(replace(iid, 'ZZZFUTURE', 'x') || '' as varchar) <> '' and (case when iid = 'ZZZFUTURE' then 'x' else '1' end)::int = 1",
      "select count(*) from bars_1d where (case when iid like 'ZZZ%' then 'x' else '1' end)::int = 1",
      "select count(*) from bars_1d where (case when close > 1e6 then 'v' || close else '1' end)::int = 1",
      "select count(*) from bars_1d_versions where ln(1e6 - close) > 0",
      "select count(*) from bars_1d where sqrt(1e6 - close) > 0 and ln(1e6 - close) > 0 order by 1",
      "select max(cast(close as smallint)) from bars_1d_versions",
      "select count(*) from bars_1d_versions b join instruments i on b.iid = i.iid and cast(b.close as smallint) > 0",
      "select (select count(*) from bars_1d_versions where cast(close as smallint) = b.revision) from bars_1d b",
      "select count(*) from instruments where (case when iid = 'ZZZFUTURE' then 'x' else '1' end)::int = 1",
      "select count(*) from instruments where regexp_full_match('x', case when iid = 'ZZZFUTURE' then concat(iid, '(') else 'x' end)",
      "select count(*) from bars_1d_versions where regexp_full_match('x', case when close > 1e6 then concat(close, '(') else 'x' end)",
      "select count(*) from bars_1d where regexp_full_match('x', case when iid = 'ZZZFUTURE' then concat(iid, '(') else 'x' end)",
      "select max(close) from bars_1d where cast(revision * 500000000 as integer) >= 0",
      "select count(*) from bars_1d group by cast(close as smallint) having cast(max(close) as smallint) > 0",
    ];
    for (const sql of probes) {
      const answer = await run(sql);
      expect([sql, answer.ok ? "" : answer.error.message]).toEqual([sql, ""]);
    }
    // The probes are sharp: with the future in sight most of them fail.
    const later = await Promise.all(probes.map((sql) => run(sql, null)));
    expect(later.filter(({ ok }) => !ok).length).toBeGreaterThan(8);
  });

  it("[R1] never gives a row known after the cut, whatever is asked of whatever view", async () => {
    const dated = [...viewNames].filter(
      (view) => !["instruments", "markets", "fields", "universes"].includes(view),
    );
    const shape = fc.constantFrom(
      (view: string) => `select max(known_at) as k from ${view}`,
      (view: string) => `select known_at as k from ${view} order by known_at desc limit 5`,
      (view: string) => `with v as (from ${view}) select a.known_at as k from v a cross join v b`,
      (view: string) =>
        `select k from (select known_at as k, row_number() over () from ${view}) where k is not null`,
      (view: string) =>
        `select known_at as k from ${view} union select max(known_at) from ${view}_versions`.replace(
          "_versions_versions",
          "_versions",
        ),
      (view: string) => `select unnest(list(known_at)) as k from ${view}`,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...dated),
        shape,
        fc.integer({ min: closeOf(-1), max: closeOf(8) }),
        async (view, query, asOf) => {
          const answer = await run(query(view), asOf);
          if (!answer.ok) throw new Error(`${query(view)}: ${answer.error.message}`);
          const known = tableFromIPC(answer.value.arrow).getChild("k")!.toArray() as Float64Array;
          return known.every((at) => at <= asOf);
        },
      ),
      { numRuns: 250, seed: 20 },
    );
  });
});
