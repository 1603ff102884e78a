import { readFile, writeFile } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { barMapping } from "../import-into.ts";
import { type Expected, type FaultyFile, madeFault, quarantined, refused, taken } from "./faulty-file.ts";

const parquet = barMapping({ format: { kind: "parquet" } });

/** Writes the rows of a query as DuckDB writes Parquet. */
export const copyTo = async (path: string, sql: string, options = ""): Promise<void> => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  try {
    const connection = await instance.connect();
    await connection.run(`COPY (${sql}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet${options})`);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
};

/** Good bars of the fixture's eight sessions, with some columns written another way. */
export const goodBars = (changed: Readonly<Record<string, string>> = {}, sessions = 8): string => {
  const columns = {
    date: "DATE '2024-01-01' + i::INTEGER",
    symbol: "'CCC'",
    open: "10::DOUBLE",
    high: "11::DOUBLE",
    low: "9::DOUBLE",
    close: "10::DOUBLE",
    volume: "100::BIGINT",
    ...changed,
  };
  const list = Object.entries(columns).map(([name, sql]) => `${sql} AS "${name}"`);
  return `SELECT ${list.join(", ")} FROM range(${sessions}) t(i)`;
};
const onThird = (bad: string, good: string): string => `CASE WHEN i = 2 THEN ${bad} ELSE ${good} END`;

const typed = (name: string, sql: string, expected: Expected, options = ""): FaultyFile =>
  madeFault(`Parquet: ${name}`, parquet, (path) => copyTo(path, sql, options), expected, "parquet");

/** A good file, with its bytes changed after it was written. */
const damaged = (
  name: string,
  change: (bytes: Buffer) => Uint8Array,
  expected: Expected,
  seenAs?: string,
  sql = goodBars(),
): FaultyFile =>
  madeFault(
    `Parquet: ${name}`,
    parquet,
    async (path) => {
      await copyTo(path, sql);
      await writeFile(path, change(await readFile(path)));
    },
    expected,
    seenAs,
  );

const broken = refused("not-readable", /Parquet file is damaged/);
const overwrite = (bytes: Buffer, at: number, text: string): Buffer => {
  bytes.write(text, at < 0 ? bytes.length + at : at, "latin1");
  return bytes;
};

/** Replaces the number of rows that the footer claims by another of as many bytes. */
const claimRows = (bytes: Buffer, rows: number, claimed: number): Buffer => {
  const from = varint(rows);
  const to = varint(claimed);
  let found = 0;
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) {
    to.copy(bytes, at);
    found++;
  }
  if (found === 0 || from.length !== to.length) throw new Error("the footer does not hold the number");
  return bytes;
};
const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = value * 2; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest < 128 ? rest : (rest % 128) + 128);
    if (rest < 128) return Buffer.from(bytes);
  }
};

export const parquetFaults: readonly FaultyFile[] = [
  typed("a good file", goodBars(), taken(8)),
  damaged("cut in the middle", (bytes) => bytes.subarray(0, bytes.length >> 1), broken, "not-readable"),
  damaged("without its last byte", (bytes) => bytes.subarray(0, -1), broken, "not-readable"),
  damaged("only its first four bytes", (bytes) => bytes.subarray(0, 4), broken, "not-readable"),
  damaged("nothing between its two marks", () => Buffer.from("PAR1PAR1"), broken, "not-readable"),
  damaged("another mark at the end", (bytes) => overwrite(bytes, -4, "PARX"), broken, "not-readable"),
  damaged(
    "encrypted, says its mark",
    (bytes) => overwrite(overwrite(bytes, -4, "PARE"), 0, "PARE"),
    refused("not-readable", /Parquet file is damaged/),
  ),
  damaged(
    "a footer longer than the file",
    (bytes) => {
      bytes.writeUInt32LE(0x7fffffff, bytes.length - 8);
      return bytes;
    },
    broken,
    "not-readable",
  ),
  damaged(
    "a footer of no length",
    (bytes) => {
      bytes.writeUInt32LE(0, bytes.length - 8);
      return bytes;
    },
    broken,
    "not-readable",
  ),
  damaged(
    "a footer of zeros",
    (bytes) => bytes.fill(0, bytes.length - 200, bytes.length - 8),
    broken,
    "not-readable",
  ),
  damaged("pages of zeros", (bytes) => bytes.fill(0, 4, 120), broken),
  damaged("pages of noise", (bytes) => bytes.fill(0xa5, 4, 120), broken),
  damaged(
    "more rows claimed than there are",
    (bytes) => claimRows(bytes, 20_000, 1_000_000),
    broken,
    undefined,
    goodBars({}, 20_000),
  ),
  damaged(
    "text behind its end",
    (bytes) => Buffer.concat([bytes, Buffer.from("\nthe end\n")]),
    broken,
    "not-readable",
  ),
  damaged(
    "a CSV file by the name of Parquet",
    () => Buffer.from("date,symbol\n2024-01-01,CCC\n"),
    broken,
    "csv",
  ),
  typed("no rows", `${goodBars()} WHERE false`, taken(0)),
  typed("numbers as texts", goodBars({ open: "'10'", close: "'10.0'" }), taken(8)),
  typed(
    "one text that is no number",
    goodBars({ open: onThird("'ten'", "'10'") }),
    quarantined(7, [3, "types"]),
  ),
  typed("dates as texts", goodBars({ date: "(DATE '2024-01-01' + i::INTEGER)::VARCHAR" }), taken(8)),
  typed(
    "dates as instants at midnight",
    goodBars({ date: "(DATE '2024-01-01' + i::INTEGER)::TIMESTAMP" }),
    taken(8),
  ),
  typed(
    "dates as instants of a zone",
    goodBars({ date: "(DATE '2024-01-01' + i::INTEGER)::TIMESTAMP AT TIME ZONE 'UTC'" }),
    taken(8),
  ),
  typed(
    "dates in nanoseconds",
    goodBars({ date: "(DATE '2024-01-01' + i::INTEGER)::TIMESTAMP_NS" }),
    taken(8),
  ),
  typed(
    "an infinite date",
    goodBars({ date: onThird("'infinity'::TIMESTAMP", "(DATE '2024-01-01' + i::INTEGER)::TIMESTAMP") }),
    quarantined(7, [3, "types"]),
  ),
  typed(
    "a date of the year 200000",
    goodBars({ date: onThird("DATE '200000-01-01'", "DATE '2024-01-01' + i::INTEGER") }),
    quarantined(7, [3, "types"]),
  ),
  typed("a clock for a date", goodBars({ date: "TIME '10:00:00'" }), quarantined(0, [1, "types"])),
  typed("decimal numbers", goodBars({ open: "10::DECIMAL(18, 4)", volume: "100::DECIMAL(38, 0)" }), taken(8)),
  typed("huge whole numbers", goodBars({ volume: "100::HUGEINT", open: "10::UTINYINT" }), taken(8)),
  typed("NaN", goodBars({ close: onThird("'nan'::DOUBLE", "10") }), quarantined(7, [3, "half-bar"])),
  typed("infinity", goodBars({ high: onThird("'inf'::DOUBLE", "11") }), quarantined(7, [3, "types"])),
  typed("null", goodBars({ volume: onThird("NULL", "100") }), quarantined(7, [3, "half-bar"])),
  typed(
    "a column of nulls",
    goodBars({ symbol: "NULL::VARCHAR" }),
    quarantined(0, [1, "unknown-instrument"]),
  ),
  typed("true for a price", goodBars({ open: "true" }), quarantined(0, [1, "types"])),
  typed(
    "a structure for a price",
    goodBars({ open: "{'value': 10, 'unit': 'KRW'}" }),
    quarantined(0, [1, "types"]),
  ),
  typed("a list for a price", goodBars({ open: "[10, 11]" }), quarantined(0, [1, "types"])),
  typed("bytes for a symbol", goodBars({ symbol: "'CCC'::BLOB" }), taken(8)),
  typed(
    "an identifier of 128 bits for a symbol",
    goodBars({ symbol: "'00000000-0000-0000-0000-000000000001'::UUID" }),
    taken(8),
  ),
  typed("numbers for symbols", goodBars({ symbol: "5930::INTEGER" }), taken(8)),
  typed("a dictionary of symbols", goodBars({ symbol: "'CCC'::ENUM('CCC', 'DDD')" }), taken(8)),
  typed(
    "a formula for a symbol",
    goodBars({ symbol: onThird("'=1+1'", "'CCC'") }),
    quarantined(7, [3, "formula"]),
  ),
  typed(
    "a control character in a symbol",
    goodBars({ symbol: onThird("'C' || chr(27) || 'C'", "'CCC'") }),
    quarantined(7, [3, "unknown-instrument"]),
  ),
  typed(
    "a symbol of 100,000 letters",
    goodBars({ symbol: onThird("repeat('C', 100000)", "'CCC'") }),
    quarantined(7, [3, "unknown-instrument"]),
  ),
  typed("columns named as ours are", goodBars({ line: "i", c0: "i", fault: "i" }), taken(8)),
  typed(
    "columns with quotes and SQL in their names",
    goodBars({ "x''; DROP TABLE bars_1d; --": "i" }),
    taken(8),
  ),
  typed("two columns that differ by capitals only", goodBars({ Close: "99" }), taken(8)),
  typed(
    "a column named as the reader counts rows",
    goodBars({ file_row_number: "i" }),
    refused("not-readable", /file_row_number/),
  ),
  typed("a missing column", "SELECT 1 AS x", refused("unknown-column", /no column "date".*It has "x"/)),
  typed("packed by gzip", goodBars(), taken(8), ", COMPRESSION gzip"),
  typed("packed by zstd", goodBars(), taken(8), ", COMPRESSION zstd"),
  typed(
    "twenty million equal rows in a small file",
    goodBars({ date: "DATE '2024-01-01'" }, 20_000_000),
    refused("too-large", /rows/),
  ),
];
