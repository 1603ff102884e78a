import { minorPerUnit } from "../../engine/index.ts";

const moneyOf = (currency: string) => (amount: number) => {
  const minor = Math.round(amount * minorPerUnit(currency));
  if (!Number.isSafeInteger(minor) || minor <= 0) {
    throw new RangeError(`an amount of money must be positive and below 2^53 minor units, was ${amount}`);
  }
  return Object.freeze({ currency, minor });
};

export const usd = moneyOf("USD");
export const krw = moneyOf("KRW");
export const gbp = moneyOf("GBP");
export const hkd = moneyOf("HKD");
