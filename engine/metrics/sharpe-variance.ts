/**
 * 1 − g₃·SR + (g₄ − 1)/4·SR²: n − 1 times the variance of an estimated Sharpe ratio, g₄ the raw kurtosis.
 * @source Mertens (2002); Bailey & López de Prado (2012), eq. 9.
 */
export function sharpeVariance(sample: {
  readonly sharpe: number;
  readonly skewness: number;
  readonly rawKurtosis: number;
}): number {
  const { sharpe, skewness, rawKurtosis } = sample;
  return 1 - skewness * sharpe + ((rawKurtosis - 1) / 4) * sharpe * sharpe;
}
