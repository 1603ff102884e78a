import { fail, ok, type Result } from "../contract/result.ts";
import { lengthFault } from "../metrics/observations.ts";
import { tooFew } from "../metrics/returns.ts";
import { combinations } from "./combinations.ts";
import { evenBorders, type LabelSpans, purge, type Split, spansFault } from "./label-spans.ts";

/** A split of combinatorial cross-validation. */
export interface CombinatorialSplit extends Split {
  /** The groups tested, ascending. */
  readonly groups: Int32Array;
}

/** All splits, and the backtest paths they make. */
export interface CombinatorialPurged {
  /** C(N, k) splits, in lexicographic order of the groups tested. */
  readonly splits: readonly CombinatorialSplit[];
  /** N + 1 borders: group g is rows borders[g] up to but without borders[g + 1]. */
  readonly borders: Int32Array;
  /**
   * Paths × N in row-major order: the split whose test of group g belongs to path p. Each test is used once.
   */
  readonly paths: Int32Array;
  /** k·C(N, k)/N. */
  readonly pathCount: number;
}

/**
 * Combinatorial purged cross-validation: N groups in time, every choice of k of them tested in turn with the
 * others, purged and embargoed as in `purgedKFold`, trained on. Each group is tested C(N − 1, k − 1) times,
 * so that the tests make as many paths, each covering all observations once.
 * `spans`: one entry per observation; `embargo`: in the unit of the spans.
 * Fails with "too-few-observations" when a group or a training set would be empty, and "bad-argument" for
 * unfit spans, unless 2 ≤ N ≤ 20 and 1 ≤ k < N, or for a negative embargo.
 * @source López de Prado (2018), "Advances in financial machine learning", section 12.4.
 *
 * @example combinatorialPurged({ starts: sessions, ends: sessions.map((s) => s + 21) }, 6, 2, 5)
 */
export function combinatorialPurged(
  spans: LabelSpans,
  groups: number,
  testGroups: number,
  embargo = 0,
): Result<CombinatorialPurged> {
  if (!Number.isInteger(groups) || groups < 2 || groups > 20)
    return fail("bad-argument", `groups must be a whole number from 2 to 20, was ${groups}`);
  if (!Number.isInteger(testGroups) || testGroups < 1 || testGroups >= groups)
    return fail(
      "bad-argument",
      `test groups must be a whole number from 1 to ${groups - 1}, was ${testGroups}`,
    );
  const fault = spansFault(spans, embargo, groups);
  if (fault) return fault;
  const borders = evenBorders(spans.starts.length, groups);
  const splits: CombinatorialSplit[] = [];
  const testedBy: number[][] = Array.from({ length: groups }, () => []);
  for (const chosen of combinations(groups, testGroups)) {
    const runs = Array.from(chosen, (g) => [borders[g]!, borders[g + 1]!] as const);
    const train = purge(spans, runs, embargo);
    if (train.length === 0) return tooFew(`training beside groups ${chosen.join(", ")}`, 1, 0);
    const test = Int32Array.from(
      runs.flatMap(([from, to]) => Array.from({ length: to - from }, (_, row) => from + row)),
    );
    for (const g of chosen) testedBy[g]!.push(splits.length);
    splits.push({ groups: chosen, train, test });
  }
  const pathCount = testedBy[0]!.length;
  const paths = Int32Array.from({ length: pathCount * groups }, (_, at) => {
    return testedBy[at % groups]![Math.floor(at / groups)]!;
  });
  return ok({ splits, borders, paths, pathCount });
}

/**
 * The backtest paths of combinatorial cross-validation: for each path one value per observation, taken from
 * the split that tested its group for that path. `tested`: per split, one value (return or prediction) per
 * row of its `test`. Missing values stay missing. Fails with "bad-argument" when a split's values do not fit
 * its test rows.
 *
 * @example assemblePaths(validation, validation.splits.map((split) => predict(split)))
 */
export function assemblePaths(
  { splits, borders, paths, pathCount }: CombinatorialPurged,
  tested: readonly Float64Array[],
): Result<Float64Array[]> {
  const fault =
    lengthFault("assembling paths", splits.length, tested.length) ??
    splits
      .map((split, s) => lengthFault(`split ${s}`, split.test.length, tested[s]!.length))
      .find((each) => each !== undefined);
  if (fault) return fault;
  const groups = borders.length - 1;
  return ok(
    Array.from({ length: pathCount }, (_, p) => {
      const path = new Float64Array(borders[groups]!);
      for (let g = 0; g < groups; g++) {
        const split = paths[p * groups + g]!;
        const first = splits[split]!.test.indexOf(borders[g]!);
        const size = borders[g + 1]! - borders[g]!;
        path.set(tested[split]!.subarray(first, first + size), borders[g]!);
      }
      return path;
    }),
  );
}
