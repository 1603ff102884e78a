import fc from "fast-check";
import { expect, test } from "vitest";
import type { Panel } from "../contract/panel.ts";
import { createRandom, type Random } from "../rng/random.ts";
import { arbitraryShape, runs, WORLDS } from "../testing/arbitrary-world.ts";
import { evaluateFactor } from "./evaluate-factor.ts";
import { randomExpression } from "./testing/arbitrary-expression.ts";
import { createRichWorld } from "./testing/rich-world.ts";

/** Adversarial futures: noise, another scale, nothing, the other sign. */
const futures: Readonly<Record<string, (x: number, random: Random) => number>> = {
  noise: (x, random) => x * (1 + random.normal()),
  "ten times": (x) => 10 * x,
  missing: () => Number.NaN,
  "other sign": (x) => -x,
};

/** The panel with every later row of every market changed, in columns, memberships and splits. */
function changeFuture(panel: Panel, at: number, change: (x: number, random: Random) => number): Panel {
  const random = createRandom(99);
  const isLater = new Uint8Array(panel.members.length);
  panel.instruments.forEach(({ market }, i) => {
    const { decisionAt } = panel.markets[market]!;
    for (let row = 0; row < decisionAt.length; row++)
      if (decisionAt[row]! > at) isLater[panel.offsets[i]! + row] = 1;
  });
  const { actions } = panel;
  const ratio = actions.ratio.map((each, k) =>
    isLater[panel.offsets[actions.instrument[k]!]! + actions.row[k]!] === 1 ? 7 * each : each,
  );
  return {
    ...panel,
    columns: Object.fromEntries(
      Object.entries(panel.columns).map(([name, column]) => [
        name,
        column.map((x, cell) => (isLater[cell] === 1 ? change(x, random) : x)),
      ]),
    ),
    members: panel.members.map((member, cell) => (isLater[cell] === 1 ? 1 - member : member)),
    actions: { ...actions, ratio },
  };
}

test.each(Object.entries(futures))("[P8] a future of %s changes no value before it", (_, change) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0x7fff_ffff }), arbitraryShape, fc.nat(), (seed, shape, pick) => {
      const { factor } = randomExpression({ seed, hasDerived: true, hasCross: true });
      const panel = createRichWorld(shape);
      const instants = panel.markets
        .flatMap(({ decisionAt }) => Array.from(decisionAt))
        .sort((x, y) => x - y);
      const at = instants[pick % instants.length]!;
      const changed = evaluateFactor(factor, changeFuture(panel, at, change));
      const truth = evaluateFactor(factor, panel);
      for (const instant of instants.filter((each) => each <= at).slice(-8)) {
        const [ours, expected] = [changed.at(instant), truth.at(instant)];
        for (let i = 0; i < expected.length; i++)
          if (!Object.is(ours[i], expected[i]))
            expect.fail(`${factor}: ${ours[i]} instead of ${expected[i]}`);
      }
    }),
    { ...runs(8), numRuns: Math.ceil(WORLDS / Object.keys(futures).length) },
  );
});
