/**
 * An identification number in the form of ISO 6166: country, nine characters, check digit. "ZZ" is no country's, so
 * the number is no real security's.
 */
export const isinOf = (prefix: string, iid: string): string => {
  const body = `ZZ${prefix}${iid.slice(prefix.length).padStart(7, "0")}`;
  return `${body}${checkDigitOf(body)}`;
};

/** Luhn's digit over the characters as numbers, letters as 10 to 35. */
const checkDigitOf = (body: string): number => {
  const digits = [...body].flatMap((character) => [...String(Number.parseInt(character, 36))].map(Number));
  const sum = digits.reverse().reduce((total, digit, index) => {
    const value = index % 2 === 0 ? digit * 2 : digit;
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
};
