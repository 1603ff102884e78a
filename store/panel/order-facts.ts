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

/**
 * Seats are `instrument · fieldCount + field`. One pass where the batch is in order already, as reading leaves it;
 * linear where only the seats have to be sorted out, as stores mostly are.
 */
export const orderFacts = (batch: FactBatch, instruments: number, fieldCount: number): OrderedFacts => {
  const { rowCount, instrument, field } = batch;
  const starts = new Int32Array(instruments * fieldCount + 1);
  for (let i = 0; i < rowCount; i++) starts[instrument[i]! * fieldCount + field[i]! + 1]!++;
  for (let seat = 1; seat < starts.length; seat++) starts[seat]! += starts[seat - 1]!;
  const order = new Int32Array(rowCount);
  if (isInOrder(batch)) {
    for (let i = 0; i < rowCount; i++) order[i] = i;
    return { order, starts };
  }
  const next = starts.slice();
  for (let i = 0; i < rowCount; i++) order[next[instrument[i]! * fieldCount + field[i]!]!++] = i;
  for (let seat = 0; seat + 1 < starts.length; seat++)
    sortSeat(batch, order, starts[seat]!, starts[seat + 1]!);
  return { order, starts };
};

const isInOrder = (batch: FactBatch): boolean => {
  const { rowCount, instrument, field, knownAt } = batch;
  for (let i = 1; i < rowCount; i++) {
    const seats = instrument[i]! - instrument[i - 1]! || field[i]! - field[i - 1]!;
    if (seats < 0) return false;
    if (seats > 0) continue;
    const instants = knownAt[i]! - knownAt[i - 1]!;
    if (instants < 0 || (instants === 0 && compare(batch, i - 1, i) > 0)) return false;
  }
  return true;
};

/** The same versions laid out in their order, so that whoever walks them walks through memory. */
export const layOutFacts = (batch: FactBatch, { order }: OrderedFacts): FactBatch => {
  const { rowCount } = batch;
  const instrument = new Int32Array(rowCount);
  const field = new Int32Array(rowCount);
  const periodEnd = new Int32Array(rowCount);
  const knownAt = new Float64Array(rowCount);
  const revision = new Int32Array(rowCount);
  const ingestSeq = new Int32Array(rowCount);
  const value = new Float64Array(rowCount);
  for (let i = 0; i < rowCount; i++) {
    const from = order[i]!;
    instrument[i] = batch.instrument[from]!;
    field[i] = batch.field[from]!;
    periodEnd[i] = batch.periodEnd[from]!;
    knownAt[i] = batch.knownAt[from]!;
    revision[i] = batch.revision[from]!;
    ingestSeq[i] = batch.ingestSeq[from]!;
    value[i] = batch.value[from]!;
  }
  return { rowCount, instrument, field, periodEnd, knownAt, revision, ingestSeq, value };
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
