import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MICROS_PER_DAY, MICROS_PER_MINUTE } from "../../engine/contract/time.ts";
import { buildStore } from "../build/build-store.ts";
import { fromIsoDate } from "../catalog/iso-date.ts";
import { readCrossSection } from "../cross-section/read-cross-section.ts";
import { explainCell } from "../explain/explain-cell.ts";
import { ask, importInto, withWriter } from "../ingest/testing/import-into.ts";
import { readyMadeMappings } from "../mappings/ready-made.ts";
import { openStore } from "../open-store.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { type FixtureRow, fixtureRows } from "../testing/fixture.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { undoBatch } from "../write/undo-batch.ts";

const shared = process.env.ASOF_SHARED_DATA ?? resolve(import.meta.dirname, "../../../shared/data");
const file = join(shared, "edgar/companyfacts_CIK0000320193.json.gz");
const isThere = existsSync(file);
if (!isThere) console.warn(`real data is not at ${shared}: what the store says of Apple is not tested`);

const APPLE = "XNYS:0000320193";
const FIELD = "secEpsDilutedYear";
/** New York's sessions around the restatement: the Friday before, and the week. */
const sessions = ["2010-01-22", "2010-01-25", "2010-01-26", "2010-01-27"];
const tables = (): Record<string, FixtureRow[]> => ({
  markets: [{ mic: "XNYS", name: "New York", currency: "USD", time_zone: "America/New_York" }],
  universes: [{ universe_id: "ALL", label: "Everything" }],
  memberships: [
    {
      universe_id: "ALL",
      iid: APPLE,
      valid_from: fromIsoDate("2000-01-03"),
      valid_to: null,
      known_at: 0,
      revision: 0,
    },
  ],
  calendars: sessions.map((iso) => ({
    mic: "XNYS",
    session_date: fromIsoDate(iso),
    status: "open",
    open_utc: fromIsoDate(iso) * MICROS_PER_DAY + 870 * MICROS_PER_MINUTE,
    close_utc: fromIsoDate(iso) * MICROS_PER_DAY + 1_260 * MICROS_PER_MINUTE,
    known_at: 0,
    revision: 0,
  })),
});

describe.skipIf(!isThere)("what Apple was known to have earned per share in fiscal 2008", () => {
  let dir = "";
  let batchId = "";
  let remove: () => Promise<void> = async () => {};
  const mapping = readyMadeMappings.find(({ name }) => name === "SEC company facts")!;
  beforeAll(async () => {
    ({ dir, remove } = await temporaryDir());
    await buildStore(dir, fixtureRows(tables()), { snapshotName: "empty", isSynthetic: false });
    batchId = (await importInto(dir, file, mapping)).batchId!;
  }, 120_000);
  afterAll(() => remove());

  const read = async <T>(use: (source: SnapshotSource) => Promise<T>): Promise<T> => {
    const opened = await openStore(dir);
    if (!opened.ok) throw new Error(opened.error.message);
    try {
      return (
        (await opened.value.read(
          null,
          async (source) => ({ ok: true, value: await use(source) }) as never,
        )) as { value: T }
      ).value;
    } finally {
      opened.value.close();
    }
  };
  test.each([
    ["2010-01-24", 5.36],
    ["2010-01-26", 6.78],
  ])("[R1] fiscal 2008 as known on %s is %d", async (day, value) => {
    const sql = `SELECT value FROM fundamentals WHERE iid = '${APPLE}' AND field = '${FIELD}' AND period_end = DATE '2008-09-27'
      AND known_at <= TIMESTAMP '${day} 21:30:00' ORDER BY known_at DESC, revision DESC, ingest_seq DESC LIMIT 1`;
    expect(await ask(dir, sql)).toEqual([[value]]);
  });

  test("[R4] a cross-section sees fiscal 2009 then, and the late restatement of 2008 does not displace it", async () => {
    const at = (iso: string) => fromIsoDate(iso) * MICROS_PER_DAY + 1_290 * MICROS_PER_MINUTE;
    const values = await read(async (source) => {
      const seen: unknown[] = [];
      for (const iso of ["2010-01-24", "2010-01-26"]) {
        const cut = await readCrossSection(source, { universe: "ALL", fields: [FIELD], at: at(iso) });
        seen.push(cut.ok ? [cut.value.iid, [...cut.value.values[0]!.value]] : cut.error);
      }
      return seen;
    });
    // The year that ended in 2009 was 6.29, and 9.08 once the same filing had restated it.
    expect(values).toEqual([
      [[APPLE], [6.29]],
      [[APPLE], [9.08]],
    ]);
  });

  test("explain names the version that each day saw, and the file it came from", async () => {
    const seen = await read(async (source) => {
      const told: unknown[] = [];
      for (const sessionDate of ["2010-01-22", "2010-01-26"]) {
        const cell = await explainCell(source, {
          snapshot: null,
          iid: APPLE,
          field: FIELD,
          sessionDate,
          decision: { kind: "close", delayMinutes: 30 },
          asOf: null,
        });
        told.push(cell.ok ? cell.value : cell.error);
      }
      return told;
    });
    const version = (value: number, revision: number) =>
      expect.objectContaining({ validDate: "2009-09-26", value, revision, batchId });
    expect(seen).toMatchObject([
      { reason: "present", seen: version(6.29, 0), later: [version(9.08, 1)] },
      { reason: "present", seen: version(9.08, 1), dayEarlier: version(6.29, 0), later: [] },
    ]);
  });

  test("the same file again changes nothing, and undoing its batch takes every value back", async () => {
    const again = await importInto(dir, file, mapping);
    expect(again.batchId).toBeNull();
    expect(again.report).toMatchObject({ rowsAdded: 0, rowsRevised: 0, rowsQuarantined: 0 });
    const undone = await withWriter(dir, (writer) => undoBatch(writer, batchId, 1_710_000_000_000_000));
    expect(undone.ok).toBe(true);
    const left = `SELECT count(*)::INTEGER FROM (SELECT value FROM fundamentals
      QUALIFY row_number() OVER (PARTITION BY iid, field, period_end, known_at ORDER BY revision DESC, ingest_seq DESC) = 1)
      WHERE value IS NOT NULL`;
    expect(await ask(dir, left)).toEqual([[0]]);
  });
});
