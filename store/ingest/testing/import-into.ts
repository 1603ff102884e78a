import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MICROS_PER_DAY } from "../../../engine/contract/time.ts";
import { type ImportMapping, type ImportMappingInput, importMappingSchema } from "../../contract/import.ts";
import { openDatabase } from "../../duckdb/open-database.ts";
import { type OpenedWriter, openWriter } from "../../write/open-writer.ts";
import { commitStaged } from "../commit-staged.ts";
import { type Staged, stageFile } from "../stage-file.ts";

/** Thursday 2024-02-01, noon: when the files of tests arrive. */
export const ARRIVED = 19_754 * MICROS_PER_DAY + MICROS_PER_DAY / 2;

const at = (column: string) => ({ column });

/** Daily bars in CSV for the fixture's market, of which days 0 to 7 from 2024-01-01 are sessions. */
export const barMapping = (change: Partial<ImportMappingInput> = {}): ImportMapping =>
  importMappingSchema.parse({
    name: "test bars",
    format: { kind: "csv", delimiter: ",", hasHeader: true, encoding: "utf-8", decimal: "." },
    target: {
      table: "bars_1d",
      columns: {
        sessionDate: at("date"),
        open: at("open"),
        high: at("high"),
        low: at("low"),
        close: at("close"),
        volume: at("volume"),
      },
    },
    instrument: { from: at("symbol"), scheme: "symbol", mic: "XKRX", createsUnknown: true },
    knownAt: { kind: "after-close", minutes: 10 },
    source: { id: "test-file", label: "made for tests", licence: "none" },
    ...change,
  });

export const writeText = async (dir: string, name: string, text: string | Uint8Array): Promise<string> => {
  const path = join(dir, name);
  await writeFile(path, text);
  return path;
};

export const stage = (
  storeDir: string,
  file: string,
  mapping: ImportMapping,
  isDryRun = false,
): Promise<Staged> => stageFile({ storeDir, file, mapping, arrivedAt: ARRIVED, isDryRun });

export const withWriter = async <T>(dir: string, use: (writer: OpenedWriter) => Promise<T>): Promise<T> => {
  const opened = await openWriter(dir);
  if (!opened.ok) throw new Error(opened.error.message);
  try {
    return await use(opened.value);
  } finally {
    opened.value.close();
  }
};

/** Stages and commits; what `asof import` does, in one process. */
export const importInto = async (storeDir: string, file: string, mapping: ImportMapping) => {
  const { report, stagedId } = await stage(storeDir, file, mapping);
  if (stagedId === null) return { report, batchId: null };
  return withWriter(storeDir, async (writer) => {
    const committed = await commitStaged(writer, stagedId);
    if (!committed.ok) throw new Error(committed.error.message);
    return { report, batchId: committed.value.batchId };
  });
};

/** Rows of a query as plain values. */
export const ask = async (storeDir: string, sql: string): Promise<unknown[][]> => {
  const database = await openDatabase(join(storeDir, "store.duckdb"), "read-only");
  try {
    const rows = await (await database.connection.run(sql)).getRowsJson();
    return rows as unknown[][];
  } finally {
    database.close();
  }
};
