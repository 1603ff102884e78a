import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  atClose,
  type BacktestConfig,
  costModels,
  createFieldFactors,
  defineStrategy,
  type Panel,
  planFactor,
  type Result,
  requiredPanel,
  resolveParameters,
  runBacktest,
} from "../engine/index.ts";
import { dayOf } from "./calendars/day.ts";
import { type MadeMarket, makeMarket } from "./testing/made-market.ts";

const fields = createFieldFactors(["revenue", "netIncome", "close", "sector"]);
const FIELDS = ["open", "high", "low", "close", "volume", "sharesOutstanding", "sector"];
const ITEMS = ["revenue", "revenue:ttm", "revenue:-4", "revenue:ttm:-4", "netIncome:ttm"];

let market: MadeMarket;
beforeAll(async () => {
  const options = { seed: 3, instruments: 60, years: 5, hasMinutes: false };
  market = await makeMarket(options, {
    fields: [...FIELDS, ...ITEMS],
    from: dayOf("2021-01-04"),
    warmUpSessions: 30,
  });
}, 120_000);
afterAll(() => market?.remove());

const panelOf = (): Panel => {
  const { header, columns } = market.panel.built;
  const named = header.columns.map(({ name }, i) => [name, columns[i]!] as const);
  return {
    ...header,
    columns: Object.fromEntries(named.filter(([name]) => name !== "members")) as Panel["columns"],
    members: named.at(-1)![1] as Uint8Array,
  };
};
const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

describe("a strategy on what was reported", () => {
  it("asks the store for twelve months and growth by name, and is served them", () => {
    const signal = fields.revenue!.ttm().growth(4).plus(fields.netIncome!.ttm());
    expect(planFactor(signal).fields).toEqual(["netIncome:ttm", "revenue:ttm", "revenue:ttm:-4"]);
    const { panel } = market;
    const { instruments } = panel.built.header;
    let compared = 0;
    for (const { iid } of instruments) {
      const row = panel.rowAt(iid, "2023-06-15");
      const [now, before] = [panel.value(iid, row, "revenue"), panel.value(iid, row, "revenue:-4")];
      // In the sample a figure of revenue is of twelve months already.
      expect(panel.value(iid, row, "revenue:ttm")).toBe(now);
      expect(panel.value(iid, row, "revenue:ttm:-4")).toBe(before);
      if (Number.isNaN(now) || Number.isNaN(before)) continue;
      compared++;
      expect(now / before).toBeGreaterThan(0.2);
      expect(now / before).toBeLessThan(5);
    }
    expect(compared).toBeGreaterThan(20);
  });

  it("runs, neutral to the sector of the day, and pays its dividends when they are due", () => {
    const growing = unwrap(
      defineStrategy(
        {
          name: "Growing revenue",
          universe: "GLOBAL_ALL",
          decide: atClose("XNYS", { delay: "30m" }),
          rebalance: "month-end",
          signal: ({ field }) => field.revenue!.ttm().growth(4).neutralizeBy(field.sector!),
          weights: ({ signal }) => signal.top(20).equal(),
        },
        ["revenue", "sector"],
      ),
    );
    const parameters = unwrap(resolveParameters(growing, {}));
    const config: BacktestConfig = {
      from: dayOf("2022-01-03"),
      to: dayOf("2024-03-28"),
      capitalMinor: 1_000_000_000,
      currency: "USD",
      costs: costModels.institutional,
    };
    const need = unwrap(requiredPanel(growing, parameters, config));
    for (const name of need.fields) expect([...FIELDS, ...ITEMS]).toContain(name);
    const panel = panelOf();
    const run = unwrap(runBacktest({ panel, strategy: growing, parameters, config }));
    expect(run.fills.shares.length).toBeGreaterThan(50);
    expect(Math.min(...run.navMinor)).toBeGreaterThan(0);
    // The same account, were every dividend paid on its ex-date, as it was before pay dates were handed over.
    const early = { ...panel, actions: { ...panel.actions, payDate: undefined } } as unknown as Panel;
    const before = unwrap(runBacktest({ panel: early, strategy: growing, parameters, config }));
    expect(before.orderHash).not.toBe(run.orderHash);
    expect(Math.abs(before.navMinor.at(-1)! / run.navMinor.at(-1)! - 1)).toBeLessThan(0.02);
  });
});
