import type { FactVersion } from "./history.ts";
import { knownBy, lastOf } from "./panel-model.ts";

/**
 * The counter-example: the as-of join that everybody writes first. At each instant it takes the row published last,
 * whatever period the row is about, so that a late restatement of an old year passes for news of the current one.
 * Nothing but tests uses it; they show that ours differs from it, and where.
 */
export const naiveAsOfPanel = (facts: readonly FactVersion[], decisionAt: ArrayLike<number>): Float64Array =>
  Float64Array.from(decisionAt, (at) => lastOf(knownBy(facts, at))?.value ?? Number.NaN);
