import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import type { FactBatch } from "./panel-events.ts";

/** The versions of fundamentals by seat (one field of one instrument), each seat in the order of R3. */
export interface SeatedFacts {
  /** Seat `instrument · fieldCount + field` owns the versions `[starts[seat], starts[seat + 1])`. */
  readonly starts: Int32Array;
  readonly periodEnd: Int32Array;
  readonly knownAt: Float64Array;
  readonly value: Float64Array;
  /** The `PeriodLength` of each; empty unless the batch carries them. */
  readonly length: Int32Array;
}

/** Days further apart than this, 2,800 years, share the last one. */
const MAX_DAYS = 1 << 20;

const MOVES_PER_VERSION = 16;

/** R3 inside a seat: (known_at, revision, ingest_seq); the period comes last only to make the order total. */
const compare = ({ knownAt, revision, ingestSeq, periodEnd }: FactBatch, a: number, b: number): number =>
  knownAt[a]! - knownAt[b]! ||
  revision[a]! - revision[b]! ||
  ingestSeq[a]! - ingestSeq[b]! ||
  periodEnd[a]! - periodEnd[b]!;

/**
 * Sorts versions that come in any order: dealt out by the day they became known, then by seat, which leaves only those
 * of one seat and day to compare. Each loop is a function of its own: one that is long in its first loop is compiled
 * without knowing of the others.
 */
export const seatFacts = (batch: FactBatch, instruments: number, fieldCount: number): SeatedFacts => {
  const days = dayOfRows(batch);
  const seats = seatOfRows(batch, fieldCount);
  const starts = countPlaces(seats, instruments * fieldCount);
  const byDay = deal(indices(batch.rowCount), days, countPlaces(days));
  const order = deal(byDay, seats, starts);
  for (let seat = 0; seat + 1 < starts.length; seat++)
    sortSeat(batch, order, starts[seat]!, starts[seat + 1]!);
  return layOut(batch, order, starts);
};

const seatOfRows = ({ rowCount, instrument, field }: FactBatch, fieldCount: number): Int32Array => {
  const seats = new Int32Array(rowCount);
  for (let i = 0; i < rowCount; i++) seats[i] = instrument[i]! * fieldCount + field[i]!;
  return seats;
};

/** Counted from the earliest. */
const dayOfRows = ({ rowCount, knownAt }: FactBatch): Int32Array => {
  let first = Number.POSITIVE_INFINITY;
  for (const instant of knownAt) if (instant < first) first = instant;
  const days = new Int32Array(rowCount);
  for (let i = 0; i < rowCount; i++) days[i] = Math.min(MAX_DAYS - 1, (knownAt[i]! - first) / MICROS_PER_DAY);
  return days;
};

/** Where the rows of each of `count` keys begin, and where the last end. */
const countPlaces = (keys: Int32Array, count = largest(keys) + 1): Int32Array => {
  const starts = new Int32Array(count + 1);
  for (const key of keys) starts[key + 1]!++;
  for (let key = 1; key < starts.length; key++) starts[key]! += starts[key - 1]!;
  return starts;
};

const largest = (keys: Int32Array): number => {
  let largest = 0;
  for (const key of keys) if (key > largest) largest = key;
  return largest;
};

const indices = (count: number): Int32Array => {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  return order;
};

/** Rows in the order of their keys; those of one key as they came. */
const deal = (rows: Int32Array, keys: Int32Array, starts: Int32Array): Int32Array => {
  const next = starts.slice();
  const order = new Int32Array(rows.length);
  for (const row of rows) order[next[keys[row]!]!++] = row;
  return order;
};

/** By insertion, which moves little here; where it turns out to move much, the seat is sorted for good. */
const sortSeat = (batch: FactBatch, order: Int32Array, start: number, end: number): void => {
  const { knownAt } = batch;
  let budget = MOVES_PER_VERSION * (end - start);
  for (let i = start + 1; i < end; i++) {
    const moving = order[i]!;
    const known = knownAt[moving]!;
    let to = i;
    while (to > start) {
      const before = order[to - 1]!;
      const later = known - knownAt[before]!;
      if (later > 0 || (later === 0 && compare(batch, before, moving) <= 0)) break;
      order[to--] = before;
    }
    order[to] = moving;
    budget -= i - to;
    if (budget >= 0) continue;
    order.subarray(start, end).sort((a, b) => compare(batch, a, b));
    return;
  }
};

/** In their order, so that whoever walks the versions walks through memory. */
const layOut = (batch: FactBatch, order: Int32Array, starts: Int32Array): SeatedFacts => {
  const { rowCount } = batch;
  const periodEnd = new Int32Array(rowCount);
  const knownAt = new Float64Array(rowCount);
  const value = new Float64Array(rowCount);
  for (let i = 0; i < rowCount; i++) {
    const from = order[i]!;
    periodEnd[i] = batch.periodEnd[from]!;
    knownAt[i] = batch.knownAt[from]!;
    value[i] = batch.value[from]!;
  }
  const length = batch.length ? Int32Array.from(order, (from) => batch.length![from]!) : new Int32Array(0);
  return { starts, periodEnd, knownAt, value, length };
};
