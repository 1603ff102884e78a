/** As near to a whole number of shares as rounding may have taken it. */
const NEAR = 1e-6;

/** Towards zero, but a ratio such as 1/3 must not turn 9.999999999 shares into 9. */
export function wholeShares(exact: number): number {
  const nearest = Math.round(exact);
  const whole = Math.abs(exact - nearest) < NEAR ? nearest : Math.trunc(exact);
  return whole === 0 ? 0 : whole;
}

/** What is left of `exact` beside its whole shares; 0 where that is rounding. */
export const fractionBeside = (whole: number, exact: number): number =>
  Math.abs(exact - whole) < NEAR ? 0 : exact - whole;
