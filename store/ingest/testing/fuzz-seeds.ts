import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ImportMapping } from "../../contract/import.ts";
import { goodArrow } from "./corpus/arrow-faults.ts";
import { HEADER, row } from "./corpus/faulty-file.ts";
import { goodBar, goodCompany, secMapping } from "./corpus/json-faults.ts";
import { packZstd } from "./corpus/pack-zstd.ts";
import { copyTo, goodBars } from "./corpus/parquet-faults.ts";
import { barMapping } from "./import-into.ts";

/** A whole file to be damaged, and the mapping that takes it in. */
export interface FuzzSeed {
  readonly name: string;
  readonly bytes: Buffer;
  readonly mapping: ImportMapping;
}

const days = [0, 1, 2, 3, 4, 5, 6, 7];
const csv =
  HEADER + ["CCC", '"D,D"', "EEE"].flatMap((symbol) => days.map((day) => row(day, symbol))).join("");
const inFormat = (format: object): ImportMapping =>
  barMapping({
    format: { kind: "csv", delimiter: ",", hasHeader: true, encoding: "utf-8", decimal: ".", ...format },
  });

/** One good file of each kind that can be imported. */
export const makeFuzzSeeds = async (): Promise<readonly FuzzSeed[]> => {
  const work = await mkdtemp(join(tmpdir(), "asof-fuzz-"));
  const parquet = async (options: string): Promise<Buffer> => {
    await copyTo(join(work, "seed.parquet"), goodBars(), options);
    return readFile(join(work, "seed.parquet"));
  };
  const jsonl = inFormat({ kind: "jsonl" });
  const bars = days.map((day) => goodBar({}, day));
  try {
    return [
      { name: "csv", bytes: Buffer.from(csv), mapping: inFormat({}) },
      {
        name: "utf-16 csv",
        bytes: Buffer.from(`\ufeff${csv}`, "utf16le"),
        mapping: inFormat({ encoding: "utf-16" }),
      },
      { name: "gzip csv", bytes: gzipSync(csv), mapping: inFormat({}) },
      { name: "zstd csv", bytes: packZstd(Buffer.from(csv)), mapping: inFormat({}) },
      { name: "json lines", bytes: Buffer.from(bars.join("\n")), mapping: jsonl },
      { name: "json array", bytes: Buffer.from(`[${bars.join(",\n")}]`), mapping: jsonl },
      { name: "parquet", bytes: await parquet(""), mapping: barMapping({ format: { kind: "parquet" } }) },
      {
        name: "plain parquet",
        bytes: await parquet(", COMPRESSION uncompressed"),
        mapping: barMapping({ format: { kind: "parquet" } }),
      },
      {
        name: "arrow stream",
        bytes: goodArrow("stream"),
        mapping: barMapping({ format: { kind: "arrow" } }),
      },
      { name: "arrow file", bytes: goodArrow("file"), mapping: barMapping({ format: { kind: "arrow" } }) },
      { name: "company facts", bytes: Buffer.from(goodCompany()), mapping: secMapping },
    ];
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};
