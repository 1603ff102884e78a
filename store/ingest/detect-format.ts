import type { FileFormat } from "../contract/import.ts";
import { IngestError } from "./ingest-error.ts";
import { guessEncoding, labelOf } from "./source/decode-text.ts";
import { openBytes, readHead } from "./source/open-bytes.ts";

const HEAD_BYTES = 64 * 1024;
const starts = (head: Uint8Array, text: string): boolean =>
  [...text].every((character, i) => head[i] === character.charCodeAt(0));

/** What a file is, by what it holds: names lie. */
export const detectFormat = async (path: string): Promise<FileFormat> => {
  const packed = await readHead(path, 16).catch((error: unknown) => {
    throw new IngestError(
      "not-readable",
      `The file cannot be read (${error instanceof Error ? error.message : error}).`,
    );
  });
  if (packed.length === 0) throw new IngestError("not-readable", "The file is empty.");
  if (starts(packed, "PAR1")) return { kind: "parquet" };
  if (starts(packed, "PK"))
    throw new IngestError("unknown-format", "This is a zip archive or a spreadsheet. Save it as CSV first.");
  const head = await readUnpackedHead(path);
  // A stream begins with a continuation mark and the length of its schema; a file says its name first.
  if (
    starts(head, "ARROW1") ||
    (head[0] === 0xff && head[1] === 0xff && head[2] === 0xff && head[3] === 0xff)
  )
    return { kind: "arrow" };
  const encoding = guessEncoding(head);
  const text = new TextDecoder(labelOf(encoding, head)).decode(head, { stream: true });
  const first = text.trimStart()[0];
  if (first === "{" || first === "[") {
    const isFacts = /^\s*\{\s*"cik"\s*:/.test(text) && text.includes('"facts"');
    return isFacts ? { kind: "sec-company-facts" } : { kind: "jsonl" };
  }
  // Binary data has characters that no text has.
  let strange = 0;
  for (const character of text.slice(0, 4_000))
    if (character < "\t" || (character > "\r" && character < " ")) strange++;
  if (strange > text.slice(0, 4_000).length / 20)
    throw new IngestError("unknown-format", "The file is no CSV, Parquet, JSON or Arrow file.");
  const delimiter = guessDelimiter(text);
  const lines = text.split(/\r\n|\n|\r/).slice(0, 50);
  return {
    kind: "csv",
    delimiter,
    hasHeader: looksLikeHeader(lines[0] ?? "", delimiter),
    encoding,
    decimal:
      delimiter !== "," && /(^|[;\t|])"?-?\d+,\d+"?([;\t|]|$)/m.test(lines.slice(1).join("\n")) ? "," : ".",
  };
};

const readUnpackedHead = async (path: string): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const { bytes } of openBytes(path)) {
    parts.push(bytes);
    size += bytes.length;
    if (size >= HEAD_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
};

/** The candidate that cuts most lines into the same number of values, and into more than one. */
export const guessDelimiter = (text: string): string => {
  const lines = text
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== "")
    .slice(0, 50);
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  let best = ",";
  let bestScore = 0;
  for (const delimiter of [",", ";", "\t", "|"]) {
    const counts = whole.map((line) => line.replace(/"[^"]*"/g, "").split(delimiter).length);
    const columns = counts[0] ?? 1;
    if (columns < 2) continue;
    const score = (counts.filter((count) => count === columns).length / counts.length) * 1_000 + columns;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
};

const looksLikeHeader = (line: string, delimiter: string): boolean => {
  const values = line.split(delimiter).map((value) => value.replaceAll('"', "").trim());
  return (
    values.length > 0 &&
    !values.some((value) => /^-?[\d.,]+$/.test(value) || /^\d{4}-\d{2}-\d{2}/.test(value))
  );
};
