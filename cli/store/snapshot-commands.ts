import type { SnapshotDiff, SnapshotEntry } from "../../store/contract/snapshots.ts";
import { openStore } from "../../store/open-store.ts";
import type { SnapshotSource } from "../../store/snapshot.ts";
import { createSnapshot, pinSnapshot } from "../../store/snapshots/create-snapshot.ts";
import { diffSnapshots } from "../../store/snapshots/diff-snapshots.ts";
import { listSnapshots } from "../../store/snapshots/list-snapshots.ts";
import { verifySnapshot } from "../../store/snapshots/verify-snapshot.ts";
import { type OpenedWriter, openWriter } from "../../store/write/open-writer.ts";
import { type WireResult, wireOk } from "../../wire/contract.ts";
import { importScript, reingestInProcess } from "../import/reingest-in-process.ts";
import { complain, say, sayJson } from "../terminal.ts";

interface Options {
  readonly store: string;
  readonly json: boolean;
}

const day = (micros: number): string => new Date(micros / 1_000).toISOString().slice(0, 16).replace("T", " ");

/** Prints an answer, or why there is none. */
const print = <T>(
  { json }: Options,
  answer: WireResult<T>,
  lines: (value: T) => readonly string[],
): number => {
  if (!answer.ok) {
    complain(answer.error.message);
    return 1;
  }
  if (json) sayJson(answer.value);
  else say(lines(answer.value).join("\n"));
  return 0;
};

const reading = async <T>(
  { store: dir }: Options,
  snapshot: string | null,
  answer: (source: SnapshotSource) => Promise<WireResult<T>>,
): Promise<WireResult<T>> => {
  const store = await openStore(dir);
  if (!store.ok) return store;
  try {
    return await store.value.read(snapshot, answer);
  } finally {
    store.value.close();
  }
};

const writing = async <T>(
  { store: dir }: Options,
  change: (writer: OpenedWriter) => Promise<WireResult<T>>,
): Promise<WireResult<T>> => {
  const writer = await openWriter(dir, { reingest: reingestInProcess(importScript) });
  if (!writer.ok) return writer;
  try {
    return await change(writer.value);
  } finally {
    writer.value.close();
  }
};

/** An empty store knows exchanges and no data. */
const reach = (knownTo: number): string =>
  (knownTo === 0 ? "no data yet" : `known to ${day(knownTo)}`).padEnd(25);

const lineOf = ({ id, name, maxIngestSeq, knownTo, isPinned, isCurrent }: SnapshotEntry): string =>
  `${isCurrent ? "*" : " "} ${id.slice(0, 12)}  ${String(maxIngestSeq).padStart(4)}  ${reach(knownTo)}  ${name}${isPinned ? " (pinned)" : ""}`;

/** `asof snapshot list` */
export const listCommand = async (options: Options): Promise<number> =>
  print(
    options,
    await reading(options, null, async ({ connection }) => wireOk(await listSnapshots(connection))),
    (entries) => entries.map(lineOf),
  );

/** `asof snapshot create <name>` */
export const createCommand = async (name: string, options: Options): Promise<number> =>
  print(
    options,
    await writing(options, (writer) => createSnapshot(writer, name, Date.now() * 1_000)),
    (entry) => [lineOf(entry)],
  );

/** `asof snapshot pin <snapshot>`, and with `--off` its opposite. */
export const pinCommand = async (
  wanted: string,
  options: Options & { readonly off: boolean },
): Promise<number> =>
  print(options, await writing(options, (writer) => pinSnapshot(writer, wanted, !options.off)), (entry) => [
    lineOf(entry),
  ]);

/** `asof snapshot diff <from> <to>` */
export const diffCommand = async (from: string, to: string, options: Options): Promise<number> =>
  print(
    options,
    await reading(options, null, ({ connection }) => diffSnapshots(connection, from, to)),
    describeDiff,
  );

const describeDiff = ({ from, to, batches, tables }: SnapshotDiff): string[] => [
  `${from.slice(0, 12)} to ${to.slice(0, 12)}: ${batches.length} batches`,
  ...batches.map(({ batchId, fileName, rows }) => `  ${batchId}  ${fileName}, ${rows} rows`),
  ...tables.flatMap(({ table, addedRows, changedFacts, examples }) => [
    `${table}: ${addedRows} rows added, ${changedFacts} facts changed`,
    ...examples.map(({ fact, before, after }) => `  ${fact}: ${before} -> ${after}`),
  ]),
];

/** `asof snapshot verify [snapshot]`: 0 when the rows give the snapshot's id, 1 when not. */
export const verifyCommand = async (wanted: string | null, options: Options): Promise<number> => {
  const answer = await reading(options, wanted, async ({ connection, snapshot }) =>
    wireOk({ snapshot: snapshot.id, ...(await verifySnapshot(connection, snapshot)) }),
  );
  const code = print(options, answer, ({ snapshot, isSame, faults }) =>
    isSame
      ? [`${snapshot}: the rows are those that were committed`]
      : [...faults, `The rows do not give ${snapshot}.`],
  );
  return answer.ok && !answer.value.isSame ? 1 : code;
};
