import { expect, test } from "vitest";
import type { Panel } from "../contract/panel.ts";
import { createWorld } from "../testing/world.ts";
import { evaluateFactor } from "./evaluate-factor.ts";
import { fieldFactor } from "./factor.ts";
import { fieldRowsOf, MOST_CELLS } from "./field-rows.ts";
import { sampleFactor } from "./sample-factor.ts";

/** As many sessions of one instrument as take up most of what is kept. */
const SESSIONS = Math.floor(0.6 * MOST_CELLS);

function longPanel(): Panel {
  const { instruments, markets, ...world } = createWorld({
    seed: 5,
    instruments: 1,
    sessions: 2,
    isSingleMarket: true,
    hasActions: false,
    hasGaps: false,
    hasDelistings: false,
    hasLateActions: false,
    hasExchanges: false,
  });
  const close = Float64Array.from({ length: SESSIONS }, (_, row) => 1 + ((row * 7_919) % 1_009));
  const decisionAt = Float64Array.from(close, (_, row) => row + 1);
  const market = {
    ...markets[0]!,
    sessionDates: Int32Array.from(close, (_, row) => row),
    openAt: decisionAt,
  };
  return {
    ...world,
    instruments,
    markets: [{ ...market, closeAt: decisionAt, decisionAt }],
    offsets: Int32Array.of(0, SESSIONS),
    columns: { open: close, close, volume: close.map((x) => 2 * x) },
    members: new Uint8Array(SESSIONS).fill(1),
  };
}

test("series that are read by turns and need more rows than are kept each have their own values", () => {
  const panel = longPanel();
  const { decisionAt } = panel.markets[0]!;
  const factors = [fieldFactor("close").delay(1), fieldFactor("volume").delay(2)];
  const samples = factors.map((factor) => sampleFactor(factor, panel, decisionAt));
  const wanted = factors.map((factor) => evaluateFactor(factor, panel));
  for (let k = 5; k < SESSIONS; k += 50_021)
    for (const [f, sample] of samples.entries()) expect(sample.at(k)).toEqual(wanted[f]!.at(decisionAt[k]!));
  expect(fieldRowsOf(panel).cleared).toBeGreaterThan(0);
});

test("rows that were read once are there for the next run, and are not read again", () => {
  const panel = longPanel();
  const { decisionAt } = panel.markets[0]!;
  const run = () => sampleFactor(fieldFactor("close").returns(3), panel, decisionAt).at(100)[0]!;
  const before = run();
  panel.columns.close!.fill(Number.NaN);
  expect(run()).toBe(before);
});
