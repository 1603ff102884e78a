/** The figures by which a series is told in words; missing values are left out. */
export interface SeriesSummary {
  readonly first: number;
  readonly last: number;
  readonly low: number;
  readonly high: number;
}

/** First, last, lowest and highest finite value; null when there is none. */
export const summariseSeries = (values: ArrayLike<number>): SeriesSummary | null => {
  let summary: { first: number; last: number; low: number; high: number } | null = null;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (!Number.isFinite(value)) continue;
    summary ??= { first: value, last: value, low: value, high: value };
    summary.last = value;
    if (value < summary.low) summary.low = value;
    if (value > summary.high) summary.high = value;
  }
  return summary;
};
