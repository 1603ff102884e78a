import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unwrap } from "../testing/strategies.ts";
import { assemblePaths, combinatorialPurged } from "./combinatorial-purged.ts";
import type { LabelSpans, Split } from "./label-spans.ts";
import { purgedKFold } from "./purged-k-fold.ts";

const upTo = (n: number) => Array.from({ length: n }, (_, k) => k);
/** One observation a session, each label known `horizon` sessions later. */
const everySession = (n: number, horizon: number): LabelSpans => ({
  starts: Float64Array.from(upTo(n)),
  ends: Float64Array.from(upTo(n), (t) => t + horizon),
});

test("without overlap and embargo the folds are plain ones, longer ones first", () => {
  const splits = unwrap(purgedKFold(everySession(11, 0), 3));
  expect(splits.map(({ test }) => Array.from(test))).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9, 10],
  ]);
  for (const { train, test } of splits) expect([...train, ...test].sort((a, b) => a - b)).toEqual(upTo(11));
});

test("labels two sessions long cost two observations before a fold and two after, an embargo of one costs one more", () => {
  const [, middle] = unwrap(purgedKFold(everySession(30, 2), 3));
  expect(Array.from(middle!.test)).toEqual(upTo(10).map((k) => 10 + k));
  expect(Array.from(middle!.train)).toEqual([...upTo(8), ...upTo(8).map((k) => 22 + k)]);
  const [, embargoed] = unwrap(purgedKFold(everySession(30, 2), 3, 1));
  expect(Array.from(embargoed!.train)).toEqual([...upTo(8), ...upTo(7).map((k) => 23 + k)]);
});

const spans = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 6 })), {
    minLength: 12,
    maxLength: 60,
  })
  .map((drawn): LabelSpans => {
    let now = 0;
    const starts = Float64Array.from(drawn, ([wait]) => {
      now += wait;
      return now;
    });
    return { starts, ends: starts.map((start, k) => start + drawn[k]![1]) };
  });

/** Judged one pair of observations at a time, not by blocks. */
function leaks({ starts, ends }: LabelSpans, { train, test }: Split): boolean {
  return Array.from(train).some((a) =>
    Array.from(test).some((b) => Math.max(starts[a]!, starts[b]!) <= Math.min(ends[a]!, ends[b]!)),
  );
}

/** Runs of neighbouring rows. */
function runsOf(rows: Int32Array): number[][] {
  const runs: number[][] = [];
  for (const row of rows)
    if (runs.at(-1)?.at(-1) === row - 1) runs.at(-1)!.push(row);
    else runs.push([row]);
  return runs;
}

/** Whether an observation outside the test had to go. */
function hadToGo({ starts, ends }: LabelSpans, row: number, test: Int32Array, embargo: number): boolean {
  return runsOf(test).some((run) => {
    const first = Math.min(...run.map((t) => starts[t]!));
    const last = Math.max(...run.map((t) => ends[t]!));
    return !(ends[row]! < first || starts[row]! > last + embargo);
  });
}

describe("no label in training touches a label under test, and nothing else is left out", () => {
  test("of purged folds, which test every observation once", () => {
    fc.assert(
      fc.property(
        spans,
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 0, max: 4 }),
        (drawn, folds, embargo) => {
          const result = purgedKFold(drawn, folds, embargo);
          fc.pre(result.ok);
          const splits = unwrap(result);
          expect(splits.flatMap(({ test }) => Array.from(test))).toEqual(upTo(drawn.starts.length));
          for (const split of splits) {
            expect(leaks(drawn, split)).toBe(false);
            const train = new Set(split.train);
            const test = new Set(split.test);
            for (const row of upTo(drawn.starts.length))
              if (!test.has(row)) expect(train.has(row)).toBe(!hadToGo(drawn, row, split.test, embargo));
          }
        },
      ),
      { numRuns: 200, seed: 17 },
    );
  });

  test("of combinatorial splits, whose paths use each test once and cover each observation once", () => {
    fc.assert(
      fc.property(
        spans,
        fc.integer({ min: 3, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 2 }),
        (drawn, groups, testGroups, embargo) => {
          fc.pre(testGroups < groups);
          const result = combinatorialPurged(drawn, groups, testGroups, embargo);
          fc.pre(result.ok);
          const found = unwrap(result);
          const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
          expect(found.splits.length).toBe(Math.round(choose(groups, testGroups)));
          expect(found.pathCount).toBe(Math.round((choose(groups, testGroups) * testGroups) / groups));
          for (const split of found.splits) {
            expect(leaks(drawn, split)).toBe(false);
            const train = new Set(split.train);
            for (const row of upTo(drawn.starts.length))
              if (!split.test.includes(row)) {
                const gone = Array.from(split.groups).some((g) =>
                  hadToGo(
                    drawn,
                    row,
                    Int32Array.from(
                      upTo(found.borders[g + 1]! - found.borders[g]!),
                      (k) => k + found.borders[g]!,
                    ),
                    embargo,
                  ),
                );
                expect(train.has(row)).toBe(!gone);
              }
          }
          const used = upTo(found.pathCount * groups).map((at) => `${found.paths[at]}/${at % groups}`);
          expect(new Set(used).size).toBe(found.splits.length * testGroups);
        },
      ),
      { numRuns: 100, seed: 18 },
    );
  });
});

test("six groups, two tested, make fifteen splits and the five paths of López de Prado's example", () => {
  const found = unwrap(combinatorialPurged(everySession(12, 0), 6, 2));
  expect(found.splits.length).toBe(15);
  expect(found.pathCount).toBe(5);
  // Figure 12.1: splits S1 (groups 1 and 2 tested) to S15; the first path takes the first test of every
  // group.
  expect(Array.from(found.paths.subarray(0, 6))).toEqual([0, 0, 1, 2, 3, 4]);
  expect(Array.from(found.paths.subarray(24, 30))).toEqual([4, 8, 11, 13, 14, 14]);
});

test("an assembled path has each observation's value from the split that tested it", () => {
  const found = unwrap(combinatorialPurged(everySession(13, 1), 4, 2));
  // The value says where it came from: split number and row.
  const tested = found.splits.map(({ test }, s) => Float64Array.from(test, (row) => 1_000 * s + row));
  const paths = unwrap(assemblePaths(found, tested));
  expect(paths.length).toBe(3);
  const seen = new Set<number>();
  for (const [p, path] of paths.entries())
    path.forEach((value, row) => {
      const group = upTo(4).find((g) => row < found.borders[g + 1]!)!;
      expect(value).toBe(1_000 * found.paths[p * 4 + group]! + row);
      seen.add(value);
    });
  expect(seen.size).toBe(3 * 13);
  expect(assemblePaths(found, tested.slice(1))).toMatchObject({ error: { code: "bad-argument" } });
  const short = tested.map((values, s) => (s === 2 ? values.subarray(1) : values));
  expect(assemblePaths(found, short)).toMatchObject({ error: { code: "bad-argument" } });
});

const ten = everySession(10, 1);
const of = (...values: number[]) => Float64Array.from(values);
test.each([
  ["one fold", ten, 1, 0, "bad-argument"],
  ["two and a half folds", ten, 2.5, 0, "bad-argument"],
  ["a negative embargo", ten, 2, -1, "bad-argument"],
  ["an embargo that is no number", ten, 2, Number.NaN, "bad-argument"],
  ["spans without ends", { starts: of(1, 2), ends: of(1) }, 2, 0, "bad-argument"],
  ["a missing start", { starts: of(1, Number.NaN), ends: of(2, 3) }, 2, 0, "bad-argument"],
  ["a label known before it begins", { starts: of(1, 2), ends: of(2, 1) }, 2, 0, "bad-argument"],
  ["spans out of order", { starts: of(2, 1), ends: of(3, 3) }, 2, 0, "bad-argument"],
  ["more folds than observations", ten, 11, 0, "too-few-observations"],
  ["labels so long that nothing is left to train on", everySession(10, 10), 2, 0, "too-few-observations"],
  ["nothing", { starts: of(), ends: of() }, 2, 0, "too-few-observations"],
] as const)("%s is refused by name", (_, given, parts, embargo, code) => {
  expect(purgedKFold(given, parts, embargo)).toMatchObject({ ok: false, error: { code } });
  expect(combinatorialPurged(given, parts, 1, embargo)).toMatchObject({ ok: false, error: { code } });
});

test.each([0, 4, 1.5, Number.NaN])("%d of four groups under test is refused by name", (testGroups) => {
  expect(combinatorialPurged(ten, 4, testGroups)).toMatchObject({ error: { code: "bad-argument" } });
  expect(combinatorialPurged(ten, 21, 1)).toMatchObject({ error: { code: "bad-argument" } });
});
