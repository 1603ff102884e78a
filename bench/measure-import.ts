import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { buildStore } from "../store/build/build-store.ts";
import { type ImportMapping, importMappingSchema } from "../store/contract/import.ts";
import { storeTables, type TableRows } from "../store/contract/tables.ts";
import { commitStaged } from "../store/ingest/commit-staged.ts";
import { stageFile } from "../store/ingest/stage-file.ts";
import { createTableSql } from "../store/schema/data-definition.ts";
import { openWriter } from "../store/write/open-writer.ts";
import { median, reportFigures } from "./report-figures.ts";

/**
 * The import of daily bars from a Parquet file, against DuckDB alone. What counts on either side, in one run:
 *
 * - bare: `INSERT … SELECT` from that file into an empty `bars_1d` of a new database file, and `CHECKPOINT`. The same
 *   columns, no checks, no digest, no copy of the source.
 * - ours: everything between the choice of the file and the acknowledgement. Staging (copy, its SHA-256, every check,
 *   the staged rows) and the commit (opening, journal, insert, digest, snapshot, `CHECKPOINT`).
 *
 * The share of the bare speed is bare seconds over our seconds. Other work on the machine moves both.
 */
const isQuick = process.argv.includes("--quick");
const INSTRUMENTS = isQuick ? 300 : 3_000;
const SESSIONS = isQuick ? 252 : 2_520;
const ROWS = INSTRUMENTS * SESSIONS;

const at = (column: string) => ({ column });
const mapping: ImportMapping = importMappingSchema.parse({
  name: "bench",
  format: { kind: "parquet" },
  target: {
    table: "bars_1d",
    columns: {
      sessionDate: at("day"),
      open: at("open"),
      high: at("high"),
      low: at("low"),
      close: at("close"),
      volume: at("volume"),
    },
  },
  instrument: { from: at("symbol"), scheme: "symbol", mic: "XNYS", createsUnknown: true },
  knownAt: { kind: "after-close", minutes: 30 },
  source: { id: "bench", label: "bench", licence: "none" },
});

const seconds = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const start = performance.now();
  const value = await work();
  return [(performance.now() - start) / 1_000, value];
};

/** Prices to the cent that move by up to two per cent a day, from integers only: the same on every machine. */
const makeBars = async (path: string): Promise<void> => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "1GB" });
  const connection = await instance.connect();
  await connection.run(`COPY (
    SELECT printf('S%05d', i::INTEGER) AS symbol, DATE '2010-01-01' + d::INTEGER AS day, p AS open, p * 1.01 AS high, p * 0.99 AS low,
      round(p * 1.002, 2) AS close, ((i * 7919 + d * 104729) % 1000000 + 1)::DOUBLE AS volume
    FROM (SELECT i, d, (5000 + (i * 37) % 3000 + (d * 13 + i * 11) % 100) / 100.0::DOUBLE AS p FROM range(${INSTRUMENTS}) a(i), range(${SESSIONS}) b(d))
    ORDER BY i, d) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
};

/** A market that is open on every day: what is measured does not depend on the calendar. */
const marketTables = (): TableRows[] => {
  const first = 14_610;
  const days = Int32Array.from({ length: SESSIONS }, (_, i) => first + i);
  const instants = (hours: number) => Float64Array.from(days, (day) => (day * 24 + hours) * 3_600_000_000);
  const fill = <T>(value: T) => Array.from({ length: SESSIONS }, () => value);
  const none = new Float64Array(SESSIONS).fill(Number.NaN);
  const provenance = (rows: number) => ({
    source_id: Array.from({ length: rows }, () => "bench"),
    batch_id: Array.from({ length: rows }, () => "bench-1"),
    ingest_seq: new Int32Array(rows).fill(1),
  });
  return [
    {
      table: "markets",
      rowCount: 1,
      columns: {
        mic: ["XNYS"],
        name: ["New York"],
        currency: ["USD"],
        time_zone: ["America/New_York"],
        ...provenance(1),
      },
    },
    {
      table: "calendars",
      rowCount: SESSIONS,
      columns: {
        mic: fill("XNYS"),
        session_date: days,
        status: fill("open"),
        open_utc: instants(14.5),
        close_utc: instants(21),
        break_start_utc: none,
        break_end_utc: none,
        known_at: new Float64Array(SESSIONS),
        revision: new Int32Array(SESSIONS),
        ...provenance(SESSIONS),
      },
    },
  ];
};

/** What DuckDB alone needs to put the same rows into the same table, and to make them safe. */
const measureBare = async (dir: string, bars: string): Promise<number> => {
  const instance = await DuckDBInstance.create(join(dir, "bare.duckdb"), {
    threads: "2",
    memory_limit: "1GB",
  });
  const connection = await instance.connect();
  await connection.run(createTableSql(storeTables.find(({ name }) => name === "bars_1d")!));
  const [elapsed] = await seconds(async () => {
    await connection.run(`INSERT INTO bars_1d SELECT symbol, day, open, high, low, close, volume, NULL, 'USD', 0,
      day + INTERVAL 21 HOUR, 0, 'bench', 'bench-2', 2 FROM read_parquet('${bars}')`);
    await connection.run("CHECKPOINT");
  });
  connection.closeSync();
  instance.closeSync();
  return elapsed;
};

/** One import into an empty store, in seconds: staging, then the commit. */
const measureImport = async (store: string, bars: string): Promise<readonly [number, number]> => {
  await buildStore(store, marketTables(), { snapshotName: "empty", isSynthetic: true });
  const [staging, staged] = await seconds(() =>
    stageFile({ file: bars, storeDir: store, mapping, arrivedAt: 0, isDryRun: false }),
  );
  const [committing, committed] = await seconds(async () => {
    const writer = await openWriter(store);
    if (!writer.ok) throw new Error(writer.error.message);
    const steps: string[] = [];
    const start = performance.now();
    try {
      const done = await commitStaged(writer.value, staged.stagedId!, {
        onProgress: (step) => steps.push(`${step} at ${((performance.now() - start) / 1_000).toFixed(2)} s`),
      });
      console.error(steps.join(", "));
      return done;
    } finally {
      writer.value.close();
    }
  });
  if (!committed.ok) throw new Error(committed.error.message);
  if (committed.value.report.rowsAdded !== ROWS) throw new Error(JSON.stringify(committed.value.report));
  return [staging, committing];
};

/** By turns, so that a machine that is busy for some seconds is busy for both. */
const TURNS = 3;
const dir = await mkdtemp(join(tmpdir(), "asof-import-bench-"));
try {
  const bars = join(dir, "bars.parquet");
  await makeBars(bars);
  const turns: { readonly bare: number; readonly staging: number; readonly committing: number }[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const work = join(dir, String(turn));
    await mkdir(work);
    const bare = await measureBare(work, bars);
    const [staging, committing] = await measureImport(join(work, "store"), bars);
    turns.push({ bare, staging, committing });
    await rm(work, { recursive: true });
  }
  const over = `${ROWS.toLocaleString("en-US")} daily bars from Parquet`;
  const figure = (name: string, step: "bare" | "staging" | "committing") => ({
    name,
    milliseconds: turns.map((turn) => turn[step] * 1_000),
    over,
  });
  reportFigures([
    figure("DuckDB's bare insert and checkpoint", "bare"),
    figure("import: staging with all checks", "staging"),
    figure("import: commit with digest", "committing"),
    {
      name: "speed of an import ÷ bare",
      ratio: median(turns.map(({ bare, staging, committing }) => bare / (staging + committing))),
      wanted: "at least 0.5",
      over: `${over}, median of ${TURNS} turns`,
    },
    {
      name: "peak memory of an import, GB",
      ratio: process.resourceUsage().maxRSS / 2 ** 20,
      wanted: "below 2",
      over,
    },
  ]);
} finally {
  await rm(dir, { recursive: true, force: true });
}
