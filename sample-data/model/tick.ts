/** Ticks as whole numbers over `scale`: prices below each bound move in steps of `step / scale`. */
export interface TickRule {
  readonly scale: number;
  readonly tiers: readonly (readonly [below: number, step: number])[];
}

/** The nearest price the market can print, at least one tick: whole steps, then one correctly rounded division. */
export const roundToTick = (price: number, rule: TickRule): number => {
  const step = tickStep(price, rule);
  return Math.max(step, Math.floor((price * rule.scale) / step + 0.5) * step) / rule.scale;
};

/** Guards a price that is a whole number of ticks against the rounding of the product it came from. */
const GRAIN = 1e-9;

/** The highest price the market can print that is not above a price. */
export const floorToTick = (price: number, rule: TickRule): number => {
  const step = tickStep(price, rule);
  return Math.max(step, Math.floor((price * rule.scale) / step + GRAIN) * step) / rule.scale;
};

/** The lowest price the market can print that is not below a price. */
export const ceilToTick = (price: number, rule: TickRule): number => {
  const step = tickStep(price, rule);
  return Math.max(step, Math.ceil((price * rule.scale) / step - GRAIN) * step) / rule.scale;
};

/** The size of one tick at a price. */
export const tickSize = (price: number, rule: TickRule): number => tickStep(price, rule) / rule.scale;

const tickStep = (price: number, rule: TickRule): number => {
  for (const [below, step] of rule.tiers) if (price < below) return step;
  throw new Error(`no tick for price ${price}`);
};
