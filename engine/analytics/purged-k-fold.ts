import { fail, ok, type Result } from "../contract/result.ts";
import { tooFew } from "../metrics/returns.ts";
import { evenBorders, type LabelSpans, purge, type Split, spansFault } from "./label-spans.ts";

/**
 * K-fold cross-validation for labels that overlap in time: each fold is tested once, and trained on the
 * observations of the others whose label's span does not touch the test fold's, nor begins within `embargo`
 * after it.
 * `spans`: one entry per observation; `embargo`: in the unit of the spans. The result has one split per fold.
 * Fails with "too-few-observations" when a fold or a training set would be empty, and "bad-argument" for
 * fewer than two folds, spans that are missing, unordered or end before they start, or a negative embargo.
 * @source López de Prado (2018), "Advances in financial machine learning", section 7.4.
 *
 * @example purgedKFold({ starts: sessions, ends: sessions.map((s) => s + 21) }, 5, 5)
 */
export function purgedKFold(spans: LabelSpans, folds: number, embargo = 0): Result<Split[]> {
  if (!Number.isInteger(folds) || folds < 2)
    return fail("bad-argument", `folds must be a whole number from 2 up, was ${folds}`);
  const fault = spansFault(spans, embargo, folds);
  if (fault) return fault;
  const borders = evenBorders(spans.starts.length, folds);
  const splits: Split[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const [from, to] = [borders[fold]!, borders[fold + 1]!];
    const train = purge(spans, [[from, to]], embargo);
    if (train.length === 0) return tooFew(`training beside fold ${fold}`, 1, 0);
    splits.push({ train, test: Int32Array.from({ length: to - from }, (_, k) => from + k) });
  }
  return ok(splits);
}
