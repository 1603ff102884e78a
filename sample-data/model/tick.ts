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

/** The size of one tick at a price. */
export const tickSize = (price: number, rule: TickRule): number => tickStep(price, rule) / rule.scale;

const tickStep = (price: number, rule: TickRule): number => {
  for (const [below, step] of rule.tiers) if (price < below) return step;
  throw new Error(`no tick for price ${price}`);
};
