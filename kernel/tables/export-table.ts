import {
  Field as ArrowField,
  AsyncByteQueue,
  Bool,
  type DataType,
  DateDay,
  Float64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
} from "apache-arrow";
import type { ExportFormat, ExportPiece } from "../contract/table-view.ts";
import { arrowBuffers } from "./arrow-buffers.ts";
import { exportField, type Field, toCsv } from "./delimited-text.ts";
import type { ColumnType, TableData } from "./table-data.ts";

/** Rows in a piece: a step of a few tens of milliseconds. */
const PIECE_ROWS = 20_000;

/** The table as rows for a file, in the given order; the first piece begins with the head. */
const tableRows = function* (
  { columns }: TableData,
  order: ArrayLike<number>,
  from: number,
  to: number,
): Generator<readonly Field[]> {
  if (from === 0) yield columns.map(({ name }) => name);
  for (let position = from; position < to; position++)
    yield columns.map(({ at, type }) => exportField(at(order[position]!), type));
};

const arrowTypes: Readonly<Record<ColumnType, () => DataType>> = {
  text: () => new Utf8(),
  boolean: () => new Bool(),
  date: () => new DateDay(),
  instant: () => new TimestampMicrosecond(),
  number: () => new Float64(),
  integer: () => new Float64(),
  percent: () => new Float64(),
};

const toMicroseconds = (value: number): bigint => BigInt(Number.isFinite(value) ? Math.round(value) : 0);

/** Takes what the writer of a file puts out, piece by piece. */
class Pieces extends AsyncByteQueue {
  private pieces: Uint8Array[] = [];
  override write(piece: Uint8Array): void {
    this.pieces.push(piece.slice());
  }
  take(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of this.pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    this.pieces = [];
    return whole;
  }
}

const exportCsv = function* (data: TableData, order: Int32Array): Generator<ExportPiece> {
  const encoder = new TextEncoder();
  // At least once: a file without rows still has its head.
  for (let from = 0; from === 0 || from < order.length; from += PIECE_ROWS) {
    const to = Math.min(order.length, from + PIECE_ROWS);
    // The mark by which a spreadsheet knows the text for UTF-8.
    const text = (from === 0 ? "\uFEFF" : "") + toCsv(tableRows(data, order, from, to));
    yield { bytes: encoder.encode(text), rows: to };
  }
};

const exportArrow = function* ({ columns }: TableData, order: Int32Array): Generator<ExportPiece> {
  const types = columns.map(({ type }) => arrowTypes[type]());
  const schema = new Schema(columns.map(({ name }, index) => ArrowField.new(name, types[index]!, true)));
  const pieces = new Pieces();
  const writer = new RecordBatchFileWriter({ autoDestroy: false });
  writer.reset(pieces, schema);
  for (let from = 0; from === 0 || from < order.length; from += PIECE_ROWS) {
    const length = Math.min(order.length - from, PIECE_ROWS);
    const children = columns.map(({ type, at }, index) => {
      const buffers = arrowBuffers(type, length, (row) => at(order[from + row]!));
      const data = type === "instant" ? BigInt64Array.from(buffers.data, toMicroseconds) : buffers.data;
      return makeData({ type: types[index]!, ...buffers, data } as never);
    });
    const rows = makeData({ type: new Struct(schema.fields), length, nullCount: 0, children });
    writer.write(new RecordBatch(schema, rows));
    yield { bytes: pieces.take(), rows: from + length };
  }
  writer.reset(pieces);
  yield { bytes: pieces.take(), rows: order.length };
};

/** A file of a table's rows in the given order, piece by piece. */
export const exportTable = (
  data: TableData,
  order: Int32Array,
  format: ExportFormat,
): Generator<ExportPiece> => (format === "csv" ? exportCsv(data, order) : exportArrow(data, order));
