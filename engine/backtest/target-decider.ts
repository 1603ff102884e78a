import type { Decider, Simulation, Strike } from "./simulation.ts";
import type { Decide } from "./target-weights.ts";

/** A strategy that answers with target weights, on rebalance sessions. It keeps nothing from one to the next. */
export class TargetDecider implements Decider {
  readonly #simulation: Simulation;
  readonly #decide: Decide;

  constructor(simulation: Simulation, decide: Decide) {
    this.#simulation = simulation;
    this.#decide = decide;
  }

  decide(strike: Strike): void {
    if (strike.isRebalance) this.#simulation.rebalanceTo(this.#decide(strike.at, strike.date), strike);
  }

  save(): null {
    return null;
  }

  restore(): void {}
}
