import type { FactBatch } from "./panel-events.ts";

/** The versions of a batch by seat (one field of one instrument), each seat in the order of R3. */
export interface OrderedFacts {
  /** Indices into the batch. Seat `s` owns `[starts[s], starts[s + 1])`. */
  readonly order: Int32Array;
  readonly starts: Int32Array;
}

/** Above this many versions a seat is worth a real sort. */
const FEW = 32;

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

const sortSeat = (batch: FactBatch, order: Int32Array, start: number, end: number): void => {
  if (end - start > FEW) {
    let isOrdered = true;
    for (let i = start + 1; i < end && isOrdered; i++)
      isOrdered = batch.knownAt[order[i - 1]!]! < batch.knownAt[order[i]!]!;
    if (!isOrdered) order.subarray(start, end).sort((a, b) => compare(batch, a, b));
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const moving = order[i]!;
    let to = i;
    for (; to > start && compare(batch, order[to - 1]!, moving) > 0; to--) order[to] = order[to - 1]!;
    order[to] = moving;
  }
};
