import { open } from "node:fs/promises";
import { limits } from "../limits.ts";
import { type BadRecord, type GoodRecord, isBad, type RecordSource } from "./source-record.ts";

/** Between values, and at the end of a row. No value holds either: both are control characters. */
export const VALUE_END = "\u001f";
const ROW_END = "\n";
/** Control characters, and those that nobody sees: two names that look alike must be alike. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
const control = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** What stands where bytes were no text, and halves of characters, which are written as the same. */
const undecoded = /[\uFFFD\p{Surrogate}]/u;

export interface CleanRows {
  readonly rows: number;
  readonly bad: readonly BadRowNote[];
}
export interface BadRowNote {
  readonly line: number;
  readonly check: string;
  readonly column: string | null;
  readonly reason: string;
}

/**
 * Writes the wanted columns of every good row to a text file without quotes or escapes: line number first. What our
 * own reader could not read is noted and left out, so that the next reader, who is fast, meets no surprise.
 */
export const writeCleanRows = async (
  source: RecordSource,
  wanted: readonly string[],
  path: string,
  onProgress: (rows: number, bytesRead: number) => void,
): Promise<CleanRows> => {
  const places = wanted.map((name) => source.columns.indexOf(name));
  const bad: BadRowNote[] = [];
  let rows = 0;
  let read = 0;
  const file = await open(path, "w");
  try {
    for await (const { records, bytesRead } of source.blocks()) {
      const out: string[] = [];
      for (const record of records) {
        read++;
        if (isBad(record)) {
          bad.push(noteOf(record));
          continue;
        }
        let row = String(record.line);
        let faultAt = -1;
        for (const [i, place] of places.entries()) {
          const value = record.values[place] ?? "";
          if (value.length > limits.valueLength || control.test(value) || undecoded.test(value)) faultAt = i;
          row += VALUE_END + value;
        }
        if (faultAt >= 0) {
          bad.push(valueFault(record, wanted[faultAt]!, places[faultAt]!));
          continue;
        }
        rows++;
        out.push(row, ROW_END);
      }
      if (out.length > 0) await file.write(out.join(""));
      onProgress(read, bytesRead);
    }
  } finally {
    await file.close();
  }
  return { rows, bad };
};

const valueFault = ({ line, values }: GoodRecord, column: string, place: number): BadRowNote => {
  const value = values[place]!;
  if (value.length > limits.valueLength)
    return {
      line,
      check: "too-long",
      column,
      reason: `The value is longer than ${limits.valueLength} characters.`,
    };
  if (undecoded.test(value))
    return { line, check: "encoding", column, reason: "The value has bytes that are no text." };
  return {
    line,
    check: "control-character",
    column,
    reason: "The value has a control character, an invisible character or a line break in it.",
  };
};

const noteOf = ({ line, check, reason }: BadRecord): BadRowNote => ({ line, check, column: null, reason });
