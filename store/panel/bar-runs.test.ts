import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../duckdb/open-database.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { nameIn, storableHistory, writeHistories } from "../testing/history-database.ts";
import { type Case, sessionCases } from "../testing/random-history.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { findBarRuns } from "./bar-runs.ts";
import { prepareColumns } from "./column-memory.ts";
import { createBarFiller } from "./fill-bars.ts";
import { layOutPanel } from "./panel-layout.ts";
import { readLayoutEvents } from "./read-layout-events.ts";
import { readBarRuns, streamBars } from "./stream-bars.ts";

/** Bars instrument by instrument, dates ascending, corrections among them; most histories with one first version. */
const inOrder = (each: Case, n: number): Case => {
  const history = storableHistory(each.history);
  const seen = new Set<string>();
  const isOnlyFirst = ({ iid, at, revision }: (typeof history.bars)[number]) =>
    n % 4 === 0 || revision !== 0 || (!seen.has(`${iid} ${at}`) && seen.add(`${iid} ${at}`));
  const bars = history.bars
    .filter(isOnlyFirst)
    .sort((a, b) => (a.iid < b.iid ? -1 : a.iid > b.iid ? 1 : 0) || a.at - b.at || a.revision - b.revision);
  return { ...each, history: { ...history, bars }, request: { ...each.request, reasons: false } };
};

const cases = fc.sample(sessionCases, { seed: 91, numRuns: 600 }).map(inOrder);
let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => {
  const made = await temporaryDir();
  remove = made.remove;
  database = await openDatabase(await writeHistories(made.dir, cases), "read-only");
}, 60_000);
afterAll(async () => {
  database.close();
  await remove();
});

/** Compares both ways for every case, and tells how often there was something to compare. */
const compare = async (database: Database, cases: readonly Case[]) => {
  const seen = { byRuns: 0, cells: 0, present: 0, outOfOrder: 0, apart: 0 };
  for (const [n, { history, maxIngestSeq, request }] of cases.entries()) {
    const source: SnapshotSource = {
      connection: database.connection,
      snapshot: { name: "t", id: "s", maxIngestSeq, knownTo: history.knownTo, isSynthetic: true },
    };
    const universe = nameIn(n, request.universe);
    const events = await readLayoutEvents(source.connection, source.snapshot, universe);
    const laidOut = layOutPanel(events, {
      ...request,
      universe,
      fields: ["close", "volume"],
      decisionByMarket: Object.fromEntries(
        Object.entries(request.decisionByMarket).map(([mic, rule]) => [nameIn(n, mic), rule]),
      ),
    });
    if (!laidOut.ok) continue;
    const layout = laidOut.value;
    const runs = await findBarRuns(source, layout, 0);
    if (!runs) {
      seen.apart++;
      continue;
    }
    const columns = prepareColumns(layout.fields.bars.length, layout.members.length);
    const isWhole = await readBarRuns(source, layout, runs, columns, () => false);
    if (!isWhole) {
      seen.outOfOrder++;
      continue;
    }
    const filler = createBarFiller(layout);
    await streamBars(source, layout, filler.add, () => false);
    expect(columns, `history ${n}`).toEqual(filler.columns);
    seen.byRuns++;
    for (const value of columns[0]!) if (!Number.isNaN(value)) seen.present++;
    seen.cells += columns[0]!.length;
  }
  return seen;
};

test("[R1][R3][R5] bars copied by runs are the bars looked up one by one, in 600 histories", async () => {
  const seen = await compare(database, cases);
  expect(seen.byRuns).toBeGreaterThan(50);
  expect(seen.present).toBeGreaterThan(100);
}, 120_000);

test("where rows of the table are missing, bars are looked up one by one", async () => {
  const made = await temporaryDir();
  const holed = await openDatabase(await writeHistories(made.dir, cases.slice(0, 100)), "read-write");
  try {
    expect((await compare(holed, cases.slice(0, 100))).byRuns).toBeGreaterThan(5);
    await holed.connection.run("DELETE FROM bars_1d WHERE rowid = 5");
    const seen = await compare(holed, cases.slice(0, 100));
    expect([seen.byRuns, seen.outOfOrder]).toEqual([0, 0]);
  } finally {
    holed.close();
    await made.remove();
  }
}, 120_000);
