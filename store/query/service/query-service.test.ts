import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Client, connect } from "../../../wire/connect.ts";
import { type Port, portPair } from "../../../wire/port.ts";
import { type QueryContract, queryContract } from "../../contract/query-contract.ts";
import { openDatabase } from "../../duckdb/open-database.ts";
import { STORE_FILE } from "../../schema/schema-version.ts";
import { bundleQueryProcess } from "../../testing/bundle-query-process.ts";
import { temporaryStore } from "../../testing/temporary-store.ts";
import { createQueryService, type QueryService, type QueryServiceOptions } from "./query-service.ts";
import { spawnQueryChild } from "./spawn-query-child.ts";

const ENDLESS = "select count(*) as n from range(1000000000000) t(i) where i % 7 = 3";
let script = "";
let storeDir = "";
const undo: (() => void | Promise<void>)[] = [];
beforeAll(async () => {
  const bundled = await bundleQueryProcess();
  script = bundled.script;
  const { store, dir, remove } = await temporaryStore();
  store.close();
  storeDir = dir;
  undo.push(bundled.remove, remove);
});
const services: { service: QueryService; children: Port[] }[] = [];
afterEach(async () => {
  for (const { service } of services) service.end();
  // The file is free again only when every process is gone.
  const gone = services.splice(0).flatMap(({ children }) => children.map(hasEnded));
  await Promise.all(gone);
});
const hasEnded = (child: Port) => new Promise<void>((resolve) => child.onClose(resolve));
afterAll(async () => {
  for (const step of undo) await step();
});

interface Asked {
  readonly service: QueryService;
  readonly client: Client<QueryContract>;
  readonly children: Port[];
}
const started = (options: Partial<QueryServiceOptions> = {}): Asked => {
  const children: Port[] = [];
  const service = createQueryService({
    spawn: () => {
      const child = spawnQueryChild(script, storeDir);
      children.push(child);
      return child;
    },
    ...options,
  });
  const [near, far] = portPair();
  service.serve(far);
  services.push({ service, children });
  return { service, client: connect(near, queryContract), children };
};
const question = (sql: string, queryId = "q") => ({
  sql,
  parameters: {},
  asOf: null,
  queryId,
  maxRows: 1_000_000,
});

test("a query is answered by a process of its own, which serves one port and ends with the service", async () => {
  const { client, service, children } = started();
  const answer = await client.call("sql/run", question("select count(*) as n, 'é' as t from bars_1d"));
  if (!answer.ok) throw new Error(answer.error.message);
  expect(answer.value.rows).toBe(1);
  expect(tableFromIPC(answer.value.arrow).get(0)!.toJSON()).toEqual({ n: 16, t: "é" });
  const described = await client.call("sql/describe", { sql: "select iid from bars_1d", asOf: null });
  expect(described).toMatchObject({ ok: true, value: { columns: [{ name: "iid", isNullable: false }] } });
  expect(children).toHaveLength(1);
  service.end();
  expect(await client.call("sql/run", question("select 1"))).toMatchObject({ ok: false });
});

test("a stopped query answers within a second, and its process goes on", async () => {
  const { client, children } = started();
  await client.call("sql/run", question("select 1"));
  const running = client.call("sql/run", question(ENDLESS));
  await client.call("sql/run", question("select 2", "other"));
  const before = performance.now();
  await client.call("sql/cancel", { queryId: "q" });
  expect(await running).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect(performance.now() - before).toBeLessThan(1000);
  expect((await client.call("sql/run", question("select 3"))).ok).toBe(true);
  expect(children).toHaveLength(1);
});

test("a query stopped at any moment of its beginning stops, and its process goes on", async () => {
  const { client, children } = started({ graceMs: 60_000 });
  await client.call("sql/run", question("select 1"));
  for (let delayMs = 0; delayMs < 40; delayMs++) {
    const running = client.call("sql/run", question(ENDLESS));
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await client.call("sql/cancel", { queryId: "q" });
    expect(await running).toMatchObject({ ok: false, error: { code: "cancelled" } });
  }
  expect(children).toHaveLength(1);
});

test("a query that does not listen is ended with its process, and others beside it begin again", async () => {
  const { client, children } = started({ graceMs: 0 });
  await client.call("sql/run", question("select 1"));
  const running = client.call("sql/run", question(ENDLESS));
  const beside = client.call(
    "sql/run",
    question("select count(*) as n from range(40000000) t(i) where i % 7 = 3", "beside"),
  );
  await client.call("sql/cancel", { queryId: "q" });
  expect(await running).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect(await beside).toMatchObject({ ok: true });
  expect(children.length).toBeGreaterThan(1);
});

test("a query that takes too long is stopped with a sentence", async () => {
  const { client } = started({ timeoutMs: 1500 });
  expect(await client.call("sql/run", question(ENDLESS))).toMatchObject({
    ok: false,
    error: { code: "timed-out", message: expect.stringContaining("2 seconds") },
  });
});

test("a query that needs too much memory is refused with a sentence, and the next one runs", async () => {
  const { client } = started();
  const greedy = "select len(list(i)) as n from range(300000000) t(i)";
  expect(await client.call("sql/run", question(greedy))).toMatchObject({
    ok: false,
    error: { code: "out-of-memory" },
  });
  expect(await client.call("sql/run", question("select 1"))).toMatchObject({ ok: true });
});

test("a process that dies is told of, and replaced when next asked", async () => {
  const { client, children } = started();
  await client.call("sql/run", question("select 1"));
  const running = client.call("sql/run", question(ENDLESS));
  await client.call("sql/describe", { sql: "select 1", asOf: null });
  children[0]!.close();
  expect(await running).toMatchObject({ ok: false, error: { code: "store-unavailable" } });
  expect(await client.call("sql/run", question("select 1"))).toMatchObject({ ok: true });
  expect(children).toHaveLength(2);
});

test("the file is let go while someone writes it, and what was asked meanwhile is answered afterwards", async () => {
  const { client, service } = started();
  await client.call("sql/run", question("select 1"));
  const long = client.call(
    "sql/run",
    question("select count(*) as n from range(40000000) t(i) where i % 7 = 3"),
  );
  let asked: Promise<unknown> = Promise.resolve();
  let isAnswered = false;
  await service.whileReleased(async () => {
    // Opening for writing fails while any process reads the file.
    const writer = await openDatabase(join(storeDir, STORE_FILE), "read-write");
    asked = client.call("sql/run", question("select 4 as n", "meanwhile")).then((answer) => {
      isAnswered = true;
      return answer;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    writer.close();
  });
  expect(await asked).toMatchObject({ ok: true, value: { rows: 1 } });
  expect(await long).toMatchObject({ ok: true });
});

test("a text that takes for ever to be described is ended, and the next one is described", async () => {
  const { client, children } = started({ describeMs: 4_000 });
  await client.call("sql/describe", { sql: "select 1 as n", asOf: null });
  const sql = "select levenshtein(repeat('xy', 200000), repeat('yx', 200000)) as n";
  const answer = await client.call("sql/describe", { sql, asOf: null });
  expect(answer).toMatchObject({ ok: false, error: { code: "sql-error" } });
  expect((await client.call("sql/describe", { sql: "select 1 as n", asOf: null })).ok).toBe(true);
  expect(children.length).toBe(2);
});

test("lists that DuckDB does not count end the process before they fill the machine", async () => {
  const { client } = started();
  // 32 GB, worked out while it is described.
  const sql = "select list_sum(range(4000000000)) as n";
  const answer = await client.call("sql/describe", { sql, asOf: null });
  expect(answer).toMatchObject({ ok: false, error: { code: "store-unavailable" } });
  if (!answer.ok) expect(answer.error.message).toMatch(/for want of memory/);
}, 30_000);
