import type { FileFormat } from "../../contract/import.ts";
import { readArrow } from "./read-arrow.ts";
import { readCompanyFacts } from "./read-company-facts.ts";
import { readCsv } from "./read-csv.ts";
import { readJsonLines } from "./read-json-lines.ts";
import type { RecordSource } from "./source-record.ts";

/** Every format but Parquet, which DuckDB reads by itself. */
export const openSource = (
  path: string,
  format: Exclude<FileFormat, { kind: "parquet" }>,
): Promise<RecordSource> => {
  switch (format.kind) {
    case "csv":
      return readCsv(path, format);
    case "jsonl":
      return readJsonLines(path);
    case "arrow":
      return readArrow(path);
    case "sec-company-facts":
      return readCompanyFacts(path);
  }
};
