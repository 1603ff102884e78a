import { execFile } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { type PanelQuestion, panelRequestSchema } from "../store/contract/panel-request.ts";
import { openDatabase } from "../store/duckdb/open-database.ts";
import { vectorItems } from "../store/duckdb/read-columns.ts";
import { ColumnMemory, prepareColumns } from "../store/panel/column-memory.ts";
import { type FieldEvents, seatEvents } from "../store/panel/field-events.ts";
import { fillFacts } from "../store/panel/fill-facts.ts";
import { PanelFiles } from "../store/panel/panel-files.ts";
import { layOutPanel } from "../store/panel/panel-layout.ts";
import { readFactEvents } from "../store/panel/read-fact-events.ts";
import { readLayoutEvents } from "../store/panel/read-layout-events.ts";
import { readPanel } from "../store/panel/read-panel.ts";
import type { SeatedFacts } from "../store/panel/seat-facts.ts";
import { STORE_FILE } from "../store/schema/schema-version.ts";
import type { SnapshotSource } from "../store/snapshot.ts";
import { answerOfDuckDb, askDuckDb, createPolars, prepareDuckDb, readVersions } from "./as-of/ask-others.ts";
import {
  FIRST_DAY,
  INSTRUMENTS,
  LAST_DAY,
  makeBenchStore,
  SESSIONS,
  UNIVERSE,
} from "./as-of/make-bench-store.ts";
import { type Figure, median, type Ratio, reportFigures, time } from "./report-figures.ts";

/**
 * As-of panels against an as-of join in SQL and in polars, a first build against the bare fetch of its columns, and a
 * kept panel against a file of the same bytes: each as a ratio within one run. Targets stand beside each line.
 */
const SEED = 20_140_106;
const BARS = ["open", "high", "low", "close", "volume"];
const MAKE = "--make-store";
const WARM_UP = 4;
const SETTLES_MS = 100;
const PANEL_ID = "0".repeat(32);
const over = `${INSTRUMENTS.toLocaleString("en-US")} instruments × ${SESSIONS.toLocaleString("en-US")} sessions`;
const figures: (Figure | Ratio)[] = [];
const say = (text: string) => process.stderr.write(`${text}\n`);
const note = (name: string, milliseconds: readonly number[], what = over): number => {
  figures.push({ name, milliseconds, over: what });
  return median(milliseconds);
};
const ratio = (name: string, value: number, wanted: string) => {
  figures.push({ name, ratio: value, wanted, over });
  say(`${name.padEnd(64)} ${value.toFixed(2).padStart(8)}   (${wanted})`);
};

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

const equalCells = (name: string, ours: Float64Array, theirs: Float64Array): void => {
  if (theirs.length !== ours.length) throw new Error(`${name} has ${theirs.length} cells for ${ours.length}`);
  for (let cell = 0; cell < ours.length; cell++) {
    const other = theirs[cell]!;
    if (!Object.is(ours[cell], other))
      throw new Error(`${name} differs in cell ${cell}: ${other}, ${ours[cell]}`);
  }
  say(`${name}: all ${ours.length.toLocaleString("en-US")} cells are equal`);
};

/** One reported field, with restatements. */
const measureFacts = async (source: SnapshotSource, folder: string): Promise<void> => {
  const { connection, snapshot } = source;
  const laidOut = layOutPanel(
    await readLayoutEvents(connection, snapshot, UNIVERSE),
    requestOf(["bookValue"]),
  );
  if (!laidOut.ok) throw new Error(laidOut.error.message);
  const layout = laidOut.value;
  const cells = layout.members.length;
  const { decisionAt } = layout.markets[0]!;
  const versions = await readVersions(connection);
  const read = (files?: PanelFiles) => readFactEvents(source, ["bookValue"], { hasLengths: false, files });
  const fillRead = async (events: Promise<FieldEvents[]>, values = prepareColumns(1, cells)) => {
    return fillFacts(layout, seatEvents(layout, await events, false), values).values[0]!;
  };
  const facts = seatEvents(layout, await read(), false);
  const files = new PanelFiles(folder);
  await read(files);
  await files.settled();
  const used = new ColumnMemory();
  used.release(prepareColumns(1, cells));
  await prepareDuckDb(connection);
  const polars = createPolars({
    iid: Array.from({ length: cells }, (_, cell) => layout.instruments[Math.floor(cell / SESSIONS)]!.iid),
    at: Float64Array.from({ length: cells }, (_, cell) => decisionAt[cell % SESSIONS]!),
  });
  const frame = polars.frame(versions);
  // As DuckDB does from table to table, the memory of the answer is used again.
  const memory = prepareColumns(1, cells);

  const ways = {
    ours: {
      name: "as-of panel of one field, events in memory",
      ask: () => void fillFacts(layout, facts, memory),
    },
    duckDb: { name: "the same by DuckDB's ASOF JOIN, in memory", ask: () => askDuckDb(connection, "memory") },
    polars: {
      name: "the same by polars' joinAsof, in memory",
      ask: () => void polars.take(polars.ask(frame)),
    },
    oursCold: {
      name: "as-of panel of one field, events read from the store (cold: never read before)",
      ask: async () => void (await fillRead(read())),
    },
    oursWarm: {
      name: "as-of panel of one field, events read from their file (warm: read once before), fresh memory",
      ask: async () => void (await fillRead(read(files))),
    },
    oursReused: {
      name: "as-of panel of one field, events read from their file (warm), memory of a panel that went",
      ask: async () => {
        const values = used.take(1, cells);
        await fillRead(read(files), values);
        used.release(values);
      },
    },
    duckDbRead: {
      name: "the same by DuckDB's ASOF JOIN, from the store",
      ask: () => askDuckDb(connection, "store"),
    },
    polarsRead: {
      name: "the same by polars' joinAsof, events read from the store",
      ask: async () => void polars.take(polars.ask(polars.frame(await readVersions(connection)))),
    },
  };
  type Way = keyof typeof ways;
  const names = Object.keys(ways) as Way[];
  const times = Object.fromEntries(names.map((way) => [way, [] as number[]])) as Record<Way, number[]>;
  // In turns, so that what else the machine does falls on all alike; the first ones warm up and do not count. Each way
  // is asked three times in a row, since the first pays for what the way before it left in the caches, and waits before
  // that until the others' threads have cleared up behind them.
  for (let turn = -WARM_UP; turn < 7; turn++)
    for (const way of names) {
      await setTimeout(SETTLES_MS);
      const spent = await time(3, async () => ways[way].ask());
      if (turn >= 0) times[way].push(...spent);
    }
  const took = Object.fromEntries(names.map((way) => [way, note(ways[way].name, times[way])])) as Record<
    Way,
    number
  >;

  const ours = fillFacts(layout, facts, memory).values[0]!;
  say(
    `${versions.rowCount.toLocaleString("en-US")} versions; as they stand, a naive join is wrong in ${countNaive(facts, decisionAt, ours)} of the cells`,
  );
  await askDuckDb(connection, "store");
  equalCells("DuckDB's ASOF JOIN", ours, await answerOfDuckDb(connection));
  equalCells("polars' joinAsof", ours, polars.take(polars.ask(frame)));
  ratio("DuckDB ASOF JOIN ÷ ours, events in memory", took.duckDb / took.ours, "at least 60");
  ratio("polars joinAsof ÷ ours, events in memory", took.polars / took.ours, "at least 35");
  equalCells("ours with events from their file", ours, await fillRead(read(files)));
  const dirty = used.take(1, cells).map((column) => column.fill(-1));
  equalCells("ours over another panel's cells", ours, await fillRead(read(files), dirty));
  equalCells("ours with events from the store", ours, await fillRead(read()));
  for (const [state, spent] of [
    ["warm, memory of a panel that went", took.oursReused],
    ["warm, fresh memory", took.oursWarm],
    ["cold", took.oursCold],
  ] as const) {
    ratio(`DuckDB ASOF JOIN ÷ ours, reading included, ${state}`, took.duckDbRead / spent, "at least 25");
    ratio(`polars joinAsof ÷ ours, reading included, ${state}`, took.polarsRead / spent, "at least 12");
  }
};

/** The share of cells in which the row published last is not about the newest period. */
const countNaive = (
  { starts, knownAt, value }: SeatedFacts,
  decisionAt: Float64Array,
  ours: Float64Array,
): string => {
  let wrong = 0;
  for (let instrument = 0; instrument < INSTRUMENTS; instrument++) {
    let next = starts[instrument]!;
    for (let row = 0; row < SESSIONS; row++) {
      while (next < starts[instrument + 1]! && knownAt[next]! <= decisionAt[row]!) next++;
      const naive = next === starts[instrument]! ? Number.NaN : value[next - 1]!;
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
    await measureFacts({ connection: working.connection, snapshot }, folder);
    working.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  reportFigures(figures);
};

if (process.argv[2] === MAKE) await makeBenchStore(process.argv[3]!, SEED);
else await measure();
process.exit(0);
