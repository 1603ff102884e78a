import { z } from "zod";

const float64 = z.instanceof(Float64Array);
const int32 = z.instanceof(Int32Array);
const bytes = z.instanceof(Uint8Array);
const number = z.number().or(z.nan());

/** The engine's `Panel` as plain data, every number with its own bits. */
export const panelSliceSchema = z.strictObject({
  snapshotId: z.string().max(200),
  universe: z.string().max(200),
  markets: z
    .array(
      z.strictObject({
        mic: z.string().max(20),
        currency: z.string().max(10),
        firstSessionNumber: z.number().int(),
        sessionDates: int32,
        nextSessionDates: int32,
        openAt: float64,
        closeAt: float64,
        decisionAt: float64,
      }),
    )
    .max(100),
  instruments: z
    .array(
      z.strictObject({
        iid: z.string().max(100),
        name: z.string().max(400),
        market: z.number().int().min(0),
        sector: z.string().max(200),
        delistedRow: z.number().int(),
        delistReturn: number,
        lotSize: z.number(),
      }),
    )
    .max(20_000),
  offsets: int32,
  columns: z.record(z.string().max(100), float64),
  /** Of a column of groups, the names its numbers stand for. */
  groups: z.record(z.string().max(100), z.array(z.string().max(400)).max(20_000)),
  members: bytes,
  actions: z.strictObject({
    instrument: int32,
    row: int32,
    kind: bytes,
    ratio: float64,
    cash: float64,
    payDate: int32,
    other: int32,
    costShare: float64,
  }),
  /** What became known after its ex-date; decisions do not read it, accounts do. */
  lateActions: z.strictObject({
    instrument: int32,
    exRow: int32,
    row: int32,
    ratio: float64,
    cash: float64,
    payDate: int32,
  }),
  sharesSplitFactor: float64,
  fx: z.array(z.strictObject({ currency: z.string().max(10), knownAt: float64, usdPerUnit: float64 })),
});
export type PanelSlice = z.infer<typeof panelSliceSchema>;

/** The blob `parity.inputs`: MessagePack of this, as `wire/packed.ts` writes it. */
export const parityInputsSchema = z.strictObject({ panels: z.array(panelSliceSchema).min(1).max(64) });
export type ParityInputs = z.infer<typeof parityInputsSchema>;

/**
 * The blob `parity.vectors`, in the same writing. Entry k of each list is vector k: on that panel, at that instant, for
 * that instrument, the signal (or the factor's value) and the weight must come out with these bits. What there is none
 * of (the signal of a callback, the weight of a factor) is missing. Weights are those of an account that holds nothing.
 */
export const parityVectorsSchema = z.strictObject({
  panel: int32,
  /** Decision instants, UTC microseconds. */
  instant: float64,
  /** Place among the panel's instruments. */
  instrument: int32,
  signal: float64,
  weight: float64,
});
export type ParityVectors = z.infer<typeof parityVectorsSchema>;

/** How a value is computed: all instants of a panel together, one instant by itself, or session by session. */
export const parityModes = ["batch", "at", "stream"] as const;
export type ParityMode = (typeof parityModes)[number];

/** The first vector that came out otherwise. */
export interface ParityDifference {
  readonly vector: number;
  readonly instrument: string;
  /** The decision instant, UTC microseconds. */
  readonly instant: number;
  readonly mode: ParityMode;
  readonly what: "signal" | "weight";
  readonly expectedBits: string;
  readonly bits: string;
}
