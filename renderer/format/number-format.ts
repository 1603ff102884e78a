/** What stands where there is no value: never 0, never "NaN". */
export const NO_VALUE = "–";

export interface NumberStyle {
  /** Decimals, always shown. */
  readonly digits: number;
  /** "+" before a positive value, for changes and differences. */
  readonly hasPlus?: boolean;
}

const formatters = new Map<string, Intl.NumberFormat>();

const formatterFor = ({ digits, hasPlus = false }: NumberStyle): Intl.NumberFormat => {
  const key = `${digits}${hasPlus}`;
  const known = formatters.get(key);
  if (known) return known;
  // Both languages group by thousands with a comma. "negative" and "exceptZero" print −0 and −0.001 as 0.
  const made = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: hasPlus ? "exceptZero" : "negative",
  });
  formatters.set(key, made);
  return made;
};

/** A number with thousands separators, a true minus, and no negative zero. */
export const formatNumber = (value: number, style: NumberStyle): string => {
  if (Number.isNaN(value)) return NO_VALUE;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return formatterFor(style).format(value).replace("-", "−");
};

/** A fraction as a percentage: 0.1176 is "11.8%". */
export const formatPercent = (fraction: number, style: NumberStyle = { digits: 1 }): string =>
  Number.isNaN(fraction) ? NO_VALUE : `${formatNumber(toPercent(fraction), style)}%`;

/** Times 100 without the last binary digit's noise, so that 0.02345 rounds as 2.345 does. */
const toPercent = (fraction: number): number => Number((fraction * 100).toPrecision(15));

/** A multiple: 3.07 is "3.07×". */
export const formatMultiple = (value: number, digits = 2): string =>
  Number.isNaN(value) ? NO_VALUE : `${formatNumber(value, { digits })}×`;

/** A number with as many decimals as it has, up to `maxDigits`: for tables and inspectors. */
export const formatPlain = (value: number, maxDigits = 4): string => {
  if (!Number.isFinite(value)) return formatNumber(value, { digits: 0 });
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e15 || magnitude < 1e-6))
    return value.toExponential(3).replace(/-/g, "−");
  const digits = Number.isInteger(value) ? 0 : magnitude >= 1000 ? Math.min(2, maxDigits) : maxDigits;
  return formatNumber(value, { digits });
};
