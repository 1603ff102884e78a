import type { WarningCheck } from "./warning-check.ts";

export const fixingWarnings: readonly WarningCheck[] = [
  {
    name: "fx-triangle",
    reason: "Two rates and the third that follows from them differ by more than 1 %.",
    sql: `WITH rates AS (SELECT base, quote, session_date, rate, line FROM good
        UNION ALL SELECT quote, base, session_date, 1 / rate, line FROM good)
      SELECT DISTINCT a.line FROM rates a JOIN rates b ON b.base = a.quote AND b.session_date = a.session_date
      JOIN good c ON c.base = a.base AND c.quote = b.quote AND c.session_date = a.session_date
      WHERE abs(a.rate * b.rate / c.rate - 1) > 0.01`,
  },
  {
    name: "large-return",
    reason: "The rate moves by more than 50 % from the one before.",
    sql: `SELECT DISTINCT line FROM (SELECT line, rate / lag(rate)
        OVER (PARTITION BY base, quote ORDER BY session_date, known_at, line) - 1 AS growth FROM good) WHERE abs(growth) > 0.5`,
  },
];
