import { z } from "zod";
import { type ValueSet, valueSetSchema } from "../contract/value-set.ts";
import type { Queries } from "./database.ts";

/** How many sets of one version are kept. */
export const KEPT_SETS = 64;
/** How many are read at a time. */
const PAGE = 200;

const bigint = z.union([z.string(), z.number(), z.bigint()]).transform(Number);

const valueSetRow = z
  .object({
    seq: bigint,
    kind: z.string(),
    name: z.string(),
    version: bigint,
    known_at: bigint,
    as_of: bigint,
    computed_at: bigint,
    bundle: z.string(),
    snapshot: z.string(),
    ids: z.string(),
    bits: z.string(),
  })
  .transform(({ seq, known_at, as_of, computed_at, ids, bits, ...rest }) => ({
    seq,
    set: valueSetSchema.parse({
      ...rest,
      knownAt: known_at,
      asOf: as_of,
      computedAt: computed_at,
      ids: JSON.parse(ids),
      values: readBits(bits),
    }),
  }));

/** The doubles themselves, little-endian: decimal would do as well, but for NaN. */
const writeBits = (values: Float64Array): string => {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [k, value] of values.entries()) bytes.writeDoubleLE(value, k * 8);
  return bytes.toString("base64");
};
const readBits = (text: string): Float64Array => {
  const bytes = Buffer.from(text, "base64");
  return Float64Array.from({ length: bytes.length / 8 }, (_, k) => bytes.readDoubleLE(k * 8));
};

/** Writes a set, of whole milliseconds, in place of one that was known at the same instant, and forgets the oldest ones. */
export const writeValueSet = async (queries: Queries, set: ValueSet): Promise<void> => {
  const { kind, name, version, knownAt, asOf, computedAt, bundle, snapshot, ids, values } = set;
  await queries.query(
    `insert into value_sets (kind, name, version, known_at, as_of, computed_at, bundle, snapshot, ids, bits)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (kind, name, version, known_at) do update set seq = nextval('value_set_seq'),
       as_of = excluded.as_of, computed_at = excluded.computed_at, bundle = excluded.bundle,
       snapshot = excluded.snapshot, ids = excluded.ids, bits = excluded.bits`,
    [
      kind,
      name,
      version,
      knownAt,
      asOf,
      computedAt,
      bundle,
      snapshot,
      JSON.stringify(ids),
      writeBits(values),
    ],
  );
  await queries.query(
    `delete from value_sets where kind = $1 and name = $2 and version = $3 and known_at <=
       (select known_at from value_sets where kind = $1 and name = $2 and version = $3
        order by known_at desc offset ${KEPT_SETS} limit 1)`,
    [kind, name, version],
  );
};

/** The sets that were written after a number, and the number to go on from. */
export const readValueSets = async (
  queries: Queries,
  after: number,
): Promise<{ readonly sets: readonly ValueSet[]; readonly upTo: number }> => {
  const sets: ValueSet[] = [];
  let upTo = after;
  for (;;) {
    const rows = await queries.query(`select * from value_sets where seq > $1 order by seq limit ${PAGE}`, [
      upTo,
    ]);
    for (const row of rows) {
      const read = valueSetRow.parse(row);
      sets.push(read.set);
      upTo = read.seq;
    }
    if (rows.length < PAGE) return { sets, upTo };
  }
};
