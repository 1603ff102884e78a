import fc from "fast-check";
import { expect, test } from "vitest";
import { ACCOUNT } from "../accounting/accounts.ts";
import type { BacktestConfig, RebalanceRule } from "../contract/backtest.ts";
import type { CostModel } from "../contract/costs.ts";
import { ACTION, type Panel, type PanelMarket } from "../contract/panel.ts";
import { NO_SESSION } from "../contract/time.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { arbitraryShape, outlive, runs, WORLDS } from "../testing/arbitrary-world.ts";
import { callbackStrategy } from "../testing/strategies.ts";
import { createWorld, worldConfig } from "../testing/world.ts";
import { simulateBacktest } from "./run-backtest.ts";

/** Equal weights that add up to what `weight` says of each decision. */
const go = (
  panel: Panel,
  config: BacktestConfig,
  rebalance: RebalanceRule,
  weight: (k: number) => number,
) => {
  const weights = (members: readonly string[], k: number) =>
    Object.fromEntries(members.map((iid) => [iid, weight(k) / members.length]));
  const strategy = callbackStrategy(weights, rebalance);
  return outlive(simulateBacktest({ panel, strategy, parameters: {}, config }));
};

/** In 2020 a trade settled two sessions later in New York, Seoul and London alike. */
const CYCLE = 2;

test("[P2] what is due is paid on its day: trades two sessions on, dividends on the first session from their pay-date", () => {
  let dividends = 0;
  fc.assert(
    fc.property(arbitraryShape, fc.nat(), (drawn, pick) => {
      // One dividend an ex-date, so that its event tells which.
      const panel = createWorld({ ...drawn, hasActions: true, hasLateActions: false, hasOddDays: false });
      const config: BacktestConfig = { ...worldConfig(costModels.institutional), foreignCash: "hold" };
      const { run, book } = go(panel, config, "daily", (k) => (k % 3 === 2 ? -0.5 : 0.9));
      const currencies = [...new Set(["USD", ...panel.markets.map(({ currency }) => currency)])];
      const events = book.events.list();
      const dueFrom = events.map(({ kind, instrument, at }) => {
        if (instrument < 0 || (kind !== "fill" && kind !== "dividend")) return Number.NEGATIVE_INFINITY;
        const market = panel.markets[panel.instruments[instrument]!.market]!;
        const row = market.openAt.indexOf(at);
        const payRow = kind === "fill" ? daysLater(market, row) : payRowOf(panel, instrument, row);
        return market.openAt[payRow] ?? Number.POSITIVE_INFINITY;
      });
      const postings = book.ledger.postings();
      for (const at of [run.instants[pick % run.instants.length]!, run.instants.at(-1)!]) {
        const due = new Map<string, number>();
        for (const { event, currency, from, to, amount } of postings)
          if (events[event]!.at <= at)
            for (const [account, signed] of [
              [from, -amount],
              [to, amount],
            ] as const)
              if (account === ACCOUNT.unsettled || account === ACCOUNT.dividendsDue) {
                const key = `${currencies[currency]} ${account}`;
                due.set(key, (due.get(key) ?? 0) + signed);
                // What an event makes due waits until its day.
                if (dueFrom[event]! > at) due.set(key, due.get(key)! - signed);
              }
        for (const [key, left] of due) if (left !== 0) throw new Error(`${key} is out by ${left} at ${at}`);
      }
      dividends += events.filter(({ kind, at }, e) => kind === "dividend" && dueFrom[e]! > at).length;
    }),
    runs(22),
  );
  expect(dividends).toBeGreaterThan(WORLDS / 4);
});

/** The first row of the day on which a trade of a row settles; past the panel's end where that is later. */
function daysLater({ sessionDates }: PanelMarket, row: number): number {
  const later = [...new Set(sessionDates.subarray(row))];
  return later.length > CYCLE ? sessionDates.indexOf(later[CYCLE]!) : sessionDates.length;
}

/** The first session on or after the pay-date of the dividend that went ex on a row. */
function payRowOf(panel: Panel, instrument: number, row: number): number {
  const { actions } = panel;
  const k = actions.instrument.findIndex(
    (i, each) => i === instrument && actions.row[each] === row && actions.kind[each] === ACTION.cashDividend,
  );
  const payDate = actions.payDate?.[k] ?? NO_SESSION;
  if (payDate === NO_SESSION) return row;
  const { sessionDates } = panel.markets[panel.instruments[instrument]!.market]!;
  const payRow = sessionDates.findIndex((date) => date >= payDate);
  return payRow < 0 ? sessionDates.length : payRow;
}

test("[P17] borrowed shares that cost more never raise NAV, and lower it once some are held for a while", () => {
  let lowered = 0;
  fc.assert(
    fc.property(arbitraryShape, fc.integer({ min: 1, max: 5_000 }), (drawn, borrowBps) => {
      // One decision, at the end of January: the same fills in both runs.
      const sessions = 25 + (drawn.sessions % 15);
      const panel = createWorld({ ...drawn, sessions, hasActions: false, hasExchanges: false });
      const navWith = (bps: number) => {
        const { none } = costModels;
        const costs: CostModel = { ...none, financing: { ...none.financing, borrowBps: bps } };
        return go(panel, worldConfig(costs), "month-end", () => -0.5).run.navMinor;
      };
      const free = navWith(0);
      const dear = navWith(borrowBps);
      dear.forEach((nav, d) => {
        if (nav > free[d]!) throw new Error(`${nav} with a fee, ${free[d]} without`);
      });
      if (dear.at(-1)! < free.at(-1)!) lowered++;
    }),
    runs(23),
  );
  expect(lowered).toBeGreaterThan(WORLDS / 2);
});
