const MEGABYTE = 1024 * 1024;

/** What a file may ask of us before it is refused, or its row is. */
export const limits = {
  columns: 10_000,
  /** Of one line, in characters; a longer one is one bad row. */
  lineLength: 16 * MEGABYTE,
  /** Of a value that is read, in characters: no name, number or date is longer. */
  valueLength: 1_000,
  /** A packed file may grow to this multiple of its size … */
  unpackRatio: 400,
  /** … once it is larger than this: small files of zeros are no attack. */
  unpackFreely: 256 * MEGABYTE,
  /** A Parquet file may say that it has so many rows for each of its bytes … */
  rowsPerByte: 4,
  /** … once there are more of them than this. */
  rowsFreely: 1_000_000,
  /** A JSON document that has to be held as a whole. */
  documentBytes: 512 * MEGABYTE,
  /** Of a row that is kept out, as it is shown. */
  rawLength: 500,
  /** A quote that is not closed after so many lines was not meant to be one. */
  quotedLines: 1_000,
  previewRows: 20,
  previewBytes: 4 * MEGABYTE,
  /** For DuckDB in the process that reads the file; more goes to the disk. */
  memory: "1200MB",
  /** A process that has not said a word so long after it was begun will not. Slow disks and virus scanners take long. */
  startMs: 60_000,
  /** One that has begun says every quarter second that it lives: silent for so long, its own code is taken to hang. */
  silentMs: 10_000,
  /** Work that goes on without moving for so long, and … */
  stillMs: 180_000,
  /** … for each byte of the file so much longer, hangs: two minutes for a gigabyte, slower than any disk copies it. */
  stillMsPerByte: 120_000 / 1e9,
} as const;
