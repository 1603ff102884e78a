import type { FactBatch } from "./panel-events.ts";

/** The versions of a batch by seat (one field of one instrument), each seat in the order of R3. */
export interface OrderedFacts {
  /** Indices into the batch. Seat `s` owns `[starts[s], starts[s + 1])`. */
  readonly order: Int32Array;
  readonly starts: Int32Array;
}

const MOVES_PER_VERSION = 16;

/** R3 inside a seat: (known_at, revision, ingest_seq); the period comes last only to make the order total. */
const compare = ({ knownAt, revision, ingestSeq, periodEnd }: FactBatch, a: number, b: number): number =>
  knownAt[a]! - knownAt[b]! ||
  revision[a]! - revision[b]! ||
  ingestSeq[a]! - ingestSeq[b]! ||
  periodEnd[a]! - periodEnd[b]!;

/** Seats are `instrument · fieldCount + field`. Linear where the batch is in order already, as stores mostly are. */
export const orderFacts = (batch: FactBatch, instruments: number, fieldCount: number): OrderedFacts => {
  const { rowCount, instrument, field } = batch;
  const starts = new Int32Array(instruments * fieldCount + 1);
  for (let i = 0; i < rowCount; i++) starts[instrument[i]! * fieldCount + field[i]! + 1]!++;
  for (let seat = 1; seat < starts.length; seat++) starts[seat]! += starts[seat - 1]!;
  const next = starts.slice();
  const order = new Int32Array(rowCount);
  for (let i = 0; i < rowCount; i++) order[next[instrument[i]! * fieldCount + field[i]!]!++] = i;
  for (let seat = 0; seat + 1 < starts.length; seat++)
    sortSeat(batch, order, starts[seat]!, starts[seat + 1]!);
  return { order, starts };
};

/**
 * Stores hold reports nearly in the order in which they came, so insertion is nearly linear; where it turns out not
 * to be, the seat is sorted for good.
 */
const sortSeat = (batch: FactBatch, order: Int32Array, start: number, end: number): void => {
  const { knownAt } = batch;
  let budget = MOVES_PER_VERSION * (end - start);
  for (let i = start + 1; i < end; i++) {
    const moving = order[i]!;
    const known = knownAt[moving]!;
    let to = i;
    while (to > start) {
      const before = order[to - 1]!;
      const difference = knownAt[before]! - known;
      if (difference < 0 || (difference === 0 && compare(batch, before, moving) <= 0)) break;
      order[to--] = before;
    }
    order[to] = moving;
    budget -= i - to;
    if (budget >= 0) continue;
    order.subarray(start, end).sort((a, b) => compare(batch, a, b));
    return;
  }
};
