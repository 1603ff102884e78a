import fc from "fast-check";
import { expect, test } from "vitest";
import { type Compared, expectModel } from "../testing/compare-with-model.ts";
import { cutHistory, panelOfHistory } from "../testing/history.ts";
import { type Case, minuteCases, sessionCases } from "../testing/random-history.ts";

const compareAll = (cases: fc.Arbitrary<Case>, numRuns: number, seed: number): Compared => {
  const compared: Compared = { panels: 0, cells: 0, empty: 0 };
  fc.assert(
    fc.property(cases, (each) => {
      const { history, maxIngestSeq, request } = each;
      expectModel(panelOfHistory(cutHistory(history, maxIngestSeq), request), each, compared);
    }),
    { numRuns, seed },
  );
  return compared;
};

test("[R1][R2][R3][R4][R5][R6][R7][R9] every cell of a panel equals the rules read aloud, in 10,000 histories of sessions", () => {
  const { panels, cells, empty } = compareAll(sessionCases, 10_000, 20_240_628);
  expect(panels).toBeGreaterThan(6_000);
  expect(cells).toBeGreaterThan(50_000);
  expect(cells - empty).toBeGreaterThan(5_000);
}, 120_000);

test("[R1][R5][R6] every cell of a panel of minutes equals the rules read aloud, in 2,000 histories", () => {
  const { panels, cells, empty } = compareAll(minuteCases, 2_000, 31);
  expect(panels).toBeGreaterThan(1_000);
  expect(cells).toBeGreaterThan(15_000);
  expect(cells - empty).toBeGreaterThan(2_000);
}, 120_000);

test("[R5] a panel of sessions under way has the rows of a snapshot that ends later, with what is known so far", () => {
  let more = 0;
  fc.assert(
    fc.property(sessionCases, fc.nat({ max: 60 }), ({ history, request }, days) => {
      const until = Math.min(history.knownTo, 1e15) + days * 43_200_000_000;
      const under = panelOfHistory(history, { ...request, underWayTo: until });
      expect(under).toEqual(
        panelOfHistory({ ...history, knownTo: Math.max(history.knownTo, until) }, request),
      );
      const before = panelOfHistory(history, request);
      if (under.ok && before.ok && under.value.header.offsets.at(-1)! > before.value.header.offsets.at(-1)!)
        more++;
    }),
    { numRuns: 300, seed: 61 },
  );
  expect(more).toBeGreaterThan(10);
});
