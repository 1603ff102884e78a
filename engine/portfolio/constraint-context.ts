import { ArgumentError } from "../argument-error.ts";
import { nearestName } from "../expression/fields.ts";
import type { ConstraintName, GroupCap, WeightConstraints } from "./weight-constraints.ts";

/** Gross exposure above this is a mistake, not a wish. */
const LARGEST_GROSS = 10;

/** What constraints need to know beside the weights. */
export interface ConstraintContext {
  /** Every name once, in the order that decides ties and additions: by ascending id. */
  readonly order: Int32Array;
  /** Sector and market of each name; needed by a cap on them. */
  readonly sectors?: readonly string[];
  /** Every sector there is; those of the names when left out. */
  readonly knownSectors?: readonly string[];
  readonly markets?: readonly string[];
  /** Weights held now, finite; needed by maximumTurnover and minimumTrade. */
  readonly current?: Float64Array;
}

/**
 * Throws an ArgumentError unless all that the constraints need is there: "bad-weights" for weights that are
 * not finite or too large, "bad-argument" for what is missing and for a group that no name has.
 */
export function requireContext(
  weights: Float64Array,
  constraints: WeightConstraints,
  context: ConstraintContext,
): void {
  const { order, sectors, knownSectors = sectors, markets, current } = context;
  requireWeights(weights, order);
  const needs = (
    what: string,
    given: { readonly length: number } | undefined,
    constraint: ConstraintName,
  ) => {
    if (constraints[constraint] === undefined) return;
    if (given === undefined) throw new ArgumentError(`${constraint} needs ${what}`);
    if (given.length !== weights.length)
      throw new ArgumentError(`${constraint} needs ${what} of ${weights.length} names, had ${given.length}`);
  };
  needs("sectors", sectors, "maximumSector");
  needs("markets", markets, "maximumMarket");
  needs("current weights", current, "maximumTurnover");
  needs("current weights", current, "minimumTrade");
  if (current !== undefined)
    for (const i of order)
      if (!Number.isFinite(current[i]))
        throw new ArgumentError(
          `current weights must be finite, that of name ${i} was ${current[i]}`,
          "bad-weights",
        );
  requireGroups("maximumSector", constraints.maximumSector, knownSectors);
  requireGroups("maximumMarket", constraints.maximumMarket, markets);
}

function requireWeights(weights: Float64Array, order: Int32Array): void {
  if (order.length !== weights.length)
    throw new ArgumentError(`the order must list ${weights.length} names, had ${order.length}`);
  let gross = 0;
  for (const i of order) {
    if (!Number.isFinite(weights[i]))
      throw new ArgumentError(`weights must be finite, that of name ${i} was ${weights[i]}`, "bad-weights", {
        name: i,
      });
    gross += Math.abs(weights[i]!);
  }
  if (gross > LARGEST_GROSS)
    throw new ArgumentError(
      `the gross weight must be at most ${LARGEST_GROSS}, was ${gross}`,
      "bad-weights",
      {
        gross,
      },
    );
}

function requireGroups(
  name: ConstraintName,
  cap: GroupCap | undefined,
  groups: readonly string[] = [],
): void {
  if (typeof cap !== "object") return;
  const known = new Set(groups);
  for (const group of Object.keys(cap))
    if (!known.has(group)) {
      const nearest = nearestName(group, [...known].sort());
      throw new ArgumentError(
        `${name} names "${group}", which no instrument has${nearest ? `; did you mean "${nearest}"?` : ""}`,
        "bad-argument",
        { group, ...(nearest ? { nearest } : {}) },
      );
    }
}
