import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../../engine/index.ts";
import { cutHistory, type FactVersion, IIDS, micOf, panelOfHistory } from "../testing/history.ts";
import { naiveAsOfPanel } from "../testing/naive-as-of-panel.ts";
import { modelCell, modelFact, modelRows } from "../testing/panel-model.ts";
import { daysOf, sessionCases } from "../testing/random-history.ts";
import { NewestFact } from "./newest-fact.ts";
import { seatFacts } from "./seat-facts.ts";

test("[R4] the naive as-of join fails the property that the panel passes", () => {
  const property = fc.property(sessionCases, ({ history: whole, maxIngestSeq, request }) => {
    // Without a time to live, which the naive join does not know either.
    const history = { ...cutHistory(whole, maxIngestSeq), ttlDays: null };
    const built = panelOfHistory(history, request);
    if (!built.ok) return;
    for (const iid of IIDS) {
      const { rows } = modelRows(history, request, micOf(iid), daysOf(request));
      const facts = history.facts.filter((fact) => fact.iid === iid);
      const naive = naiveAsOfPanel(
        facts,
        rows.map((row) => row.at),
      );
      expect([...naive]).toEqual(rows.map((row) => modelCell(history, iid, "book", row).value));
    }
  });
  const result = fc.check(property, { numRuns: 2_000, seed: 1 });
  expect(result.failed).toBe(true);
  expect(result.counterexample).not.toBeNull();
});

/** Quarterly reports of many names over ten years: late now and then, one in four restated, some much later. */
const realisticReports = (): FactVersion[] => {
  const random = createRandom(20_240_101);
  const facts: FactVersion[] = [];
  const day = 86_400_000_000;
  for (let name = 0; name < 60; name++) {
    for (let quarter = 0; quarter < 40; quarter++) {
      const periodEnd = quarter * 91;
      const reported = periodEnd + 25 + Math.floor(random.uniform() * 40);
      const version = { iid: `N${name}`, periodEnd, value: random.uniform() };
      facts.push({ ...version, knownAt: reported * day, revision: 0, ingestSeq: facts.length + 1 });
      if (random.uniform() > 0.25) continue;
      const restated = reported + 20 + Math.floor(random.uniform() * 340);
      facts.push({
        ...version,
        value: random.uniform(),
        knownAt: restated * day,
        revision: 1,
        ingestSeq: facts.length + 1,
      });
    }
  }
  return facts;
};

test("[R4] on a realistic set of reports the naive as-of join is wrong in a tenth of the cells, and ours in none", () => {
  const facts = realisticReports();
  const decisionAt = Float64Array.from({ length: 520 }, (_, week) => week * 7 * 86_400_000_000);
  let cells = 0;
  let wrong = 0;
  for (let name = 0; name < 60; name++) {
    const own = facts.filter((fact) => fact.iid === `N${name}`);
    const batch = {
      rowCount: own.length,
      instrument: new Int32Array(own.length),
      field: new Int32Array(own.length),
      periodEnd: Int32Array.from(own, (fact) => fact.periodEnd),
      knownAt: Float64Array.from(own, (fact) => fact.knownAt),
      revision: Int32Array.from(own, (fact) => fact.revision),
      ingestSeq: Int32Array.from(own, (fact) => fact.ingestSeq),
      value: Float64Array.from(own, (fact) => fact.value),
    };
    const seated = seatFacts(batch, 1, 1);
    const naive = naiveAsOfPanel(own, decisionAt);
    decisionAt.forEach((at, row) => {
      const truth = modelFact(own, at)?.value ?? Number.NaN;
      const newest = new NewestFact(seated);
      let speaker = -1;
      for (const known of seated.knownAt) if (known <= at) speaker = newest.take();
      expect(speaker < 0 ? Number.NaN : seated.value[speaker]).toBe(truth);
      if (Number.isNaN(truth)) return;
      cells++;
      if (naive[row] !== truth) wrong++;
    });
  }
  const share = wrong / cells;
  expect(share).toBeGreaterThan(0.07);
  expect(share).toBeLessThan(0.14);
});
