import fc from "fast-check";
import { expect, it } from "vitest";
import { randomExpression } from "../../engine/expression/testing/arbitrary-expression.ts";
import { createRichWorld } from "../../engine/expression/testing/rich-world.ts";
import {
  evaluateFactor,
  evaluateFactorAt,
  type Factor,
  fieldFactor,
  type Panel,
} from "../../engine/index.ts";
import { createRandom } from "../../engine/rng/random.ts";
import type { LivePanel } from "../compute/live-panel.ts";
import { type FactorFollower, followFactor } from "./follow-factor.ts";
import { barColumns, type Tick } from "./forming-bar.ts";
import { type Session, TickBook } from "./tick-book.ts";

/** Worlds; ASOF_WORLDS asks for another number. */
const WORLDS = Math.min(200, Number(process.env.ASOF_WORLDS ?? 200));
const LATER = 1e13;

const NAMES: readonly string[] = barColumns;

/** A panel whose newest session of each market has no bars yet, and what they will be. */
const openWorld = (seed: number) => {
  const whole = createRichWorld({ seed, instruments: 6, sessions: 25, hasActions: true, hasGaps: true });
  const turnover = whole.columns.close!.map((close, cell) => close * whole.columns.volume![cell]!);
  const columns: Record<string, Float64Array> = { ...whole.columns, turnover };
  const panel: Panel = {
    ...whole,
    columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice()])),
  };
  panel.instruments.forEach((_, i) => {
    for (const name of NAMES) panel.columns[name]![panel.offsets[i + 1]! - 1] = Number.NaN;
  });
  // The last session that is over in every market.
  const newestAt = Math.min(...panel.markets.map(({ decisionAt }) => decisionAt.at(-2)!));
  return { panel, newestAt };
};

const liveOf = (panel: Panel, newestAt: number) => ({ panel, newestAt }) as unknown as LivePanel;
const follow = async (
  factor: Factor,
  panel: Panel,
  newestAt: number,
  book: TickBook,
): Promise<FactorFollower> => {
  const expected = evaluateFactorAt(factor, panel, newestAt);
  const begun = await followFactor({
    factor,
    live: liveOf(panel, newestAt),
    expected,
    book,
    isWanted: () => true,
  });
  if (!begun.ok) throw new Error(begun.error.message);
  return begun.value;
};
const expectSame = (ours: Float64Array, expected: Float64Array, told: string): void => {
  const place = ours.findIndex((value, i) => !Object.is(value, expected[i]));
  if (place >= 0) expect.fail(`${told}, ${place}: ${ours[place]} instead of ${expected[place]}`);
};
/** The panel with the bars of the book in the cells of their sessions. */
const withBars = (panel: Panel, book: TickBook): Panel => {
  const columns = Object.fromEntries(
    Object.entries(panel.columns).map(([name, column]) => [name, column.slice()]),
  );
  panel.instruments.forEach(({ iid, market }, i) => {
    const { mic, sessionDates } = panel.markets[market]!;
    const row = sessionDates.length - 1;
    const bar = book.bars(mic, sessionDates[row]!).get(iid);
    if (bar) for (const name of barColumns) columns[name]![panel.offsets[i]! + row] = bar.get(name);
  });
  return { ...panel, columns };
};

it("V33: after each tick the values are, bit for bit, those of a panel with the bars so far", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 0x7fff_ffff }), async (seed) => {
      const { factor } = randomExpression({ seed, hasDerived: true, hasCross: true });
      const { panel, newestAt } = openWorld(seed);
      const random = createRandom(seed);
      const book = new TickBook();
      let follower = await follow(factor, panel, newestAt, book);
      expect(follower.formed()).toBeNull();
      const open = panel.markets.flatMap((axis, market) =>
        axis.decisionAt.at(-1)! > newestAt ? [{ axis, market }] : [],
      );
      let until = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < 30; k++) {
        const { axis, market } = open[random.integer(open.length)]!;
        const own = panel.instruments.filter((instrument) => instrument.market === market);
        if (own.length === 0) continue;
        const session: Session = { date: axis.sessionDates.at(-1)!, closeAt: axis.closeAt.at(-1)! };
        const tick: Tick = {
          id: `${k}`,
          instrument: own[random.integer(own.length)]!.iid,
          at: axis.openAt.at(-1)! + random.integer(3_600) * 1_000_000,
          price: 1 + random.integer(10_000) / 100,
          size: random.integer(500),
        };
        const sorted = book.sort(axis.mic, [tick], () => session, LATER)!;
        for (const touched of book.take(axis.mic, sorted.taken, LATER)) follower.take(touched);
        until = Math.max(until, axis.decisionAt.at(-1)!);
        // Now and then begun anew, as when data came meanwhile.
        if (random.integer(8) === 0) follower = await follow(factor, panel, newestAt, book);
        const expected = evaluateFactor(factor, withBars(panel, book)).at(until);
        expectSame(follower.formed()!.values, expected, `${factor} of ${seed} after ${k}`);
        compared++;
      }
    }),
    { numRuns: WORLDS, seed: 8, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(10 * WORLDS);
});

it("V33: what the store has of a session goes before its ticks", async () => {
  const { panel, newestAt } = openWorld(11);
  const market = panel.markets.findIndex(({ decisionAt }) => decisionAt.at(-1)! > newestAt);
  const { mic, sessionDates, closeAt } = panel.markets[market]!;
  const i = panel.instruments.findIndex((instrument) => instrument.market === market);
  const cell = panel.offsets[i + 1]! - 1;
  panel.columns.close![cell] = 77;
  const book = new TickBook();
  const session = { date: sessionDates.at(-1)!, closeAt: closeAt.at(-1)! };
  const tick = { id: "1", instrument: panel.instruments[i]!.iid, at: closeAt.at(-1)!, price: 5, size: 1 };
  book.take(mic, book.sort(mic, [tick], () => session, LATER)!.taken, LATER);
  const follower = await follow(fieldFactor("close"), panel, newestAt, book);
  expect(follower.formed()).toBeNull();
});

it("V34: an expression that gives other bits than the version's own process is not followed", async () => {
  const { panel, newestAt } = openWorld(12);
  const factor = fieldFactor("close").mean(3);
  const expected = evaluateFactorAt(factor, panel, newestAt);
  const question = { factor, live: liveOf(panel, newestAt), book: new TickBook(), isWanted: () => true };
  expect(await followFactor({ ...question, expected })).toMatchObject({ ok: true });
  const place = expected.findIndex((value) => !Number.isNaN(value));
  const other = expected.slice();
  other[place] = other[place]! * (1 + Number.EPSILON);
  expect(await followFactor({ ...question, expected: other })).toMatchObject({
    ok: false,
    error: { code: "not-followed" },
  });
});

it("V34: an expression that would take all memory, or too many instruments for it, is not followed", async () => {
  const { panel, newestAt } = openWorld(13);
  let factor = fieldFactor("close").delay(10_000);
  for (let k = 0; k < 300; k++) factor = factor.plus(fieldFactor("close").delay(9_000 + k));
  const many: Panel = {
    ...panel,
    instruments: Array.from({ length: 3_000 }, (_, k) => ({ ...panel.instruments[0]!, iid: `i${k}` })),
  };
  const question = { factor, live: liveOf(many, newestAt), book: new TickBook(), isWanted: () => true };
  const begun = await followFactor({ ...question, expected: new Float64Array(3_000) });
  expect(begun).toMatchObject({ ok: false, error: { code: "not-followed" } });
});
