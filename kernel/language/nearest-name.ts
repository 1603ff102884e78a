/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
const distanceBetween = (from: string, to: string): number => {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const present = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      present[column] = Math.min(
        above[column]! + 1,
        present[column - 1]! + 1,
        above[column - 1]! + (isSame ? 0 : 1),
        isSwap ? before[column - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = above;
    above = present;
  }
  return above[to.length]!;
};

/** How much of a name may be wrong for another still to be what was meant. */
const SHARE = 0.4;

/** The name that was most likely meant, whatever the case of its letters; null when none is near. */
export const nearestName = (written: string, names: Iterable<string>): string | null => {
  const wanted = written.toLowerCase();
  let nearest: string | null = null;
  let least = Math.max(1, Math.floor(Math.max(written.length, 3) * SHARE)) + 0.5;
  for (const name of names) {
    if (name === written || Math.abs(name.length - written.length) > least) continue;
    const distance = distanceBetween(wanted, name.toLowerCase()) + (name[0] === written[0] ? 0 : 0.25);
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
};
