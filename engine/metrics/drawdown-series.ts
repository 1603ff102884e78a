/**
 * Level over its running peak, minus 1, at each time: 0 at a peak, −0.2 at 20 % below it.
 * `levels`: positive; a missing level is missing in the result and leaves the peak as it was.
 *
 * @example drawdownSeries(Float64Array.of(100, 80, 120)) // [0, -0.2, 0]
 */
export function drawdownSeries(levels: Float64Array): Float64Array {
  const depths = new Float64Array(levels.length);
  let peak = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < levels.length; t++) {
    const level = levels[t]!;
    if (level > peak) peak = level;
    depths[t] = Number.isNaN(level) ? Number.NaN : level >= peak ? 0 : level / peak - 1;
  }
  return depths;
}
