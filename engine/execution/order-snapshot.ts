import { OrderBook } from "./order-book.ts";
import { BLANK, ORDER_COLUMN_NAMES, type OrderColumnName, type OrderRow } from "./order-columns.ts";

/** Everything a book holds, as plain data: rows by column, instruments ascending, ids ascending within each. */
export interface OrderBookSnapshot {
  readonly instruments: number;
  readonly nextId: number;
  readonly ambiguousBars: number;
  readonly volumeUsed: Float64Array;
  readonly volumeSession: Float64Array;
  readonly columns: Readonly<Record<OrderColumnName, Float64Array>>;
}

/** The open orders and counters of a book between two of its operations. What ended and was not read is left out. */
export function snapshotOrders(book: OrderBook): OrderBookSnapshot {
  const { columns } = book;
  const slots: number[] = [];
  for (let first of columns.head) for (; first !== -1; first = columns.next[first]!) slots.push(first);
  const byName = {} as Record<OrderColumnName, Float64Array>;
  for (const name of ORDER_COLUMN_NAMES)
    byName[name] = Float64Array.from(slots, (slot) => columns[name][slot]!);
  return {
    instruments: columns.head.length,
    nextId: book.nextId,
    ambiguousBars: book.ambiguousBars,
    volumeUsed: book.volumeUsed.slice(),
    volumeSession: book.volumeSession.slice(),
    columns: byName,
  };
}

/** A book that behaves in every way as the one the snapshot was taken of. */
export function restoreOrders(snapshot: OrderBookSnapshot): OrderBook {
  const book = new OrderBook(snapshot.instruments);
  book.nextId = snapshot.nextId;
  book.ambiguousBars = snapshot.ambiguousBars;
  book.volumeUsed.set(snapshot.volumeUsed);
  book.volumeSession.set(snapshot.volumeSession);
  for (let k = 0; k < snapshot.columns.id.length; k++) {
    const row = { ...BLANK } as OrderRow;
    for (const name of ORDER_COLUMN_NAMES) row[name] = snapshot.columns[name][k]!;
    book.restoreRow(row);
  }
  return book;
}
