import type { BacktestConfig } from "../../contract/backtest.ts";
import type { Panel, PanelInstrument } from "../../contract/panel.ts";
import { MICROS_PER_DAY, MICROS_PER_MINUTE } from "../../contract/time.ts";
import { costModels } from "../../execution/costs/cost-models.ts";
import { defineStrategy } from "../../strategy/define-strategy.ts";
import type { BarContext, Strategy } from "../../strategy/strategy.ts";
import { unwrap } from "../../testing/strategies.ts";
import { FIRST_DATE, worldConfig } from "../../testing/world.ts";

const N = Number.NaN;

/** Days of one market, from hours of the day in UTC. */
export function market(
  mic: string,
  currency: string,
  opens: number,
  closes: number,
  known = closes + 0.5,
  days = 5,
) {
  const at = (hour: number) =>
    Float64Array.from(
      { length: days },
      (_, d) => (FIRST_DATE + d) * MICROS_PER_DAY + hour * 60 * MICROS_PER_MINUTE,
    );
  return {
    mic,
    currency,
    firstSessionNumber: 10,
    sessionDates: Int32Array.from({ length: days }, (_, d) => FIRST_DATE + d),
    openAt: at(opens),
    closeAt: at(closes),
    decisionAt: at(known),
  };
}

interface Name {
  readonly iid: string;
  /** Closes of as many days as the first name has, and opens where they differ. */
  readonly close: readonly number[];
  readonly open?: readonly number[];
  readonly more?: Partial<PanelInstrument>;
}

export interface Action {
  readonly instrument: number;
  readonly row: number;
  readonly kind: number;
  readonly ratio?: number;
  readonly cash?: number;
  readonly other?: number;
  readonly costShare?: number;
}

const newYork = (days?: number) => market("XNYS", "USD", 14.5, 21, undefined, days);

export const NEW_YORK = newYork();

export function world(
  names: readonly Name[],
  actions: readonly Action[] = [],
  changes: Partial<Panel> = {},
): Panel {
  const cells = (read: (name: Name) => readonly number[]) => Float64Array.from(names.flatMap(read));
  const number = (read: (action: Action) => number | undefined, otherwise: number) =>
    Float64Array.from(actions, (action) => read(action) ?? otherwise);
  const days = names[0]!.close.length;
  return {
    snapshotId: "hand made",
    universe: "WORLD",
    markets: [newYork(days)],
    instruments: names.map(({ iid, more }) => ({
      iid,
      name: iid,
      market: 0,
      sector: "S",
      delistedRow: -1,
      delistReturn: N,
      ...more,
    })),
    offsets: Int32Array.from({ length: names.length + 1 }, (_, i) => i * days),
    columns: { open: cells(({ open, close }) => open ?? close), close: cells(({ close }) => close) },
    members: new Uint8Array(names.length * days).fill(1),
    actions: {
      instrument: Int32Array.from(number(({ instrument }) => instrument, 0)),
      row: Int32Array.from(number(({ row }) => row, 0)),
      kind: Uint8Array.from(number(({ kind }) => kind, 0)),
      ratio: number(({ ratio }) => ratio, 1),
      cash: number(({ cash }) => cash, 0),
      other: Int32Array.from(number(({ other }) => other, -1)),
      costShare: number(({ costShare }) => costShare, 0),
    },
    fx: [],
    ...changes,
  };
}

/** Ten thousand dollars, and no costs. */
export const config: BacktestConfig = { ...worldConfig(costModels.none), capitalMinor: 1_000_000 };

/** Calls `onBar` with the number of the strike, from 0. */
export const events = (
  onBar: (context: BarContext, k: number) => void,
  mic = "XNYS",
  delayMinutes = 30,
): Strategy =>
  unwrap(
    defineStrategy({
      name: "Test strategy",
      universe: "WORLD",
      decide: { mic, delayMinutes },
      rebalance: "daily",
      needs: { fields: ["close"], lookback: 0 },
      state: { k: 0 },
      onBar: (context) => {
        const k = context.state.k as number;
        context.state.k = k + 1;
        onBar(context, k);
      },
    }),
  );

/** One price on all five days. */
export const flat = (price: number) => [price, price, price, price, price];
