import type { PlaceLimits } from "./places.ts";

/** How much may be asked of a server. */
export interface Limits {
  /** Reads a second and caller. */
  readonly readsPerSecond: number;
  /** Changes a minute and caller. */
  readonly changesPerMinute: number;
  /** Batches of ticks a second and caller. */
  readonly ticksPerSecond: number;
  /** Wrong or missing tokens a minute and address. */
  readonly failuresPerMinute: number;
  readonly bodyBytes: number;
  readonly bundleBytes: number;
  /** Of a body with data. */
  readonly batchBytes: number;
  /** Bundles on their way in or being checked: each is held in memory until it has been. */
  readonly uploads: PlaceLimits;
  readonly streams: PlaceLimits;
  /** How often a stream shows that it is there, and whether its token still holds is looked at. */
  readonly heartbeatMs: number;
  /** How long a request may take to arrive. */
  readonly requestMs: number;
}

export const defaultLimits: Limits = {
  readsPerSecond: 10_000,
  changesPerMinute: 600,
  ticksPerSecond: 1_000,
  failuresPerMinute: 60,
  bodyBytes: 1_048_576,
  bundleBytes: 67_108_864,
  batchBytes: 4_194_304,
  uploads: { ofOne: 2, ofAll: 8 },
  streams: { ofOne: 200, ofAll: 1_000 },
  heartbeatMs: 15_000,
  requestMs: 15_000,
};
