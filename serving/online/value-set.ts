/** What is computed together for a strategy or a factor: one number an id, all of one version and one instant. */
export interface ValueSet {
  readonly kind: "signal" | "factor";
  readonly name: string;
  readonly version: number;
  readonly bundle: string;
  readonly snapshot: string;
  /** UTC milliseconds. */
  readonly asOf: number;
  readonly knownAt: number;
  readonly computedAt: number;
  readonly ids: readonly string[];
  /** As long as `ids`; a missing value is NaN. */
  readonly values: Float64Array;
}
