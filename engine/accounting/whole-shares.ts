/** Towards zero, but a ratio such as 1/3 must not turn 9.999999999 shares into 9. */
export function wholeShares(exact: number): number {
  const nearest = Math.round(exact);
  const whole = Math.abs(exact - nearest) < 1e-6 ? nearest : Math.trunc(exact);
  return whole === 0 ? 0 : whole;
}
