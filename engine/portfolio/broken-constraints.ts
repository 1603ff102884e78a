import type { ConstraintContext } from "./constraint-context.ts";
import {
  type ConstraintName,
  type GroupCap,
  netCeiling,
  type WeightConstraints,
} from "./weight-constraints.ts";

/** Far above the rounding of sums of weights, far below a weight that means something. */
const SLACK = 1e-9;

/** The constraints on a portfolio, not on trades, that weights break by more than rounding. */
export function brokenConstraints(
  weights: Float64Array,
  constraints: WeightConstraints,
  { order, sectors, markets }: ConstraintContext,
): ConstraintName[] {
  const { minimumWeight = 0, minimumNet = Number.NEGATIVE_INFINITY, cashBuffer } = constraints;
  const held = order.filter((i) => weights[i] !== 0);
  // Nothing at all is cash, whatever the range.
  if (held.length === 0) return [];
  const sizes = Array.from(held, (i) => Math.abs(weights[i]!));
  let gross = 0;
  let net = 0;
  for (const i of held) {
    gross += Math.abs(weights[i]!);
    net += weights[i]!;
  }
  const isOver = (value: number, limit: number | undefined) => limit !== undefined && value > limit + SLACK;
  const isGroupOver = (cap: GroupCap | undefined, groups: readonly string[] | undefined) => {
    if (cap === undefined || groups === undefined) return false;
    const sums = new Map<string, number>();
    for (const i of held) sums.set(groups[i]!, (sums.get(groups[i]!) ?? 0) + Math.abs(weights[i]!));
    return [...sums].some(([group, sum]) => isOver(sum, capOf(cap, group) ?? undefined));
  };
  const broken: Partial<Record<ConstraintName, boolean>> = {
    maximumNames: isOver(held.length, constraints.maximumNames),
    minimumWeight: sizes.some((size) => size < minimumWeight - SLACK),
    maximumWeight: sizes.some((size) => isOver(size, constraints.maximumWeight)),
    maximumSector: isGroupOver(constraints.maximumSector, sectors),
    maximumMarket: isGroupOver(constraints.maximumMarket, markets),
    maximumGross: isOver(gross, constraints.maximumGross),
    minimumNet: minimumNet > net + SLACK,
    maximumNet: isOver(net, constraints.maximumNet),
    cashBuffer: cashBuffer !== undefined && isOver(net, netCeiling({ cashBuffer })),
  };
  return (Object.keys(broken) as ConstraintName[]).filter((name) => broken[name]);
}

/** The cap of one group; null when it has none. */
export function capOf(cap: GroupCap, group: string): number | null {
  if (typeof cap === "number") return cap;
  return Object.hasOwn(cap, group) ? cap[group]! : null;
}
