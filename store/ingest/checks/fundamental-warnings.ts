import type { WarningCheck } from "./warning-check.ts";

export const fundamentalWarnings: readonly WarningCheck[] = [
  {
    name: "unit-shift",
    reason:
      "The value is about 1,000 times that of the period before, or a thousandth of it: the unit may have changed.",
    sql: `SELECT DISTINCT line FROM (SELECT line, abs(value / nullif(lag(value)
        OVER (PARTITION BY inst, field ORDER BY period_end, known_at, line), 0)) AS growth FROM good)
      WHERE greatest(growth, 1 / nullif(growth, 0)) BETWEEN 900 AND 1100`,
  },
];
