import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../rng/random.ts";
import { SignalAccount, type SignalPart } from "./signal-account.ts";

test("[E91] a part with all of its prices is played with the same bits the short way, wherever it is cut", () => {
  let entries = 0;
  const arbitrary = fc.record({
    seed: fc.nat(),
    rows: fc.integer({ min: 1, max: 120 }),
    cuts: fc.array(fc.nat(120), { maxLength: 4 }),
    feeBps: fc.constantFrom(0, 5, 9_999),
    persistence: fc.constantFrom(0.1, 0.5, 0.95),
  });
  fc.assert(
    fc.property(arbitrary, ({ seed, rows, cuts, feeBps, persistence }) => {
      const random = createRandom(seed);
      let value = 0;
      const signal = Float64Array.from({ length: rows }, () => {
        if (random.uniform() > persistence) value = [0, 1, -2, Number.NaN][random.integer(4)]!;
        return value;
      });
      const prices = () => Float64Array.from({ length: rows }, () => 50 + 100 * random.uniform());
      const whole = {
        signal,
        open: prices(),
        close: prices(),
        members: new Uint8Array(rows).fill(1),
        factor: 1 + random.uniform(),
      };
      const ends = [...cuts.filter((cut) => cut < rows), rows].sort((a, b) => a - b);
      const play = (name: "step" | "stepComplete") => {
        const account = new SignalAccount();
        account.begin(1 - feeBps / 10_000);
        let from = 0;
        for (const end of ends) {
          const part: SignalPart = { ...whole, first: from, cell: from, rows: end - from };
          account[name](part);
          from = end;
        }
        account.delist(-0.25);
        return { ...account };
      };
      const short = play("stepComplete");
      expect(short).toEqual(play("step"));
      entries += short.entries;
    }),
    { numRuns: 2_000, seed: 91 },
  );
  expect(entries).toBeGreaterThan(1_000);
});
