import { z } from "zod";

const day = z.iso.date();
/** UTC microseconds. */
const instant = z.number();
const iid = z.string();

/**
 * What was put into the market on purpose, so that tests can ask whether the store gives it back. Written beside the
 * store for tests only: no part of the program reads it.
 */
export const plantedTruthsSchema = z.object({
  format: z.literal(1),
  options: z.object({
    seed: z.number().int(),
    instruments: z.number().int(),
    years: z.number().int(),
    hasMinutes: z.boolean(),
  }),
  /** Expected returns per year, see model/premia.ts. */
  premia: z.object({
    driftSpread: z.number(),
    driftMemoryPerMonth: z.number(),
    valueDriftPerUnit: z.number(),
    valueFactorPremium: z.number(),
  }),
  /** One company before and after; it keeps its iid. */
  renames: z.array(
    z.object({
      iid,
      on: day,
      knownAt: instant,
      symbolBefore: z.string(),
      symbolAfter: z.string(),
      nameBefore: z.string(),
      nameAfter: z.string(),
    }),
  ),
  /** Two companies with one symbol, one after the other. */
  reusedSymbols: z.array(
    z.object({ symbol: z.string(), earlier: iid, earlierUntil: day, later: iid, laterFrom: day }),
  ),
  /** A company put into another sector; known two weeks before. */
  reclassifications: z.array(
    z.object({ iid, on: day, knownAt: instant, before: z.string(), after: z.string() }),
  ),
  newListings: z.array(z.object({ iid, on: day })),
  delistings: z.array(
    z.object({ iid, on: day, reason: z.enum(["failure", "merger"]), delistReturn: z.number() }),
  ),
  mergers: z.array(
    z.object({
      iid,
      acquirer: iid.nullable(),
      cash: z.number(),
      ratio: z.number(),
      announcedAt: instant,
      delistedOn: day,
      lastClose: z.number(),
      /** Of the acquirer, on the target's last session. */
      acquirerClose: z.number().nullable(),
    }),
  ),
  spinOffs: z.array(
    z.object({
      parent: iid,
      child: iid,
      exDate: day,
      ratio: z.number(),
      /** The part's share of the parent's value. */
      share: z.number(),
      /** Value per parent's share: as expected, and at the child's first trade. */
      expectedCash: z.number(),
      cash: z.number(),
      parentCloseBefore: z.number(),
      parentOpen: z.number(),
    }),
  ),
  splits: z.array(z.object({ iid, exDate: day, ratio: z.number() })),
  specialDividends: z.array(z.object({ iid, exDate: day, cash: z.number() })),
  halts: z.array(z.object({ iid, from: day, sessions: z.number().int() })),
  limitCloses: z.array(z.object({ iid, on: day, side: z.enum(["upper", "lower"]) })),
  lateBars: z.array(z.object({ iid, on: day, knownAt: instant })),
  revisedBars: z.array(z.object({ iid, on: day, knownAt: instant, field: z.enum(["high", "low", "close"]) })),
  /** How many bars had only their volume corrected. */
  revisedVolumes: z.number().int(),
  /** Key numbers that a later report changed. */
  restatements: z.array(
    z.object({
      iid,
      field: z.string(),
      periodEnd: day,
      before: z.number(),
      knownAt: instant,
      /** Null when the number was withdrawn. */
      after: z.number().nullable(),
      restatedAt: instant,
    }),
  ),
  /** Periods reported again, with or without another number. */
  amendedReports: z.number().int(),
  reports: z.number().int(),
});

export type PlantedTruths = z.infer<typeof plantedTruthsSchema>;

/** The truths while the market is drawn: lists that grow. */
export type TruthLog = Pick<
  PlantedTruths,
  | "renames"
  | "reusedSymbols"
  | "reclassifications"
  | "newListings"
  | "delistings"
  | "mergers"
  | "spinOffs"
  | "splits"
  | "specialDividends"
  | "halts"
  | "limitCloses"
  | "lateBars"
  | "revisedBars"
  | "revisedVolumes"
  | "restatements"
  | "amendedReports"
  | "reports"
>;

export const openTruthLog = (): TruthLog => ({
  renames: [],
  reusedSymbols: [],
  reclassifications: [],
  newListings: [],
  delistings: [],
  mergers: [],
  spinOffs: [],
  splits: [],
  specialDividends: [],
  halts: [],
  limitCloses: [],
  lateBars: [],
  revisedBars: [],
  revisedVolumes: 0,
  restatements: [],
  amendedReports: 0,
  reports: 0,
});
