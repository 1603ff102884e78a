import { beforeAll, describe, expect, it } from "vitest";
import { createWorld } from "../../engine/testing/world.ts";
import { createCellRuntime } from "../cells/cell-runtime.ts";
import type { FromCellWorker } from "../cells/protocol.ts";
import { createLanguage, type Language } from "../language/language.ts";
import type { StoreNames } from "../language/store-names.ts";
import { loadedPanel } from "./testing/run-notebook.ts";

const world = createWorld({ seed: 5, instruments: 8, sessions: 60, hasActions: true });

const market = { mic: "XNYS", name: "New York", currency: "USD", timezone: "America/New_York" };
const names = {
  fields: Object.keys(world.columns).map((name) => ({ name, kind: "price", unit: "", description: "" })),
  universes: [{ id: "WORLD", label: "World", names: 8, mics: ["XNYS"] }],
  markets: [market],
} as unknown as StoreNames;

interface Ran {
  readonly faults: readonly string[];
  readonly done: Extract<FromCellWorker, { kind: "done" }>;
  /** Fields the panel was asked for. */
  readonly fields: readonly string[];
}

/** Type-checks one cell and runs it in a runtime of its own, whose panel is the world. */
const runCell = async (language: Language, source: string): Promise<Ran> => {
  const { compiled } = language.update([{ id: "c0", kind: "code", source, attributes: [] }]);
  const faults = language.check().map(({ message }) => message);
  let fields: readonly string[] = [];
  const done = await new Promise<Ran["done"]>((resolve) => {
    const runtime = createCellRuntime(
      (message) => {
        if (message.kind === "done") resolve(message);
        if (message.kind !== "request") return;
        fields = (message.input as { fields: readonly string[] }).fields;
        const value = loadedPanel(world);
        const { nonce, id } = message;
        queueMicrotask(() => runtime.receive({ kind: "answer", nonce, id, ok: true, value }));
      },
      (code) => {
        const globals = Object.keys(runtime.globals);
        return new Function(...globals, `return ${code}`)(...globals.map((name) => runtime.globals[name]));
      },
      { begin: () => {} },
    );
    runtime.receive({ kind: "names", names });
    runtime.receive({
      kind: "run",
      nonce: "n",
      cellId: "c0",
      compiled: compiled[0]!,
      clockMs: 0,
      asOf: null,
      seed: 1,
    });
  });
  return { faults, done, fields };
};

const common = `name: "s", universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly"`;
const range = `from: "2020-01-06", to: "2020-03-20", capital: usd(1_000_000)`;

describe("a backtest in a cell", () => {
  let language: Language;
  beforeAll(() => {
    language = createLanguage();
    language.declareStore(names);
  });
  const previewOf = ({ done }: Ran) => {
    const [shown] = done.outputs;
    return shown?.kind === "value" ? shown.value.preview : JSON.stringify([done.error, shown]);
  };

  const bracketed = `const bought = strategy({ ${common},
  needs: { fields: ["close"], lookback: 5 },
  params: { size: param.int(100) },
  state: { entries: 0 },
  onBar: (bar) => {
    for (const iid of bar.members) {
      const price = bar.value(iid, "close");
      if (!(price > 0) || bar.position(iid) !== 0 || bar.orders(iid).length > 0) continue;
      bar.state.entries = Number(bar.state.entries) + 1;
      bar.submit(iid, {
        type: "bracket",
        entry: { type: "limit", shares: bar.p.size, limit: price * 1.01, timeInForce: "gtc" },
        takeProfit: price * 1.05,
        stopLoss: { fraction: 0.04 },
      });
    }
    if (bar.isRebalance && bar.nav > 2 * bar.cash) bar.targetWeights({});
  },
});
const run = await backtest(bought, { ${range},
  costs: { ...costModels.retail, name: "own", slippage: { kind: "half-spread", spread: 0.02 } },
  foreignCash: "hold", volumeCap: 0.1, dividendTaxPercent: { XNYS: 15 }, margin: { maintenancePercent: 25, initialPercent: 50 } });`;

  it("runs an event strategy with brackets, its own costs and every kind of option", async () => {
    const ran = await runCell(
      language,
      `${bracketed}\ntearSheet(run);\n[run.dates.length > 40, run.costsMinor.commission > 0, run.costsMinor.tax >= 0, run.marginCalls].join()`,
    );
    expect([ran.faults, ran.done.error]).toEqual([[], null]);
    expect(ran.fields).toEqual(["close", "high", "low", "open", "sharesOutstanding", "volume"]);
    const [sheet, value] = ran.done.outputs;
    expect(sheet).toMatchObject({ kind: "tear-sheet", tearSheet: { title: "s", warnings: [] } });
    expect(sheet?.kind === "tear-sheet" && sheet.tearSheet.trades.rowCount).toBeGreaterThan(10);
    expect(value).toMatchObject({ kind: "value", value: { preview: '"true,true,true,0"' } });
  });

  it("gives the same order hash again", async () => {
    const hashes = [];
    for (let k = 0; k < 2; k++)
      hashes.push(previewOf(await runCell(language, `${bracketed}\nrun.orderHash`)));
    expect(hashes[0]).toMatch(/^"[0-9a-f]{64}"$/);
    expect(hashes[1]).toBe(hashes[0]);
  });

  it("runs an expression over indicators with risk parity and constraints, and flags an unsafe fill", async () => {
    const ran = await runCell(
      language,
      `const trend = strategy({ ${common},
  signal: ({ field }) => indicators.averageTrueRange(3).div(field.adjustedClose).neg().plus(field.close.rsi(3)).rank(),
  weights: ({ signal }) => signal.top({ count: 4 }).constrain({ maximumWeight: 0.4, cashBuffer: 0.1 }).riskParity({ window: 10 }),
});
tearSheet(await backtest(trend, { ${range}, costs: "institutional", fillAt: "same-bar-close" }));`,
    );
    expect([ran.faults, ran.done.error]).toEqual([[], null]);
    expect(ran.done.outputs).toMatchObject([
      { kind: "tear-sheet", tearSheet: { warnings: ["unsafe-fill"] } },
    ]);
  });

  it.each([
    [
      `const s = strategy({ ${common}, needs: { fields: [], lookback: 0 }, onBar: (bar) => bar.targetShares("I000", 0.5) });`,
      `costs: "none"`,
      "target shares must be a whole number, was 0.5",
    ],
    [
      `const s = strategy({ ${common}, needs: { fields: [], lookback: 0 }, onBar: (bar) => { bar.submit(bar.members[0]!, { type: "limit", shares: 1, limit: -1 }); } });`,
      `costs: "none"`,
      "limit",
    ],
    [
      `const s = strategy({ ${common}, needs: { fields: [], lookback: 0 }, weights: () => ({}) });`,
      `costs: { ...costModels.none, commission: { bps: -5 } }`,
      "commission, bps must be from 0 to 10000, was -5",
    ],
    [
      `const s = strategy({ ${common}, needs: { fields: [], lookback: 0 }, onBar: async () => {} });`,
      `costs: "none"`,
      "onbar must not be async",
    ],
  ])("fails with a sentence that says why: %s", async (source, costs, message) => {
    const ran = await runCell(language, `${source}\nawait backtest(s, { ${range}, ${costs} });`);
    expect(ran.faults).toEqual([]);
    expect(ran.done.error?.message.toLowerCase()).toContain(message);
  });

  it.each([
    ["an order without its price", `bar.submit("I000", { type: "limit", shares: 1 })`],
    ["a method taken off the bar", `const { submit } = bar; submit("I000", { type: "market", shares: 1 })`],
    ["a misspelt field", `bar.value("I000", "clsoe")`],
  ])("is refused by the type check: %s", async (_, body) => {
    const source = `strategy({ ${common}, needs: { fields: ["close"], lookback: 0 }, onBar: (bar) => { ${body}; } });`;
    language.update([{ id: "c0", kind: "code", source, attributes: [] }]);
    expect(language.check()).not.toEqual([]);
  });
});
