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
  requestMs: 15_000,
};
