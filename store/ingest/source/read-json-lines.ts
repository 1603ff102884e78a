import { IngestError } from "../ingest-error.ts";
import { limits } from "../limits.ts";
import { cellText } from "./cell-text.ts";
import { decodeText } from "./decode-text.ts";
import { openBytes } from "./open-bytes.ts";
import { showRaw } from "./show-raw.ts";
import type { RecordSource, SourceRecord } from "./source-record.ts";
import { type JsonPiece, JsonSplitter } from "./split-json.ts";

/** How many rows are looked at for the names of the columns: rows may leave some out. */
const HEAD_ROWS = 1_000;

/** Objects one per line, or the objects of one JSON array. */
export const readJsonLines = async (path: string): Promise<RecordSource> => {
  const pieces = async function* () {
    const splitter = new JsonSplitter();
    let bytesRead = 0;
    for await (const block of decodeText(openBytes(path), "utf-8")) {
      if (!Number.isNaN(block.bytesRead)) bytesRead = block.bytesRead;
      yield { pieces: splitter.push(block.text), bytesRead };
    }
    yield { pieces: splitter.end(), bytesRead };
  };
  const columns = await findColumns(pieces());
  return {
    columns,
    blocks: async function* () {
      for await (const block of pieces())
        yield { records: block.pieces.map((piece) => toRecord(piece, columns)), bytesRead: block.bytesRead };
    },
    rawLines: async function* (lines) {
      for await (const block of pieces())
        for (const { line, text } of block.pieces) if (lines.has(line)) yield { line, raw: showRaw(text) };
    },
  };
};

const parseRow = (piece: JsonPiece): Record<string, unknown> | string => {
  if (piece.isTooLong) return `The row is longer than ${limits.lineLength} characters.`;
  try {
    const value: unknown = JSON.parse(piece.text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : "The row is no JSON object.";
  } catch (error) {
    return `The row is not JSON: ${error instanceof Error ? error.message.slice(0, 120) : String(error)}.`;
  }
};

const findColumns = async (
  blocks: AsyncIterable<{ readonly pieces: readonly JsonPiece[] }>,
): Promise<string[]> => {
  const names = new Set<string>();
  let rows = 0;
  for await (const { pieces } of blocks) {
    for (const piece of pieces) {
      const row = parseRow(piece);
      if (typeof row !== "string") for (const name of Object.keys(row)) names.add(name);
      rows++;
    }
    if (names.size > limits.columns)
      throw new IngestError("too-large", `The rows have more than ${limits.columns} different names.`);
    if (rows >= HEAD_ROWS) break;
  }
  if (names.size === 0) throw new IngestError("not-readable", "The file has no row that is a JSON object.");
  return [...names];
};

const toRecord = (piece: JsonPiece, columns: readonly string[]): SourceRecord => {
  const row = parseRow(piece);
  if (typeof row === "string") {
    return { line: piece.line, check: piece.isTooLong ? "too-long" : "not-json", reason: row };
  }
  if (piece.text.includes("\uFFFD"))
    return { line: piece.line, check: "encoding", reason: "The row has characters that are not UTF-8." };
  try {
    const values = columns.map((name) => (Object.hasOwn(row, name) ? cellText(row[name]) : null));
    return { line: piece.line, values };
  } catch {
    // What can be parsed can still be nested too deeply to be written out again.
    return { line: piece.line, check: "not-json", reason: "The row is nested too deeply." };
  }
};
