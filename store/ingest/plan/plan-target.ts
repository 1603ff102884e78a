import type { ImportMapping } from "../../contract/import.ts";
import { ColumnReader } from "./read-columns.ts";
import type { TargetPlan } from "./target-plan.ts";
import { planActions } from "./targets/plan-actions.ts";
import { planDailyBars } from "./targets/plan-daily-bars.ts";
import { planFixings } from "./targets/plan-fixings.ts";
import { planFundamentals } from "./targets/plan-fundamentals.ts";
import { planListings } from "./targets/plan-listings.ts";
import { planMemberships } from "./targets/plan-memberships.ts";
import { planMinuteBars } from "./targets/plan-minute-bars.ts";
import type { Cell } from "./value-sql.ts";

/** How the rows of a file become rows of the mapping's table. */
export const planTarget = (mapping: ImportMapping, cells: ReadonlyMap<string, Cell>): TargetPlan => {
  const reader = new ColumnReader(mapping, cells);
  const { target } = mapping;
  switch (target.table) {
    case "bars_1d":
      return planDailyBars(mapping, target, reader);
    case "bars_1m":
      return planMinuteBars(mapping, target, reader);
    case "fundamentals":
      return planFundamentals(mapping, target, reader);
    case "actions":
      return planActions(mapping, target, reader);
    case "fx_1d":
      return planFixings(target, reader);
    case "memberships":
      return planMemberships(target, reader);
    case "instruments":
      return planListings(target, reader);
  }
};
