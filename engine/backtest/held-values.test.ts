import fc from "fast-check";
import { expect, test } from "vitest";
import { Book } from "../accounting/book.ts";
import { minorPerUnit, roundMinor } from "../accounting/money.ts";
import { arbitraryShape, runs } from "../testing/arbitrary-world.ts";
import { createWorld } from "../testing/world.ts";
import { createFxRates } from "./fx-rates.ts";
import { HeldValues } from "./held-values.ts";
import { Marks } from "./marks.ts";
import { PHASE, Timeline } from "./timeline.ts";

const RATES = Float64Array.of(1, 0.0008, 1.3);
const FX = { intoBase: (market: number) => RATES[market]!, isOne: false };
const FREE = { commission: 0, slippage: 0, tax: 0 };

test("[P3] positions are worth their marks, whatever happens in whatever order, also before a row is known", () => {
  let valued = 0;
  fc.assert(
    fc.property(
      arbitraryShape,
      fc.array(fc.nat(1_000), { minLength: 40, maxLength: 150 }),
      (shape, choices) => {
        const panel = createWorld({ ...shape, hasActions: true });
        const { markets, instruments } = panel;
        const marketOf = Int32Array.from(instruments, ({ market }) => market);
        const book = new Book({
          marketOf,
          currencyOfMarket: [...markets.keys()],
          minorPerUnit: markets.map(() => 100),
          base: 0,
          capitalMinor: 1e9,
          foreignCash: "hold",
          lotOrder: "fifo",
        });
        const marks = new Marks(panel);
        const values = new HeldValues({ panel, decisionMarket: 0, book, marks, fx: FX, minorPerUnit: 100 });
        const passed = new Int32Array(instruments.length);
        for (const choice of choices) {
          const i = choice % instruments.length;
          const m = marketOf[i]!;
          const opened = marks.openedRowOf(m);
          const kind = Math.floor(choice / instruments.length) % 3;
          if (kind === 0 && opened + 1 < markets[m]!.sessionDates.length) {
            marks.open(m, opened + 1);
            // Everything of the market that goes ex.
            for (let k = 0; k < instruments.length; k++)
              while (marketOf[k] === m && (marks.exDatesOf(k)[passed[k]!]?.row ?? Infinity) <= opened + 1) {
                marks.passExDate(k);
                passed[k]!++;
              }
          } else if (kind === 1 && marks.knownRowOf(m) < opened) marks.learn(m, marks.knownRowOf(m) + 1);
          else if (opened >= 0) {
            marks.fill(i, opened, 10 + (choice % 7));
            book.trade(0, i, (choice % 11) - 5 || 1, 10 + (choice % 7), 1, FREE, opened);
          }
          values.read(Math.max(marks.knownRowOf(0), 0), RATES);
          // Of another's reading, since a mark may only be what it is when it is asked for.
          const [net, gross] = sumOf(book, marks);
          expect(values.netMinor).toBe(net);
          expect(values.grossMinor).toBe(gross);
          if (gross > 0) valued++;
        }
      },
    ),
    runs(301),
  );
  expect(valued).toBeGreaterThan(1_000);
});

test("[P3] what is valued ahead of its strike is what the marks say when it comes, or is not used", () => {
  let served = 0;
  let strikes = 0;
  fc.assert(
    fc.property(arbitraryShape, fc.integer({ min: 1, max: 25 }), (shape, pause) => {
      const panel = createWorld({ ...shape, sessions: 60, hasActions: true, hasGaps: shape.seed % 3 === 0 });
      const { markets, instruments } = panel;
      const marketOf = Int32Array.from(instruments, ({ market }) => market);
      const book = new Book({
        marketOf,
        currencyOfMarket: [...markets.keys()],
        minorPerUnit: markets.map(({ currency }) => minorPerUnit(currency)),
        base: 0,
        capitalMinor: 1e9,
        foreignCash: "hold",
        lotOrder: "fifo",
      });
      const marks = new Marks(panel);
      const fx = createFxRates(panel, "USD");
      const values = new HeldValues({ panel, decisionMarket: 0, book, marks, fx, minorPerUnit: 100 });
      const timeline = new Timeline(panel, 0, markets[0]!.sessionDates.at(-1)!);
      const passed = new Int32Array(instruments.length);
      const rates = new Float64Array(markets.length);
      while (timeline.next()) {
        const { phase, at, market, row } = timeline;
        if (phase === PHASE.open) {
          marks.open(market, row);
          for (let i = 0; i < instruments.length; i++)
            while (marketOf[i] === market && (marks.exDatesOf(i)[passed[i]!]?.row ?? Infinity) <= row) {
              marks.passExDate(i);
              passed[i]!++;
            }
          if ((row + 1) % pause === 0)
            for (let i = row % 2; i < instruments.length; i += 2) {
              const price = panel.columns.open![panel.offsets[i]! + row]!;
              if (marketOf[i] !== market || Number.isNaN(price)) continue;
              marks.fill(i, row, price);
              book.trade(at, i, ((i * 7 + row) % 11) - 5 || 1, price, 1, FREE, row);
            }
        } else if (phase === PHASE.known) marks.learn(market, row);
        else if (phase === PHASE.strike) {
          for (let m = 0; m < rates.length; m++) rates[m] = fx.intoBase(m, at);
          values.read(row, rates);
          const [net, gross] = sumOf(book, marks, rates);
          expect(values.netMinor).toBe(net);
          expect(values.grossMinor).toBe(gross);
          strikes++;
        }
      }
      served += values.served;
    }),
    runs(302),
  );
  expect(served).toBeGreaterThan(strikes / 20);
});

function sumOf(book: Book, marks: Marks, rates = RATES): [number, number] {
  let net = 0;
  let gross = 0;
  for (let k = 0; k < book.heldCount; k++) {
    const i = book.held[k]!;
    const value = roundMinor(book.shares[i]! * (marks.at(i) * rates[book.currencyOf(i)]! * 100));
    net += value;
    gross += Math.abs(value);
  }
  return [net, gross];
}
