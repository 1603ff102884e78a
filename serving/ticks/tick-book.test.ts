import fc from "fast-check";
import { expect, it } from "vitest";
import { barColumns, type Tick } from "./forming-bar.ts";
import { type Session, TickBook } from "./tick-book.ts";

const MINUTE = 60_000_000;
/** Sessions of an hour, one after the other with an hour between, numbered like days. */
const sessionAt = (at: number): Session | null => {
  const hour = Math.floor(at / (60 * MINUTE));
  return hour % 2 === 0 ? { date: hour / 2, closeAt: (hour + 1) * 60 * MINUTE } : null;
};
const LATER = 1e12;
const tickOf = (id: string, at: number, price = 10, size = 1, instrument = "A"): Tick => ({
  id,
  instrument,
  at,
  price,
  size,
});
const send = (book: TickBook, ticks: readonly Tick[], receivedAt = LATER) => {
  const sorted = book.sort("XNYS", ticks, sessionAt, receivedAt);
  if (!sorted) throw new Error("too many");
  book.take("XNYS", sorted.taken, receivedAt);
  return sorted.counts;
};
const barOf = (book: TickBook, date: number, instrument = "A") => {
  const bar = book.bars("XNYS", date).get(instrument);
  return bar && barColumns.map((column) => bar.get(column));
};

const tick = fc
  .tuple(
    fc.nat({ max: 59 }),
    fc.double({ min: 0.01, max: 500, noNaN: true }),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
  )
  .map(([minute, price, size]) => ({ minute, price, size }));

it("V32: the bar is that of the set of its ticks, however they came, how often, and in whatever parts", () => {
  let compared = 0;
  fc.assert(
    fc.property(
      fc.array(tick, { minLength: 1, maxLength: 25 }),
      fc.infiniteStream(fc.nat()),
      (drawn, draws) => {
        const draw = () => Number(draws.next().value);
        const ticks = drawn.map(({ minute, price, size }, k) => tickOf(`${k}`, minute * MINUTE, price, size));
        const byTime = [...ticks].sort((a, b) => a.at - b.at || Number(a.id) - Number(b.id));
        const whole = new TickBook();
        send(whole, byTime);
        const [open, high, low, close] = barOf(whole, 0)!;
        expect([open, close]).toEqual([byTime[0]!.price, byTime.at(-1)!.price]);
        expect([high, low]).toEqual([
          Math.max(...ticks.map(({ price }) => price)),
          Math.min(...ticks.map(({ price }) => price)),
        ]);
        const mixed = [...ticks, ...ticks.filter(() => draw() % 3 === 0)]
          .map((each) => ({ each, by: draw() }))
          .sort((a, b) => a.by - b.by)
          .map(({ each }) => each);
        const inParts = new TickBook();
        let taken = 0;
        while (mixed.length > 0) taken += send(inParts, mixed.splice(0, 1 + (draw() % 4))).taken;
        expect(taken).toBe(ticks.length);
        expect(barOf(inParts, 0)).toEqual(barOf(whole, 0));
        compared++;
      },
    ),
    { numRuns: 500, seed: 33 },
  );
  expect(compared).toBeGreaterThan(400);
});

it("V32: says of each tick what became of it", () => {
  const book = new TickBook();
  const first = send(book, [tickOf("1", 5 * MINUTE), tickOf("1", 6 * MINUTE), tickOf("2", 70 * MINUTE)]);
  expect(first).toEqual({ ticks: 3, taken: 1, repeated: 1, late: 0, outside: 1, ahead: 0 });
  // The next session ends this one, whichever tick stands first.
  const next = send(book, [tickOf("4", 130 * MINUTE), tickOf("3", 7 * MINUTE)]);
  expect(next).toMatchObject({ taken: 2, late: 0 });
  expect(send(book, [tickOf("5", 8 * MINUTE), tickOf("3", 7 * MINUTE)])).toMatchObject({ taken: 0, late: 2 });
  expect(barOf(book, 0)?.[4]).toBe(2);
  // An id is a session's own.
  expect(send(book, [tickOf("1", 131 * MINUTE)])).toMatchObject({ taken: 1 });
  const clock = (131 * MINUTE) / 1_000;
  expect(send(book, [tickOf("9", 250 * MINUTE)], clock)).toMatchObject({ taken: 0, ahead: 1 });
  expect(send(book, [tickOf("6", 132 * MINUTE)], clock)).toMatchObject({ taken: 1 });
});

it("V32: a session that the store has bars of takes no tick any more, nor does one before it", () => {
  const book = new TickBook();
  send(book, [tickOf("1", 5 * MINUTE), tickOf("2", 130 * MINUTE)]);
  book.complete("XNYS", 0);
  expect([barOf(book, 0), barOf(book, 1)?.[4]]).toEqual([undefined, 1]);
  book.complete("XNYS", 1);
  expect(book.newest()).toEqual([]);
  expect(send(book, [tickOf("3", 131 * MINUTE), tickOf("4", 6 * MINUTE)])).toMatchObject({
    taken: 0,
    late: 2,
  });
  expect(send(book, [tickOf("5", 250 * MINUTE)])).toMatchObject({ taken: 1 });
  expect(book.newest().map(({ session }) => session.date)).toEqual([2]);
});
