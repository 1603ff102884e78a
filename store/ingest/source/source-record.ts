/** One row of a file as text, by the order of the file's columns; null is a missing value. */
export interface GoodRecord {
  /** Counted from 1, the header line included where the format has one. */
  readonly line: number;
  readonly values: readonly (string | null)[];
}

/** A row that could not be told apart into values. */
export interface BadRecord {
  readonly line: number;
  readonly check: "ragged" | "quotes" | "too-long" | "encoding" | "not-json" | "not-a-row";
  readonly reason: string;
}

export type SourceRecord = GoodRecord | BadRecord;

export const isBad = (record: SourceRecord): record is BadRecord => "check" in record;

/** A file being read: its columns, then its rows in blocks, each with how many bytes of the file lie behind it. */
export interface RecordSource {
  readonly columns: readonly string[];
  blocks(): AsyncIterable<{ readonly records: readonly SourceRecord[]; readonly bytesRead: number }>;
  /** The text of some lines as the file has them, for people to look at. */
  rawLines(lines: ReadonlySet<number>): AsyncIterable<{ readonly line: number; readonly raw: string }>;
}
