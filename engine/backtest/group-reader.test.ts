import { expect, test } from "vitest";
import type { Panel } from "../contract/panel.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { createRichWorld } from "../expression/testing/rich-world.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import { requiredPanel } from "../strategy/required-panel.ts";
import { unwrap } from "../testing/strategies.ts";
import { truncateWorld, worldConfig } from "../testing/world.ts";
import { runBacktest } from "./run-backtest.ts";

const CAP = 0.4;

const capped = unwrap(
  defineStrategy({
    name: "capped",
    universe: "WORLD",
    decide: { mic: "XNYS", delayMinutes: 30 },
    rebalance: "daily",
    signal: ({ field }) => field.close!,
    weights: ({ signal }) => signal.equal().constrain({ maximumSector: CAP }),
  }),
);

const run = (panel: Panel) =>
  unwrap(runBacktest({ panel, strategy: capped, parameters: {}, config: worldConfig(costModels.none) }));

/** Gross weight by the sector on the newest known row, decision by decision; only what is held. */
function grossBySector(panel: Panel): Map<string, number>[] {
  const { rebalances, fills } = run(panel);
  return Array.from(rebalances.decidedAt, (at, k) => {
    const gross = new Map<string, number>();
    for (let t = rebalances.firstTarget[k]!; t < rebalances.firstTarget[k + 1]!; t++) {
      const { iid } = fills.instruments[rebalances.instrument[t]!]!;
      const i = panel.instruments.findIndex((each) => each.iid === iid);
      const row = panel.markets[panel.instruments[i]!.market]!.decisionAt.findLastIndex(
        (known) => known <= at,
      );
      const code = panel.columns.sector![panel.offsets[i]! + row]!;
      const name = panel.groups!.sector![code] ?? "";
      gross.set(name, (gross.get(name) ?? 0) + Math.abs(rebalances.weight[t]!));
    }
    return gross;
  });
}

const shape = { seed: 5, instruments: 8, sessions: 30 };

test("maximumSector holds for the sectors known at each decision, also when a name has moved", () => {
  const panel = createRichWorld(shape);
  const decisions = grossBySector(panel);
  const all = decisions.flatMap((gross) => [...gross.values()]);
  expect(Math.max(...all)).toBeLessThanOrEqual(CAP + 1e-9);
  expect(all.filter((weight) => weight > CAP - 1e-9).length).toBeGreaterThan(decisions.length);
  // The panel's instruments name one sector for all, which would have capped the whole portfolio.
  expect(decisions.some((gross) => gross.size > 1 && [...gross.values()].reduce((a, b) => a + b) > CAP)).toBe(
    true,
  );
});

test("[P1] sectors learnt later change no decision before", () => {
  const panel = createRichWorld(shape);
  const at = panel.markets[0]!.decisionAt[20]!;
  const known = run(truncateWorld(panel, at)).rebalances;
  const later = run(panel).rebalances;
  const decisions = known.decidedAt.length;
  expect(decisions).toBeGreaterThan(10);
  expect(later.names.slice(0, decisions)).toEqual(known.names);
  expect(later.weight.slice(0, known.weight.length)).toEqual(known.weight);
});

test("the store is asked for the sectors that a constraint reads", () => {
  const { fields } = unwrap(requiredPanel(capped, {}));
  expect(fields).toEqual(["close", "open", "sector", "sharesOutstanding"]);
});

test("a panel without the names of its sectors is refused", () => {
  const { groups: _, ...unnamed } = createRichWorld(shape);
  expect(() => run(unnamed)).toThrow("the panel does not name the groups of its column sector");
});
