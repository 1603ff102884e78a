import { ArgumentError, requireWhole, requireWithin } from "../argument-error.ts";
import { nearestName } from "../expression/fields.ts";

/** A cap for every group, or one by the group's name. */
export type GroupCap = number | Readonly<Record<string, number>>;

/**
 * What target weights must keep to, as plain data. Weights are shares of NAV: 0.05 is 5 %. What is left out
 * does not bind. `constrainWeights` says in which order they are applied.
 */
export interface WeightConstraints {
  /** The most names held. */
  readonly maximumNames?: number;
  /** The least |weight| worth holding; a smaller one becomes 0. */
  readonly minimumWeight?: number;
  /** The most |weight| of one name. */
  readonly maximumWeight?: number;
  /** The most gross weight of one sector. */
  readonly maximumSector?: GroupCap;
  /** The most gross weight of one market, by MIC. */
  readonly maximumMarket?: GroupCap;
  /** The most gross weight, Σ|w|. */
  readonly maximumGross?: number;
  /** The range of the net weight, Σw. */
  readonly minimumNet?: number;
  readonly maximumNet?: number;
  /** The share of NAV kept in cash: the net weight is at most 1 less it. */
  readonly cashBuffer?: number;
  /** The most turnover of one decision, Σ|w − current|/2. */
  readonly maximumTurnover?: number;
  /**
   * The least change of a weight worth trading; a smaller one is left out, but for a position that is closed.
   */
  readonly minimumTrade?: number;
}

export type ConstraintName = keyof WeightConstraints;

/** The limits of a number, by constraint; groups and the number of names are checked apart. */
const limits: Readonly<
  Record<Exclude<ConstraintName, "maximumNames" | GroupName>, readonly [number, number]>
> = {
  minimumWeight: [0, 10],
  maximumWeight: [0, 10],
  maximumGross: [0, 10],
  minimumNet: [-10, 10],
  maximumNet: [-10, 10],
  cashBuffer: [0, 1],
  maximumTurnover: [0, 20],
  minimumTrade: [0, 10],
};

type GroupName = "maximumSector" | "maximumMarket";

const names: readonly string[] = [...Object.keys(limits), "maximumNames", "maximumSector", "maximumMarket"];

/**
 * Throws an ArgumentError unless the constraints are known, within their limits, and can hold together:
 * "bad-argument" for a value, "bad-weights" (reason "infeasible-constraints") for a contradiction.
 */
export function checkConstraints(constraints: WeightConstraints): void {
  if (typeof constraints !== "object" || constraints === null)
    throw new ArgumentError("constraints must be an object, such as { maximumWeight: 0.05 }");
  for (const [name, value] of Object.entries(constraints)) checkOne(name, value);
  const { maximumNames = Number.POSITIVE_INFINITY, maximumWeight = Number.POSITIVE_INFINITY } = constraints;
  const { minimumWeight = 0, minimumNet = Number.NEGATIVE_INFINITY } = constraints;
  const { maximumGross = Number.POSITIVE_INFINITY } = constraints;
  const highestNet = netCeiling(constraints);
  const contradict = (isBroken: boolean, statement: string) => {
    if (isBroken) throw infeasible(statement);
  };
  contradict(
    minimumWeight > maximumWeight,
    `minimumWeight ${minimumWeight} is above maximumWeight ${maximumWeight}`,
  );
  contradict(
    minimumNet > highestNet,
    `minimumNet ${minimumNet} is above the highest net weight ${highestNet}`,
  );
  contradict(minimumNet > maximumGross, `minimumNet ${minimumNet} is above maximumGross ${maximumGross}`);
  contradict(
    -highestNet > maximumGross,
    `a net weight of ${highestNet} needs more than maximumGross ${maximumGross}`,
  );
  if (Number.isFinite(maximumNames) && Number.isFinite(maximumWeight))
    contradict(
      minimumNet > maximumNames * maximumWeight,
      `${maximumNames} names of at most ${maximumWeight} cannot reach minimumNet ${minimumNet}`,
    );
}

/** The highest net weight that maximumNet and the cash buffer leave. */
export function netCeiling({ maximumNet = Number.POSITIVE_INFINITY, cashBuffer }: WeightConstraints): number {
  return cashBuffer === undefined ? maximumNet : Math.min(maximumNet, 1 - cashBuffer);
}

/** The error for constraints that no weights can keep. */
export function infeasible(
  statement: string,
  details: Readonly<Record<string, string | number>> = {},
): ArgumentError {
  return new ArgumentError(`these constraints cannot hold together: ${statement}`, "bad-weights", {
    reason: "infeasible-constraints",
    ...details,
  });
}

function checkOne(name: string, value: unknown): void {
  if (value === undefined) return;
  if (name === "maximumNames") requireWhole(name, value as number, 1);
  else if (name === "maximumSector" || name === "maximumMarket") checkGroupCap(name, value as GroupCap);
  else if (Object.hasOwn(limits, name)) {
    const [least, greatest] = limits[name as keyof typeof limits];
    requireWithin(name, value as number, least, greatest);
  } else {
    const nearest = nearestName(name, names);
    throw new ArgumentError(
      `there is no constraint "${name}"${nearest ? `; did you mean "${nearest}"?` : ""}`,
      "bad-argument",
      { constraint: name, ...(nearest ? { nearest } : {}) },
    );
  }
}

function checkGroupCap(name: GroupName, cap: GroupCap): void {
  if (typeof cap === "number") requireWithin(name, cap, 0, 10);
  else if (typeof cap === "object" && cap !== null)
    for (const [group, value] of Object.entries(cap)) requireWithin(`${name} of ${group}`, value, 0, 10);
  else throw new ArgumentError(`${name} must be a number, or numbers by group, was ${String(cap)}`);
}
