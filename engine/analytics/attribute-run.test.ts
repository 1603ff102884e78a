import fc from "fast-check";
import { expect, test } from "vitest";
import { ACCOUNT } from "../accounting/accounts.ts";
import { runBacktest, simulateBacktest } from "../backtest/run-backtest.ts";
import type { Checkpoint } from "../backtest/simulation.ts";
import type { BacktestRun } from "../contract/backtest.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { arbitraryShape, runs } from "../testing/arbitrary-world.ts";
import { momentumExpression, unwrap } from "../testing/strategies.ts";
import { createWorld, worldConfig } from "../testing/world.ts";
import { type AttributionKey, attributeRun, CASH_LABEL } from "./attribute-run.ts";

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const config = worldConfig(costModels.institutional);
const moneyBy = (run: BacktestRun, by: AttributionKey): Record<string, number> => {
  const { labels, profitMinor } = unwrap(attributeRun(run, by));
  return Object.fromEntries(labels.map((label, k) => [label, profitMinor[k]!]));
};

/** What the postings say an instrument earned: everything its events moved into money, and its worth at the end. */
function earnedByPostings(panel: ReturnType<typeof createWorld>, own = config) {
  const { run, book } = unwrap(
    simulateBacktest({ panel, strategy: momentumExpression("daily"), parameters: {}, config: own }),
  );
  const last = run.instants.at(-1)!;
  const events = book.events.list();
  const shares = new Float64Array(panel.instruments.length);
  const earned = new Map<string, number>(panel.instruments.map(({ iid }) => [iid, 0]));
  const add = (i: number, amount: number) =>
    earned.set(panel.instruments[i]!.iid, earned.get(panel.instruments[i]!.iid)! + amount);
  for (const { at, instrument, shares: change } of events)
    if (at <= last && instrument >= 0) shares[instrument]! += change;
  const owned = new Set<number>([ACCOUNT.cash, ACCOUNT.unsettled, ACCOUNT.dividendsDue]);
  for (const { event, from, to, amount } of book.ledger.postings()) {
    const { at, instrument } = events[event]!;
    if (instrument >= 0 && at <= last)
      add(instrument, amount * (Number(owned.has(to)) - Number(owned.has(from))));
  }
  return { run, book, shares, earned, add };
}

test("what a single currency's instruments earned is what the journal's postings and the last closes come to", () => {
  let periods = 0;
  fc.assert(
    fc.property(arbitraryShape, (shape) => {
      const panel = createWorld({
        ...shape,
        isSingleMarket: true,
        hasGaps: false,
        hasDelistings: false,
        hasExchanges: false,
        hasOddDays: false,
      });
      const { run, book, shares, earned, add } = earnedByPostings(panel);
      const row = panel.markets[0]!.decisionAt.indexOf(run.instants.at(-1)!);
      for (const [i, held] of shares.entries())
        add(i, held === 0 ? 0 : Math.round(held * panel.columns.close![panel.offsets[i]! + row]! * 100));
      if (run.navMinor.length < 2) return;
      const found = moneyBy(run, "instrument");
      for (const [iid, minor] of earned) expect(Math.abs((found[iid] ?? 0) - minor)).toBeLessThanOrEqual(1);
      // One currency: only the interest of loans is left to explain, and the fee of who sold what a split told late took.
      const { interest, borrowFees } = ACCOUNT;
      expect(found[CASH_LABEL]).toBe(
        0 - book.ledger.balance(0, interest) - book.ledger.balance(0, borrowFees),
      );
      periods += run.profits.end.length;
    }),
    { ...runs(41), numRuns: 200 },
  );
  expect(periods).toBeGreaterThan(200);
});

test("every split of a run adds up to its change in NAV, and by cost it shows what the run paid", () => {
  fc.assert(
    fc.property(arbitraryShape, fc.boolean(), (shape, isHolding) => {
      const own = { ...config, foreignCash: isHolding ? ("hold" as const) : ("convert" as const) };
      const panel = createWorld(shape);
      const run = unwrap(
        runBacktest({ panel, strategy: momentumExpression("daily"), parameters: {}, config: own }),
      );
      if (run.navMinor.length < 2) return;
      const change = run.navMinor.at(-1)! - run.navMinor[0]!;
      for (const by of ["instrument", "sector", "market", "currency", "cost"] as const)
        expect(sum(Object.values(moneyBy(run, by)))).toBe(change);
      const costs = moneyBy(run, "cost");
      expect([costs.commission! + 0, costs.slippage! + 0, costs.tax! + 0]).toEqual([
        0 - run.costsMinor.commission,
        0 - run.costsMinor.slippage,
        0 - run.costsMinor.tax,
      ]);
      const byInstrument = moneyBy(run, "instrument");
      const mics = new Map(run.fills.instruments.map(({ iid, mic }) => [iid, mic]));
      const byMarket = moneyBy(run, "market");
      for (const mic of new Set(mics.values()))
        expect(byMarket[mic]).toBe(
          sum(Object.entries(byInstrument).map(([iid, minor]) => (mics.get(iid) === mic ? minor : 0))),
        );
    }),
    { ...runs(42), numRuns: 200 },
  );
});

test("interest is what is left when there is one currency", () => {
  const panel = createWorld({ seed: 5, instruments: 4, sessions: 40, isSingleMarket: true });
  const own = { ...config, referenceRateBps: { USD: 300 } };
  const { run, book } = unwrap(
    simulateBacktest({ panel, strategy: momentumExpression("weekly"), parameters: {}, config: own }),
  );
  const interest = 0 - book.ledger.balance(0, ACCOUNT.interest);
  expect(interest).toBeGreaterThan(0);
  expect(moneyBy(run, "sector")[CASH_LABEL]).toBe(interest);
});

test("periods end with calendar months, and a run that goes on counts from its first strike", () => {
  const panel = createWorld({
    seed: 9,
    instruments: 5,
    sessions: 40,
    isSingleMarket: true,
    hasActions: true,
  });
  const saved: Checkpoint[] = [];
  const strategy = momentumExpression("daily");
  const free = { ...config, costs: { ...costModels.none, commission: { bps: 5 } } };
  const input = { panel, strategy, parameters: {}, config: free };
  const whole = unwrap(runBacktest({ ...input, onStrike: (save) => saved.push(save()) }));
  const months = Array.from(whole.dates, (date) => new Date(date * 86_400_000).getUTCMonth());
  const ends = months.flatMap((month, k) => (months[k + 1] === month ? [] : [k]));
  expect(Array.from(whole.profits.end)).toEqual(ends);
  const rest = unwrap(runBacktest({ ...input, resumeFrom: saved[10]! }));
  const found = moneyBy(rest, "instrument");
  expect(found[CASH_LABEL]).toBe(0);
  expect(sum(Object.values(found))).toBe(whole.navMinor.at(-1)! - whole.navMinor[11]!);
});

test("a run of one session earned nothing yet", () => {
  const panel = createWorld({ seed: 9, instruments: 2, sessions: 5, isSingleMarket: true });
  const date = panel.markets[0]!.sessionDates[2]!;
  const run = unwrap(
    runBacktest({
      panel,
      strategy: momentumExpression("daily"),
      parameters: {},
      config: { ...config, from: date, to: date },
    }),
  );
  expect(attributeRun(run, "market")).toMatchObject({ ok: false, error: { code: "too-few-observations" } });
});
