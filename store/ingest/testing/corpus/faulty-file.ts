import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileFormat, ImportMapping } from "../../../contract/import.ts";
import { barMapping } from "../import-into.ts";

/** What must become of a file, once it is staged. */
export type Expected =
  /** All rows are good. */
  | { readonly kind: "taken"; readonly rows: number }
  /** Some rows are kept out, each with its line and check; the others go in. */
  | {
      readonly kind: "quarantined";
      readonly good: number;
      readonly lines: readonly (readonly [line: number, check: string])[];
    }
  /** Nothing goes in, and a sentence says why. */
  | { readonly kind: "refused"; readonly code: string; readonly sentence: RegExp };

/** One file with one fault, or with what looks like one and is none. */
export interface FaultyFile {
  readonly name: string;
  readonly expected: Expected;
  readonly mapping: ImportMapping;
  /** Writes the file into a folder and says its path. */
  write(dir: string): Promise<string>;
  /** How the file must be seen before anything is mapped: its kind, or the code of the refusal. */
  readonly seenAs?: string | undefined;
}

export const taken = (rows: number): Expected => ({ kind: "taken", rows });
export const quarantined = (
  good: number,
  ...lines: readonly (readonly [line: number, check: string])[]
): Expected => ({ kind: "quarantined", good, lines });
export const refused = (code: string, sentence: RegExp): Expected => ({ kind: "refused", code, sentence });

export const HEADER = "date,symbol,open,high,low,close,volume\n";
/** A good row of the fixture's session number `day`, 0 to 7. */
export const row = (day = 0, symbol = "CCC"): string => `2024-01-0${day + 1},${symbol},10,11,9,10,100\n`;
/** A file of three rows, of which the one of line 3 is given. */
export const amid = (middle: string): string => `${HEADER}${row(0)}${middle}\n${row(7)}`;
/** The same with one value of line 3 changed. */
export const amidValue = (column: string, value: string): string => {
  const values = row(3).trim().split(",");
  values[HEADER.trim().split(",").indexOf(column)] = value;
  return amid(values.join(","));
};

const written = async (dir: string, name: string, bytes: string | Uint8Array): Promise<string> => {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return path;
};

export interface FaultOptions {
  readonly format?: Partial<Extract<FileFormat, { kind: "csv" }>>;
  readonly mapping?: ImportMapping;
  readonly seenAs?: string;
  readonly fileName?: string;
}

const csvFormat = { kind: "csv", delimiter: ",", hasHeader: true, encoding: "utf-8", decimal: "." } as const;

let count = 0;
/** A delimited text file of daily bars. */
export const csvFault = (
  name: string,
  bytes: string | Uint8Array | (() => string | Uint8Array),
  expected: Expected,
  options: FaultOptions = {},
): FaultyFile => {
  const fileName = options.fileName ?? `fault-${++count}.csv`;
  return {
    name,
    expected,
    mapping: options.mapping ?? barMapping({ format: { ...csvFormat, ...options.format } }),
    write: (dir) => written(dir, fileName, typeof bytes === "function" ? bytes() : bytes),
    seenAs: options.seenAs,
  };
};

/** A file of another kind, made in the folder by the time it is needed. */
export const madeFault = (
  name: string,
  mapping: ImportMapping,
  make: (path: string) => Promise<void>,
  expected: Expected,
  seenAs?: string,
): FaultyFile => {
  const fileName = `fault-${++count}.${mapping.format.kind}`;
  return {
    name,
    expected,
    mapping,
    write: async (dir) => {
      const path = join(dir, fileName);
      await make(path);
      return path;
    },
    seenAs,
  };
};
