import type { FileFormat } from "../../contract/import.ts";
import { IngestError } from "../ingest-error.ts";
import { limits } from "../limits.ts";
import { decodeText } from "./decode-text.ts";
import { openBytes } from "./open-bytes.ts";
import { showRaw } from "./show-raw.ts";
import type { RecordSource } from "./source-record.ts";
import { isBad } from "./source-record.ts";
import { type CsvRow, CsvSplitter } from "./split-csv.ts";
import { uniqueNames } from "./unique-names.ts";

type CsvFormat = Extract<FileFormat, { kind: "csv" }>;

/** Rows of a delimited text file, packed or not. */
export const readCsv = async (path: string, format: CsvFormat): Promise<RecordSource> => {
  const columns = await readHeader(path, format);
  const splitRows = async function* () {
    const splitter = new CsvSplitter({ delimiter: format.delimiter, columns: columns.length });
    let isHeader = format.hasHeader;
    const withoutHeader = (rows: CsvRow[]): CsvRow[] => {
      if (!isHeader || rows.length === 0) return rows;
      isHeader = false;
      return rows.slice(1);
    };
    let bytesRead = 0;
    for await (const block of decodeText(openBytes(path), format.encoding)) {
      if (!Number.isNaN(block.bytesRead)) bytesRead = block.bytesRead;
      yield { rows: withoutHeader(splitter.push(block.text)), bytesRead };
    }
    yield { rows: withoutHeader(splitter.end()), bytesRead };
  };
  return {
    columns,
    blocks: async function* () {
      for await (const { rows, bytesRead } of splitRows())
        yield { records: rows.map(({ record }) => record), bytesRead };
    },
    rawLines: async function* (lines) {
      for await (const { rows } of splitRows())
        for (const { record, raw } of rows)
          if (lines.has(record.line)) yield { line: record.line, raw: showRaw(raw) };
    },
  };
};

const readHeader = async (path: string, format: CsvFormat): Promise<readonly string[]> => {
  const splitter = new CsvSplitter({ delimiter: format.delimiter, columns: null });
  const firstRow = async (): Promise<CsvRow | undefined> => {
    for await (const { text } of decodeText(openBytes(path), format.encoding)) {
      const [row] = splitter.push(text);
      if (row) return row;
    }
    return splitter.end()[0];
  };
  const row = await firstRow();
  if (!row) throw new IngestError("not-readable", "The file has no rows.");
  if (isBad(row.record))
    throw new IngestError("not-readable", `The first line cannot be read. ${row.record.reason}`);
  const { values } = row.record;
  if (values.length > limits.columns)
    throw new IngestError(
      "too-large",
      `The file has ${values.length} columns, more than ${limits.columns}. Is the delimiter ${JSON.stringify(format.delimiter)}?`,
    );
  return uniqueNames(
    values.map((value, i) => (format.hasHeader ? (value ?? "").trim() : "") || `column ${i + 1}`),
  );
};
