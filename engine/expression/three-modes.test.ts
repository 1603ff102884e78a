import fc from "fast-check";
import { expect, test } from "vitest";
import type { Panel } from "../contract/panel.ts";
import { createRandom } from "../rng/random.ts";
import { arbitraryShape, runs, WORLDS } from "../testing/arbitrary-world.ts";
import { truncateWorld } from "../testing/world.ts";
import { evaluateFactor } from "./evaluate-factor.ts";
import { evaluateFactorAt } from "./evaluate-factor-at.ts";
import { type Factor, fieldFactor } from "./factor.ts";
import { createFactorStream } from "./factor-stream.ts";
import { planFactor } from "./plan-factor.ts";
import { sampleFactor } from "./sample-factor.ts";
import { randomExpression, stepNames } from "./testing/arbitrary-expression.ts";
import { cutFront } from "./testing/cut-front.ts";
import { createRichWorld } from "./testing/rich-world.ts";
import { sessionsOf } from "./testing/sessions-of.ts";

const seed = fc.integer({ min: 1, max: 0x7fff_ffff });
const shapes = arbitraryShape.map((shape) => ({ ...shape, sessions: Math.ceil(shape.sessions / 2) + 1 }));

/** Every value by Object.is, so that the sign of a zero counts too. */
function expectSame(ours: ArrayLike<number>, expected: ArrayLike<number>, told: string): void {
  expect(ours.length).toBe(expected.length);
  for (let k = 0; k < expected.length; k++)
    if (!Object.is(ours[k], expected[k]))
      expect.fail(`${told}, entry ${k}: ${ours[k]} instead of ${expected[k]}`);
}

/** Pushes every session, saving and taking up the state in the middle; calls back after each. */
function stream(factor: Factor, panel: Panel, after: (at: number, values: Float64Array) => void): void {
  const sessions = sessionsOf(panel);
  const half = Math.floor(sessions.length / 2);
  let running = createFactorStream(factor, panel);
  sessions.forEach(({ at, session }, k) => {
    if (k === half) {
      const saved = running.save();
      running.push(session);
      running = createFactorStream(factor, panel, structuredClone(saved));
    }
    running.push(session);
    after(at, running.values());
  });
}

test("[P12] a panel, single dates and a stream of sessions give the same bits", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(seed, shapes, (expressionSeed, shape) => {
      const { factor, steps } = randomExpression({ seed: expressionSeed, hasDerived: true, hasCross: true });
      for (const step of steps) met.add(step);
      const panel = createRichWorld(shape);
      const batch = evaluateFactor(factor, panel);
      const samples = sampleFactor(
        factor,
        panel,
        Float64Array.from(sessionsOf(panel), ({ at }) => at),
      );
      let k = 0;
      stream(factor, panel, (at, values) => {
        const expected = batch.at(at);
        expectSame(samples.at(k), expected, `${factor} sampled at session ${k}`);
        expectSame(values, expected, `${factor} streamed at session ${k}`);
        // One date costs its whole look-back: some dates of each world meet all places in a block.
        if (k++ % 11 === expressionSeed % 11)
          expectSame(evaluateFactorAt(factor, panel, at), expected, `${factor} at ${at}`);
      });
    }),
    runs(121),
  );
  expect([...met].sort()).toEqual([...stepNames].sort());
});

test("[P12] a panel that ends earlier has the same bits as far as it goes", () => {
  fc.assert(
    fc.property(seed, shapes, fc.nat(), (expressionSeed, shape, pick) => {
      const { factor } = randomExpression({ seed: expressionSeed, hasDerived: true, hasCross: true });
      const panel = createRichWorld(shape);
      const { decisionAt } = panel.markets[0]!;
      const at = decisionAt[pick % decisionAt.length]!;
      const cut = evaluateFactor(factor, truncateWorld(panel, at));
      const whole = evaluateFactor(factor, panel);
      for (const instant of decisionAt)
        if (instant <= at) expectSame(cut.at(instant), whole.at(instant), `${factor} at ${instant} of ${at}`);
    }),
    runs(122),
  );
});

test("[P12] a panel that begins later has the same bits once the look-back is covered", () => {
  let covered = 0;
  fc.assert(
    fc.property(seed, fc.integer({ min: 1, max: 60 }), (expressionSeed, rows) => {
      const { factor } = randomExpression({ seed: expressionSeed, hasDerived: false, hasCross: false });
      const panel = createRichWorld({ seed: expressionSeed, instruments: 2, sessions: 200, hasGaps: true });
      const { lookBackSessions } = planFactor(factor);
      const whole = evaluateFactor(factor, panel).cells!;
      const late = cutFront(panel, rows);
      const ours = evaluateFactor(factor, late).cells!;
      for (let i = 0; i < 2; i++) {
        const from = Math.min(lookBackSessions, 200 - rows);
        const expected = whole.subarray(panel.offsets[i]! + rows + from, panel.offsets[i + 1]!);
        expectSame(
          ours.subarray(late.offsets[i]! + from, late.offsets[i + 1]!),
          expected,
          `${factor} cut by ${rows}`,
        );
        covered += expected.length;
      }
    }),
    runs(123),
  );
  expect(covered).toBeGreaterThan(100 * WORLDS);
});

test("[P12] derived fields of a panel that begins later are the same while no action was cut away", () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 1, max: 30 }), (expressionSeed, rows) => {
      const { factor } = randomExpression({ seed: expressionSeed, hasDerived: true, hasCross: false });
      const shape = { seed: expressionSeed, instruments: 2, sessions: 120, hasActions: true };
      const whole = createRichWorld(shape);
      const { actions } = whole;
      // Also on the first row that is left: a report on it counts the new shares already.
      const isKept = (_: unknown, k: number) => actions.row[k]! > rows;
      // With one number of shares, the report of a later first row is that of row 0.
      const panel = {
        ...whole,
        columns: { ...whole.columns, sharesOutstanding: whole.columns.close!.map(() => 1_000) },
        actions: {
          instrument: actions.instrument.filter(isKept),
          row: actions.row.filter(isKept),
          kind: actions.kind.filter(isKept),
          ratio: actions.ratio.filter(isKept),
          cash: actions.cash.filter(isKept),
        },
      };
      const { lookBackSessions } = planFactor(factor);
      const late = cutFront(panel, rows);
      const [expected, ours] = [panel, late].map((each) => evaluateFactor(factor, each).cells!);
      for (let i = 0; i < 2; i++) {
        // A dividend is reinvested at the close before it: one more session, as a strategy's panel has.
        const from = Math.min(lookBackSessions + 1, 120 - rows);
        expectSame(
          ours!.subarray(late.offsets[i]! + from, late.offsets[i + 1]!),
          expected!.subarray(panel.offsets[i]! + rows + from, panel.offsets[i + 1]!),
          `${factor} cut by ${rows}`,
        );
      }
    }),
    runs(124),
  );
});

test("[P12] a session that is told piece by piece ends with the bits of one that is told at once", () => {
  let revised = 0;
  fc.assert(
    fc.property(seed, shapes, (expressionSeed, shape) => {
      const { factor } = randomExpression({ seed: expressionSeed, hasDerived: true, hasCross: true });
      const panel = createRichWorld(shape);
      const batch = evaluateFactor(factor, panel);
      const random = createRandom(expressionSeed);
      const running = createFactorStream(factor, panel);
      for (const { at, session } of sessionsOf(panel)) {
        // What is not told yet is missing, or was told otherwise.
        const columns = Object.fromEntries(
          Object.entries(session.columns).map(([name, column]) => [
            name,
            column.map((value) => (random.integer(2) === 0 ? Number.NaN : value * 1.01)),
          ]),
        );
        const early = { ...session, columns };
        running.form(early);
        const own = panel.instruments.flatMap(({ market }, i) => (market === session.market ? [i] : []));
        while (own.length > 0) {
          const told = own.splice(0, 1 + random.integer(2));
          for (const [name, column] of Object.entries(columns))
            for (const i of told) column[i] = session.columns[name]![i]!;
          running.revise(early, Int32Array.from(told));
          revised += told.length;
        }
        expectSame(running.values(), batch.at(at), `${factor} formed at ${at}`);
      }
    }),
    { ...runs(125), numRuns: Math.ceil(WORLDS / 5) },
  );
  expect(revised).toBeGreaterThan(4 * WORLDS);
});

test("an infinite volume changes no other session, in a panel or in a stream", () => {
  const shape = { seed: 3, instruments: 1, sessions: 5, isSingleMarket: true };
  const world = createRichWorld(shape);
  const panel = { ...world, columns: { ...world.columns, volume: world.columns.volume!.slice().fill(100) } };
  panel.columns.volume[1] = Number.POSITIVE_INFINITY;
  const factor = fieldFactor("adjustedVolume");
  const streamed: number[] = [];
  stream(factor, panel, (_, values) => streamed.push(values[0]!));
  expectSame(streamed, evaluateFactor(factor, panel).cells!, "streamed");
  expect(streamed.slice(2)).toEqual([100, 100, 100]);
});
