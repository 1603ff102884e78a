import { execFile } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type PanelQuestion, panelRequestSchema } from "../store/contract/panel-request.ts";
import { openDatabase } from "../store/duckdb/open-database.ts";
import { vectorItems } from "../store/duckdb/read-columns.ts";
import { fillFacts } from "../store/panel/fill-facts.ts";
import { orderFacts } from "../store/panel/order-facts.ts";
import { PanelFiles } from "../store/panel/panel-files.ts";
import { layOutPanel } from "../store/panel/panel-layout.ts";
import { readFactEvents } from "../store/panel/read-fact-events.ts";
import { readLayoutEvents } from "../store/panel/read-layout-events.ts";
import { readPanel } from "../store/panel/read-panel.ts";
import { STORE_FILE } from "../store/schema/schema-version.ts";
import type { SnapshotSource } from "../store/snapshot.ts";
import { answerOfDuckDb, askDuckDb, createPolars, reduceToChanges } from "./as-of/ask-others.ts";
import {
  FIRST_DAY,
  INSTRUMENTS,
  LAST_DAY,
  makeBenchStore,
  SESSIONS,
  UNIVERSE,
} from "./as-of/make-bench-store.ts";
import { type Figure, reportFigures, time } from "./report-figures.ts";

/**
 * As-of panels against an as-of join in SQL and in polars, a first build against the bare fetch of its columns, and a
 * kept panel against a file of the same bytes: each as a ratio within one run. Targets stand beside each line.
 */
const SEED = 20_140_106;
const BARS = ["open", "high", "low", "close", "volume"];
const MAKE = "--make-store";
const PANEL_ID = "0".repeat(32);
const over = `${INSTRUMENTS.toLocaleString("en-US")} instruments × ${SESSIONS.toLocaleString("en-US")} sessions`;
const figures: Figure[] = [];
const say = (text: string) => process.stderr.write(`${text}\n`);
const note = (name: string, milliseconds: readonly number[], what = over): number => {
  figures.push({ name, milliseconds, over: what });
  return median(milliseconds);
};
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const ratio = (name: string, value: number, target: string) =>
  say(`${name.padEnd(64)} ${value.toFixed(2).padStart(8)}   (${target})`);

const requestOf = (fields: string[]): ReturnType<typeof panelRequestSchema.parse> =>
  panelRequestSchema.parse({
    universe: UNIVERSE,
    fields,
    from: FIRST_DAY,
    to: LAST_DAY,
    warmUpSessions: 0,
    decision: { kind: "close", delayMinutes: 30 },
    asOf: null,
  } satisfies PanelQuestion);

const equalCells = (name: string, ours: Float64Array, theirs: ArrayLike<number | null>): void => {
  if (theirs.length !== ours.length) throw new Error(`${name} has ${theirs.length} cells for ${ours.length}`);
  for (let cell = 0; cell < ours.length; cell++) {
    const other = theirs[cell] ?? Number.NaN;
    if (!Object.is(ours[cell], other))
      throw new Error(`${name} differs in cell ${cell}: ${other}, ${ours[cell]}`);
  }
  say(`${name}: all ${ours.length.toLocaleString("en-US")} cells are equal`);
};

/** One reported field, with restatements. */
const measureFacts = async (source: SnapshotSource): Promise<void> => {
  const { connection, snapshot } = source;
  const laidOut = layOutPanel(
    await readLayoutEvents(connection, snapshot, UNIVERSE),
    requestOf(["bookValue"]),
  );
  if (!laidOut.ok) throw new Error(laidOut.error.message);
  const layout = laidOut.value;
  const facts = await readFactEvents(source, layout);
  const build = (events: typeof facts) =>
    fillFacts(layout, events, orderFacts(events, INSTRUMENTS, 1)).values[0]!;
  let ours: Float64Array = build(facts);
  const memory = note(
    "as-of panel of one field, events in memory",
    await time(9, async () => {
      ours = build(facts);
    }),
  );
  const reading = note(
    "as-of panel of one field, events read from the store",
    await time(5, async () => {
      ours = build(await readFactEvents(source, layout));
    }),
  );

  const ordered = orderFacts(facts, INSTRUMENTS, 1);
  const changes = reduceToChanges(facts, ordered);
  const { decisionAt } = layout.markets[0]!;
  const naive = countNaive(facts, ordered, decisionAt, ours);
  say(
    `${facts.rowCount.toLocaleString("en-US")} versions; as they stand, a naive join is wrong in ${naive} of the cells`,
  );
  const at = Float64Array.from({ length: INSTRUMENTS * SESSIONS }, (_, cell) => decisionAt[cell % SESSIONS]!);
  const instrument = Int32Array.from({ length: at.length }, (_, cell) => Math.floor(cell / SESSIONS));

  await prepareDuckDb(connection, changes);
  const duckMemory = note(
    "the same by DuckDB's ASOF JOIN, in memory",
    await time(3, () => askDuckDb(connection, "changes")),
  );
  const duckReading = note(
    "the same by DuckDB's ASOF JOIN, from the store",
    await time(3, () => askDuckDb(connection, storedChanges)),
  );
  await askDuckDb(connection, "changes");
  equalCells("DuckDB's ASOF JOIN", ours, await answerOfDuckDb(connection));

  const pl = createPolars();
  const left = pl.DataFrame({ instrument: pl.Series("instrument", instrument), at: pl.Series("at", at) });
  const frame = (events: { instrument: Int32Array; knownAt: Float64Array; value: Float64Array }) =>
    pl.DataFrame({
      instrument: pl.Series("instrument", events.instrument),
      at: pl.Series("at", events.knownAt),
      value: pl.Series("value", events.value),
    });
  const right = frame(changes);
  const join = (events: typeof right) =>
    left.joinAsof(events, {
      leftOn: "at",
      rightOn: "at",
      byLeft: "instrument",
      byRight: "instrument",
      strategy: "backward",
    });
  const polarsMemory = note(
    "the same by polars' joinAsof, in memory",
    await time(3, async () => void join(right)),
  );
  const polarsReading = note(
    "the same by polars' joinAsof, events read from the store",
    await time(3, async () => {
      await readFactEvents(source, layout);
      join(frame(changes));
    }),
  );
  equalCells("polars' joinAsof", ours, join(right).getColumn("value").toArray() as (number | null)[]);

  ratio("DuckDB ASOF JOIN ÷ ours, events in memory", duckMemory / memory, "at least 60");
  ratio("polars joinAsof ÷ ours, events in memory", polarsMemory / memory, "at least 35");
  ratio("DuckDB ASOF JOIN ÷ ours, reading included", duckReading / reading, "at least 25");
  ratio("polars joinAsof ÷ ours, reading included", polarsReading / reading, "at least 12");
};

/** In the store's own tables: the versions that changed what was known, at the instant they did. */
const storedChanges = `(SELECT substr(iid, 6)::INTEGER AS instrument, known_at, value FROM kept_changes)`;

const prepareDuckDb = async (connection: DuckDBConnection, changes: ReturnType<typeof reduceToChanges>) => {
  await connection.run("CREATE TEMP TABLE changes (instrument INTEGER, known_at TIMESTAMP, value DOUBLE)");
  const appender = await connection.createAppender("changes", null as never, "temp");
  for (let i = 0; i < changes.rowCount; i++) {
    appender.appendInteger(changes.instrument[i]!);
    appender.appendTimestamp({ micros: BigInt(changes.knownAt[i]!) } as never);
    appender.appendDouble(changes.value[i]!);
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(
    "CREATE TABLE kept_changes AS SELECT printf('XNYS-%05d', instrument) AS iid, known_at, value FROM changes",
  );
  await connection.run("CHECKPOINT");
  await connection.run(
    `CREATE TEMP TABLE grid AS SELECT i::INTEGER AS instrument, (row_number() OVER (PARTITION BY i ORDER BY session_date) - 1)::INTEGER AS row,
       close_utc + INTERVAL 30 MINUTE AS at FROM range(${INSTRUMENTS}) t(i), calendars ORDER BY instrument, row`,
  );
};

/** The share of cells in which the row published last is not about the newest period. */
const countNaive = (
  facts: Awaited<ReturnType<typeof readFactEvents>>,
  { order, starts }: ReturnType<typeof orderFacts>,
  decisionAt: Float64Array,
  ours: Float64Array,
): string => {
  let wrong = 0;
  for (let instrument = 0; instrument < INSTRUMENTS; instrument++) {
    let next = starts[instrument]!;
    for (let row = 0; row < SESSIONS; row++) {
      while (next < starts[instrument + 1]! && facts.knownAt[order[next]!]! <= decisionAt[row]!) next++;
      const naive = next === starts[instrument]! ? Number.NaN : facts.value[order[next - 1]!]!;
      if (!Object.is(naive, ours[instrument * SESSIONS + row])) wrong++;
    }
  }
  return `${((100 * wrong) / ours.length).toFixed(1)} %`;
};

/** Open, high, low, close and volume: a first build, the bare fetch, and the panel from its file. */
const measureBars = async (source: SnapshotSource, folder: string): Promise<void> => {
  const rows = INSTRUMENTS * SESSIONS * 1.01;
  const fetch = async (columns: string[]) => {
    const result = await source.connection.stream(`SELECT ${columns.join(", ")} FROM bars_1d`);
    const arrays: (Float64Array | Int32Array | BigInt64Array)[] = [];
    for (let offset = 0; ; ) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
      for (let c = 0; c < columns.length; c++) {
        const items = vectorItems<Float64Array | Int32Array | BigInt64Array>(chunk, c);
        arrays[c] ??= new (items.constructor as new (length: number) => Float64Array)(rows);
        (arrays[c] as Float64Array).set(items as Float64Array, offset);
      }
      offset += chunk.rowCount;
    }
  };
  const build = async () => {
    const panel = await readPanel(source, PANEL_ID, requestOf(BARS));
    if (!panel.ok) throw new Error(panel.error.message);
    return panel.value;
  };
  const placed = ["session_date", "known_at", "revision", ...BARS];
  const times: Record<"build" | "bare" | "placed", number[]> = { build: [], bare: [], placed: [] };
  // In turns, so that what else the machine does falls on all alike.
  for (let turn = 0; turn < 5; turn++) {
    times.bare.push(...(await time(1, () => fetch(BARS))));
    times.placed.push(...(await time(1, () => fetch(placed))));
    times.build.push(...(await time(1, async () => void (await build()))));
  }
  const first = note("OHLCV panel, first build", times.build);
  const bare = note("bare fetch of the same five columns", times.bare);
  const withKeys = note("bare fetch with date, instant and revision", times.placed);
  ratio("OHLCV first build ÷ bare fetch of the five columns", first / bare, "at most 1.5");
  ratio("OHLCV first build ÷ bare fetch with what places a bar", first / withKeys, "at most 1.5");

  const files = new PanelFiles(folder);
  const panel = await build();
  files.keep(panel);
  await files.settled();
  const path = join(folder, "panels", PANEL_ID);
  const kept: number[] = [];
  const plain: number[] = [];
  let bytes = 0;
  for (let turn = 0; turn < 5; turn++) {
    kept.push(
      ...(await time(1, async () => {
        if (!(await files.read(PANEL_ID))) throw new Error("the panel was not kept");
      })),
    );
    plain.push(
      ...(await time(1, async () => {
        bytes = await readPlain(path);
      })),
    );
  }
  const read = await files.read(PANEL_ID);
  panel.columns.forEach((column, c) => {
    if (Buffer.compare(asBytes(column), asBytes(read!.columns[c]!)) !== 0)
      throw new Error(`column ${c} differs`);
  });
  ratio("peak memory, GB", process.resourceUsage().maxRSS / 2 ** 20, "below 2");
  const fromCache = note("OHLCV panel, from its file", kept);
  const asFile = note("a file of the same bytes", plain, `${(bytes / 2 ** 20).toFixed(0)} MB`);
  ratio("OHLCV from cache ÷ reading the same bytes", fromCache / asFile, "at most 2");
};

const asBytes = ({ buffer, byteOffset, byteLength }: Float64Array | Uint8Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

const readPlain = async (path: string): Promise<number> => {
  const file = await open(path, "r");
  const { size } = await file.stat();
  const bytes = new Uint8Array(size);
  for (let read = 0; read < size; ) read += (await file.read(bytes, read, size - read, read)).bytesRead;
  await file.close();
  return size;
};

/** Made in a process of its own: what that needs is not the panels' memory. */
const makeStore = async (path: string): Promise<void> => {
  say("making the store of the bench …");
  await promisify(execFile)(process.execPath, [import.meta.filename, MAKE, path]);
};

const measure = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "asof-bench-"));
  try {
    const path = join(folder, STORE_FILE);
    await makeStore(path);
    const snapshot = { name: "bench", id: "bench", maxIngestSeq: 1, knownTo: 1e16, isSynthetic: true };
    const reading = await openDatabase(path, "read-only");
    await measureBars({ connection: reading.connection, snapshot }, folder);
    reading.close();
    const working = await openDatabase(path, "read-write");
    await measureFacts({ connection: working.connection, snapshot });
    working.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  reportFigures(figures);
};

if (process.argv[2] === MAKE) await makeBenchStore(process.argv[3]!, SEED);
else await measure();
process.exit(0);
