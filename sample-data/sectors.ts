/** Eleven sectors, named in plain words. */
export const sectors = [
  "Energy",
  "Materials",
  "Industrials",
  "Consumer Discretionary",
  "Consumer Staples",
  "Health Care",
  "Financials",
  "Information Technology",
  "Communication Services",
  "Utilities",
  "Real Estate",
] as const;

/** Each sector has three industries. */
export const industryNames = ["Products", "Services", "Equipment"] as const;
