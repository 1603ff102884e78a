import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { FileFormat, FileInspection, ImportMapping } from "../contract/import.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { listMappings } from "../mappings/mapping-files.ts";
import { detectFormat } from "./detect-format.ts";
import { guessMapping } from "./guess-mapping.ts";
import { limits } from "./limits.ts";
import { damagedParquet, describeParquet } from "./load-source.ts";
import { mappedColumns } from "./plan/mapped-columns.ts";
import { identifier, literal } from "./plan/sql-text.ts";
import { openSession } from "./session.ts";
import { openSource } from "./source/open-source.ts";
import { requireFile } from "./source/require-file.ts";
import { showRaw } from "./source/show-raw.ts";
import { isBad } from "./source/source-record.ts";

interface Beginning {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly string[])[];
}

const SAMPLES = 5;
/** Rows that types and field names are looked for in; the preview shows the first few of them. */
const LOOKED_AT = 1_000;

/** What can be said of a file before anything is mapped. Throws IngestError. */
export const inspectFile = async (
  file: string,
  storeDir: string,
  asked: FileFormat | null = null,
): Promise<FileInspection> => {
  await requireFile(file);
  const format = asked ?? (await detectFormat(file));
  const { columns, rows } =
    format.kind === "parquet" ? await beginParquet(file) : await beginText(file, format);
  const fileName = basename(file);
  const names = columns.map(({ name }) => name);
  const sampled = columns.map(({ name }, i) => ({
    name,
    samples: [...new Set(rows.map((row) => row[i] ?? ""))].filter((text) => text !== ""),
  }));
  const mappings = (await listMappings(storeDir)).map(({ mapping }) => mapping);
  return {
    fileName,
    sizeBytes: (await stat(file)).size,
    format,
    columns: columns.map(({ name, type }, i) => ({
      name,
      type,
      samples: sampled[i]!.samples.slice(0, SAMPLES),
    })),
    preview: rows.slice(0, limits.previewRows).map((row) => [...row]),
    guess: guessMapping(format, sampled, fileName, await readMarkets(storeDir)),
    fitting: mappings.filter((mapping) => fits(mapping, format, names)).map(({ name }) => name),
  };
};

const fits = (mapping: ImportMapping, format: FileFormat, names: readonly string[]): boolean =>
  (mapping.format.kind === format.kind ||
    (mapping.format.kind !== "sec-company-facts" && format.kind !== "sec-company-facts")) &&
  mappedColumns(mapping).every((name) => names.includes(name));

const beginText = async (
  file: string,
  format: Exclude<FileFormat, { kind: "parquet" }>,
): Promise<Beginning> => {
  const source = await openSource(file, format);
  const rows: string[][] = [];
  for await (const { records } of source.blocks()) {
    for (const record of records) {
      if (!isBad(record)) rows.push(source.columns.map((_, i) => showRaw(record.values[i] ?? "")));
      if (rows.length >= LOOKED_AT) break;
    }
    if (rows.length >= LOOKED_AT) break;
  }
  const columns = source.columns.map((name, i) => ({ name, type: typeOf(rows.map((row) => row[i] ?? "")) }));
  return { columns, rows };
};

/** What a column of text holds, in a word. */
const typeOf = (values: readonly string[]): string => {
  const given = values.filter((value) => value !== "");
  if (given.length === 0) return "empty";
  if (given.every((value) => /^[+-]?\d+$/.test(value))) return "integer";
  if (given.every((value) => /^[+-]?[\d.,]+([eE][+-]?\d+)?$/.test(value))) return "number";
  if (
    given.every((value) =>
      /^\d{4}-\d{2}-\d{2}$|^\d{1,2}[/.]\d{1,2}[/.]\d{4}$|^\d{4}[/.]\d{1,2}[/.]\d{1,2}$/.test(value),
    )
  )
    return "date";
  if (given.every((value) => /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(value))) return "instant";
  return "text";
};

const beginParquet = async (file: string): Promise<Beginning> => {
  const work = await mkdtemp(join(tmpdir(), "asof-inspect-"));
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: limits.memory, threads: "2" });
  try {
    const connection = await instance.connect();
    await connection.run(`SET temp_directory = ${literal(work)}`);
    await connection.run(`SET allowed_paths = [${literal(file)}]`);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    const described = await describeParquet(connection, file);
    const list = described
      .map(({ name }) => `coalesce(left(${identifier(name)}::VARCHAR, 200), '')`)
      .join(", ");
    try {
      const result = await connection.run(
        `SELECT ${list} FROM read_parquet(${literal(file)}) LIMIT ${LOOKED_AT}`,
      );
      const rows = (await result.getRows()).map((row) => row.map((value) => showRaw(String(value))));
      return { columns: described.map(({ name, type }) => ({ name, type: type.toLowerCase() })), rows };
    } catch (error) {
      throw damagedParquet(error);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
    await rm(work, { recursive: true, force: true });
  }
};

/** The markets of the store; none when it cannot be asked: a file can be looked at without one. */
const readMarkets = async (storeDir: string): Promise<string[]> => {
  try {
    const session = await openSession(storeDir, tmpdir(), null);
    try {
      const rows = await readRows(
        session.connection,
        { sql: "SELECT mic FROM markets ORDER BY mic" },
        { mic: "text" },
      );
      return rows.map(({ mic }) => mic);
    } finally {
      session.close();
    }
  } catch {
    return [];
  }
};
