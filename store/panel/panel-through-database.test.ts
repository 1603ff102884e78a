import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toIsoDate } from "../catalog/iso-date.ts";
import { cellReasons } from "../contract/panel-request.ts";
import { type Database, openDatabase } from "../duckdb/open-database.ts";
import { explainCell } from "../explain/explain-cell.ts";
import { type Compared, expectModel } from "../testing/compare-with-model.ts";
import { HISTORY_FIELDS } from "../testing/history.ts";
import { nameIn, requestOf, sourceOf, storableHistory, writeHistories } from "../testing/history-database.ts";
import { type Case, minuteCases, sessionCases } from "../testing/random-history.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { ColumnMemory } from "./column-memory.ts";
import { readPanel } from "./read-panel.ts";

const cases: readonly Case[] = [
  ...fc.sample(sessionCases, { seed: 77, numRuns: 300 }),
  ...fc.sample(minuteCases, { seed: 78, numRuns: 60 }),
].map((each) => ({ ...each, history: storableHistory(each.history) }));

/** As full of other panels' cells as can be. */
class UsedMemory extends ColumnMemory {
  override take(count: number, cells: number) {
    return super.take(count, cells).map((column) => column.fill(-123_456_789));
  }
}

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

test("[R1][R2][R3][R4][R5][R6][R7] panels out of DuckDB equal the rules read aloud, in 360 histories", async () => {
  const compared: Compared = { panels: 0, cells: 0, empty: 0 };
  for (const [n, each] of cases.entries()) {
    const built = await readPanel(sourceOf(database, each), "p", requestOf(n, each), {
      memory: new UsedMemory(),
    });
    expectModel(built, each, compared, (name) => nameIn(n, name));
  }
  expect(compared.panels).toBeGreaterThan(200);
  expect(compared.cells).toBeGreaterThan(2_000);
}, 120_000);

test("[R1][R4][R7] what is told of a cell is what the panel holds in it", async () => {
  const told = { cells: 0, present: 0, later: 0 };
  for (const [n, each] of cases.entries()) {
    if (each.request.frequency === "minute" || n % 12 !== 0) continue;
    const source = sourceOf(database, each);
    const request = { ...requestOf(n, each), reasons: true };
    const built = await readPanel(source, "p", request);
    if (!built.ok) continue;
    const { header, columns } = built.value;
    for (const [i, { iid, market }] of header.instruments.entries()) {
      const { mic, sessionDates } = header.markets[market]!;
      for (const [row, date] of sessionDates.entries()) {
        for (const [c, field] of request.fields.entries()) {
          const cell = header.offsets[i]! + row;
          const explained = await explainCell(source, {
            snapshot: null,
            iid,
            field,
            sessionDate: toIsoDate(date),
            decision: request.decisionByMarket[mic] ?? request.decision,
            asOf: request.asOf,
          });
          if (!explained.ok) throw new Error(`${explained.error.message} (history ${n})`);
          const { seen, reason, later, decisionAt } = explained.value;
          expect(seen?.value ?? Number.NaN).toBe(columns[c]![cell]);
          expect(reason).toBe(cellReasons[columns[HISTORY_FIELDS.length + c]![cell]!]);
          expect(seen === null || seen.knownAt <= decisionAt).toBe(true);
          expect(later.every(({ knownAt }) => knownAt > decisionAt)).toBe(true);
          told.cells++;
          if (seen) told.present++;
          told.later += later.length;
        }
      }
    }
  }
  expect(told.cells).toBeGreaterThan(300);
  expect(told.present).toBeGreaterThan(50);
  expect(told.later).toBeGreaterThan(20);
}, 120_000);
