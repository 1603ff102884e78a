/**
 * How well `query` fits `text`, or null when its letters do not all occur in order. Higher is better: runs of
 * letters and starts of words count, so that "rra" finds "Restart and run all" before a scattered match.
 */
export const fuzzyScore = (query: string, text: string): number | null => {
  const wanted = query.toLowerCase().replace(/\s+/g, "");
  const given = text.toLowerCase();
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = given.indexOf(letter, at + 1);
    if (next < 0) return null;
    const isWordStart = next === 0 || given[next - 1] === " ";
    score += next === at + 1 ? 3 : isWordStart ? 2 : 0;
    score -= Math.min(next - at - 1, 8) * 0.1;
    at = next;
  }
  return score;
};

/** The items that match, best first; equal ones keep their order. */
export const fuzzyFilter = <T>(
  items: readonly T[],
  query: string,
  textOf: (item: T) => string,
): readonly T[] =>
  items
    .map((item, index) => ({ item, index, score: fuzzyScore(query, textOf(item)) }))
    .filter((entry) => entry.score !== null)
    .sort((a, b) => b.score! - a.score! || a.index - b.index)
    .map(({ item }) => item);
