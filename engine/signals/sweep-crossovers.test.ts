import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadKernels } from "../kernels/load-kernels.ts";
import { typescriptKernels } from "../kernels/typescript-kernels.ts";
import { maxDrawdown } from "../metrics/max-drawdown.ts";
import { simpleReturns } from "../metrics/returns.ts";
import { sharpe } from "../metrics/sharpe.ts";
import { volatility } from "../metrics/volatility.ts";
import { createRandom } from "../rng/random.ts";
import { type CrossoverSweep, runSweep, sweepCrossovers } from "./sweep-crossovers.ts";

const METRICS = ["totalReturn", "cagr", "annualisedVolatility", "sharpe", "maxDrawdown", "trades"] as const;

function randomPrices(seed: number, bars: number) {
  const random = createRandom(seed);
  const close = new Float64Array(bars);
  let price = 100;
  for (let bar = 0; bar < bars; bar++) {
    price *= random.uniform() < 0.01 ? 0.3 + 3 * random.uniform() : 1 + 0.04 * (random.uniform() - 0.48);
    close[bar] = price;
  }
  const open = close.map((c, bar) => (bar > 0 ? close[bar - 1]! : c) * (0.99 + 0.02 * random.uniform()));
  return { open, close };
}

/** The same rule as anybody would write it: bar by bar, each mean summed anew. */
function walk({ open, close, feeBps = 0 }: CrossoverSweep, fast: number, slow: number) {
  const meanOf = (bar: number, window: number) => {
    if (bar < window - 1) return Number.NaN;
    let sum = 0;
    for (let t = bar - window + 1; t <= bar; t++) sum += close[t]!;
    return sum / window;
  };
  let cash = 1;
  let shares = 0;
  let trades = 0;
  const equity = close.map((price, bar) => {
    const wanted = bar > 0 && meanOf(bar - 1, fast) > meanOf(bar - 1, slow);
    if (wanted && shares === 0) {
      shares = (cash * (1 - feeBps / 10_000)) / open[bar]!;
      cash = 0;
      trades++;
    } else if (!wanted && shares > 0) {
      cash = shares * open[bar]! * (1 - feeBps / 10_000);
      shares = 0;
    }
    return cash + shares * price;
  });
  return { equity, trades };
}

const worlds = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fff_ffff }),
  bars: fc.integer({ min: 3, max: 300 }),
  feeBps: fc.constantFrom(0, 5, 250),
  firstSession: fc.integer({ min: 0, max: 1_000 }),
  windows: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }),
});
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

const toSweep = ({ seed, bars, feeBps, firstSession, windows }: World): CrossoverSweep => ({
  ...randomPrices(seed, bars),
  pairs: windows.flatMap((fast) => windows.map((slow) => ({ fast, slow }))),
  feeBps,
  firstSession,
  storesEquity: true,
});

describe("a sweep of crossovers", () => {
  it("has the same bits in WebAssembly and in TypeScript", () => {
    const wasm = loadKernels();
    expect(wasm.implementation).toBe("wasm");
    fc.assert(
      fc.property(worlds, (world) => {
        const sweep = toSweep(world);
        const expected = runSweep(typescriptKernels, sweep);
        wasm.borrow(() => {
          const ours = runSweep(wasm, sweep);
          for (const name of [...METRICS, "equity"] as const)
            for (const [k, value] of expected[name]!.entries())
              if (!Object.is(ours[name]![k], value))
                expect.fail(`${name}[${k}] is ${ours[name]![k]} instead of ${value}`);
        });
      }),
      { numRuns: 1_000, seed: 4 },
    );
  });

  it("gives what a walk over the bars and the engine's metrics give", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const sweep = toSweep(world);
        const ours = sweepCrossovers(sweep);
        for (const [pair, { fast, slow }] of sweep.pairs.entries()) {
          const { equity, trades } = walk(sweep, fast, slow);
          const curve = ours.equity!.slice(pair * equity.length, (pair + 1) * equity.length);
          const isNear = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
          if (!curve.every((value, bar) => isNear(value, equity[bar]!)))
            expect.fail(`the curve of ${fast} over ${slow} differs`);
          expect(ours.trades[pair]).toBe(trades);
          const returns = simpleReturns(equity);
          const wanted = {
            totalReturn: equity.at(-1)! - 1,
            cagr: Math.exp(Math.log(equity.at(-1)!) * (252 / returns.length)) - 1,
            annualisedVolatility: orMissing(volatility(returns)),
            sharpe: orMissing(sharpe(returns)),
            maxDrawdown: orMissing(maxDrawdown(returns)),
          };
          for (const [name, value] of Object.entries(wanted) as [keyof typeof wanted, number][])
            if (
              !isNear(ours[name][pair]!, value) &&
              !(Number.isNaN(value) && Number.isNaN(ours[name][pair]!))
            )
              expect.fail(`${name} of ${fast} over ${slow} is ${ours[name][pair]} instead of ${value}`);
        }
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  it("buys at the open after the signal, pays on both sides and marks at the closes", () => {
    const close = Float64Array.of(10, 9, 12, 12, 6, 5, 5);
    const open = Float64Array.of(10, 10, 9, 12, 11, 8, 5);
    const sweep = { open, close, pairs: [{ fast: 1, slow: 2 }], feeBps: 1_000, storesEquity: true };
    const { equity, trades, totalReturn, maxDrawdown: fall } = sweepCrossovers(sweep);
    // Above at the close of bar 2 only: bought at 12 on bar 3, sold at 11 on bar 4.
    expect([...equity!]).toEqual([1, 1, 1, 0.9, 0.7425, 0.7425, 0.7425].map((x) => expect.closeTo(x, 12)));
    expect([...trades]).toEqual([1]);
    expect(totalReturn[0]).toBeCloseTo(-0.2575, 12);
    expect(fall[0]).toBeCloseTo(-0.2575, 12);
  });

  it("has no Sharpe ratio for a pair that never trades", () => {
    const { sharpe: ratios, annualisedVolatility } = sweepCrossovers({
      ...randomPrices(1, 50),
      pairs: [{ fast: 3, slow: 3 }],
    });
    expect([...ratios, ...annualisedVolatility]).toEqual([Number.NaN, 0]);
  });

  it.each([
    [{ pairs: [{ fast: 0, slow: 3 }] }, "the fast window must be at least 1, was 0"],
    [{ open: Float64Array.of(1, 2) }, "there must be an open for each close: 2 and 3"],
    [{ close: Float64Array.of(1, Number.NaN, 2) }, "the close of bar 1 must be a positive price, was NaN"],
    [{ open: Float64Array.of(1, -1, 2) }, "the open of bar 1 must be a positive price, was -1"],
    [{ feeBps: 10_000 }, "feeBps must be from 0 to 9999, was 10000"],
  ])("refuses %o", (fault, message) => {
    const prices = { open: Float64Array.of(1, 2, 3), close: Float64Array.of(1, 2, 3) };
    expect(() => sweepCrossovers({ ...prices, pairs: [{ fast: 1, slow: 2 }], ...fault })).toThrow(message);
  });
});

const orMissing = (result: { ok: true; value: number } | { ok: false }) =>
  result.ok ? result.value : Number.NaN;
