import { DataType, type RecordBatch, RecordBatchReader } from "apache-arrow";
import { IngestError } from "../ingest-error.ts";
import { limits } from "../limits.ts";
import { boundArrowReader } from "./bound-arrow-reader.ts";
import { cellText } from "./cell-text.ts";
import { openBytes } from "./open-bytes.ts";
import { showRaw } from "./show-raw.ts";
import type { RecordSource, SourceRecord } from "./source-record.ts";
import { uniqueNames } from "./unique-names.ts";

const BLOCK_ROWS = 10_000;

/** An Arrow file or stream, one record batch after the other. Rows are counted from 1. */
export const readArrow = async (path: string): Promise<RecordSource> => {
  const columns = await withReader(path, async (reader) =>
    uniqueNames(reader.schema.fields.map(({ name }) => name)),
  );
  if (columns.length > limits.columns)
    throw new IngestError(
      "too-large",
      `The file has ${columns.length} columns, more than ${limits.columns}.`,
    );
  return {
    columns,
    blocks: () => recordBlocks(path),
    rawLines: async function* (lines) {
      for await (const { records } of recordBlocks(path)) {
        for (const record of records) {
          if (!lines.has(record.line) || !("values" in record)) continue;
          const row = Object.fromEntries(columns.map((name, i) => [name, record.values[i] ?? null]));
          yield { line: record.line, raw: showRaw(JSON.stringify(row)) };
        }
      }
    },
  };
};

async function* byteChunks(path: string, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const { bytes, bytesRead } of openBytes(path)) {
    count(bytesRead);
    yield bytes;
  }
}

const damaged = (error: unknown): Error => {
  if (error instanceof IngestError) return error;
  const cause = error instanceof Error ? error.message : String(error);
  return new IngestError("not-readable", `The Arrow file is damaged or not whole (${cause}).`);
};

const withReader = async <T>(path: string, use: (reader: RecordBatchReader) => Promise<T>): Promise<T> => {
  boundArrowReader();
  try {
    const reader = await RecordBatchReader.from(byteChunks(path, () => {}));
    await reader.open();
    if (!reader.schema) throw new Error("it has no schema");
    return await use(reader as unknown as RecordBatchReader);
  } catch (error) {
    throw damaged(error);
  }
};

async function* recordBlocks(path: string) {
  let bytesRead = 0;
  let line = 0;
  boundArrowReader();
  try {
    const reader = await RecordBatchReader.from(
      byteChunks(path, (bytes) => {
        bytesRead = bytes;
      }),
    );
    for await (const batch of reader) {
      const texts = columnTexts(batch);
      for (let start = 0; start < batch.numRows; start += BLOCK_ROWS) {
        const records: SourceRecord[] = [];
        for (let row = start; row < Math.min(batch.numRows, start + BLOCK_ROWS); row++)
          records.push({ line: ++line, values: texts.map((text) => text(row)) });
        yield { records, bytesRead };
      }
    }
  } catch (error) {
    throw damaged(error);
  }
}

const columnTexts = (batch: RecordBatch): ((row: number) => string | null)[] =>
  batch.schema.fields.map((field, i) => {
    const vector = batch.getChildAt(i);
    const at = (row: number): unknown => vector?.get(row) ?? null;
    // Dates and instants come as milliseconds; the file's own type says which they are.
    if (DataType.isDate(field.type))
      return (row) => {
        const value = at(row);
        return value === null ? null : isoOf(Number(value)).slice(0, 10);
      };
    if (DataType.isTimestamp(field.type)) {
      const zone = field.type.timezone ? "Z" : "";
      return (row) => {
        const value = at(row);
        return value === null ? null : `${isoOf(Number(value)).slice(0, -1)}${zone}`;
      };
    }
    if (DataType.isDecimal(field.type)) {
      const { scale } = field.type;
      return (row) => {
        const value = at(row);
        return value === null ? null : String(Number(String(value)) / 10 ** scale);
      };
    }
    return (row) => cellText(at(row));
  });

const isoOf = (millis: number): string => {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? "not a date" : date.toISOString();
};
