/** Points of the lag's distribution function: probability and days. Calibrated on real annual and quarterly reports. */
const quantiles = [
  [0, 18],
  [0.05, 28],
  [0.5, 40],
  [0.95, 76],
  [0.99, 124],
  [1, 190],
] as const;

/** Days from the end of a period to its publication, at a probability between 0 and 1; linear between the points. */
export const publicationLag = (probability: number): number => {
  const upper = quantiles.findIndex(([point]) => probability < point);
  if (upper < 1) throw new Error(`a probability must be at least 0 and below 1, was ${probability}`);
  const [fromPoint, fromDays] = quantiles[upper - 1]!;
  const [toPoint, toDays] = quantiles[upper]!;
  return Math.floor(
    fromDays + ((toDays - fromDays) * (probability - fromPoint)) / (toPoint - fromPoint) + 0.5,
  );
};
