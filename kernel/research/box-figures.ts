/** What a box shows of its values; NaN where there are none. */
export interface BoxFigures {
  readonly low: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly high: number;
}

/**
 * Quartiles by linear interpolation (Hyndman and Fan 1996, type 7); low and high are the outermost values within one
 * and a half times the distance of the quartiles from them (Tukey 1977). Missing and infinite values are left out.
 */
export const boxOf = (values: ArrayLike<number>): BoxFigures => {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const quantile = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? Number.NaN;
    const above = sorted[Math.ceil(place)] ?? Number.NaN;
    return below + (above - below) * (place - Math.floor(place));
  };
  const lowerQuartile = quantile(0.25);
  const upperQuartile = quantile(0.75);
  const reach = 1.5 * (upperQuartile - lowerQuartile);
  // Between few values a quartile may lie beyond the outermost one: then there is no whisker.
  const low = Math.min(lowerQuartile, sorted.find((value) => value >= lowerQuartile - reach) ?? Number.NaN);
  const high = Math.max(
    upperQuartile,
    sorted.findLast((value) => value <= upperQuartile + reach) ?? Number.NaN,
  );
  return { low, lowerQuartile, median: quantile(0.5), upperQuartile, high };
};
