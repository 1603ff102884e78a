/** As many as the nearest cache holds beside the keys. */
const BINS = 256;
const counts = new Int32Array(BINS);

/**
 * The names with the smallest keys, in the order of `candidates`. Equal keys go by that order, from its front
 * or from its end. A histogram tells about where the last key that is in lies, so thousands of names are neither
 * sorted nor moved for the sake of fifty.
 *
 * @param candidates instruments in canonical order
 * @param keys one per candidate, never NaN
 * @param count how many to take, at most as many as there are
 */
export function selectSmallest(
  candidates: Int32Array,
  keys: Float64Array,
  count: number,
  tiesFrom: "front" | "end" = "front",
): Int32Array {
  const chosen = new Int32Array(count);
  if (count === 0) return chosen;
  const { threshold, below, equal } = findLast(keys, count);
  // Of the names on the threshold, those numbered [first, last) are in.
  const first = tiesFrom === "front" ? 0 : equal - (count - below);
  const last = first + count - below;
  let met = 0;
  let filled = 0;
  for (let k = 0; k < keys.length; k++) {
    const key = keys[k]!;
    if (key === threshold) {
      if (met >= first && met < last) chosen[filled++] = candidates[k]!;
      met++;
    } else if (key < threshold) chosen[filled++] = candidates[k]!;
  }
  return chosen;
}

/** The largest key that is in, how many are below it, and how many equal to it. */
interface LastIn {
  readonly threshold: number;
  readonly below: number;
  readonly equal: number;
}

function findLast(keys: Float64Array, count: number): LastIn {
  const least = smallest(keys);
  const scale = (BINS - 1) / (largest(keys) - least);
  // Few keys, equal ones, or an infinite distance.
  if (keys.length < BINS || !(scale > 0 && scale < Number.POSITIVE_INFINITY))
    return findAmong(keys.slice(), 0, count);
  countByBin(keys, least, scale);
  let bin = 0;
  let before = 0;
  while (before + counts[bin]! < count) before += counts[bin++]!;
  return findAmong(keysInBin(keys, least, scale, bin, counts[bin]!), before, count);
}

// Loops in functions of their own: one that is compiled while it runs for the first time knows nothing of what follows,
// and the function is compiled again.

function smallest(keys: Float64Array): number {
  let least = keys[0]!;
  for (let k = 1; k < keys.length; k++) if (keys[k]! < least) least = keys[k]!;
  return least;
}

function largest(keys: Float64Array): number {
  let most = keys[0]!;
  for (let k = 1; k < keys.length; k++) if (keys[k]! > most) most = keys[k]!;
  return most;
}

/** A larger key is never in an earlier bin: rounding keeps the order of differences and of products. */
const binOf = (key: number, least: number, scale: number) => ((key - least) * scale) | 0;

function countByBin(keys: Float64Array, least: number, scale: number): void {
  counts.fill(0);
  for (let k = 0; k < keys.length; k++) counts[binOf(keys[k]!, least, scale)]!++;
}

function keysInBin(
  keys: Float64Array,
  least: number,
  scale: number,
  bin: number,
  count: number,
): Float64Array {
  const inBin = new Float64Array(count);
  for (let k = 0, at = 0; k < keys.length; k++)
    if (binOf(keys[k]!, least, scale) === bin) inBin[at++] = keys[k]!;
  return inBin;
}

/** The same, of keys that are reordered; `before` more are smaller than all of them. */
function findAmong(keys: Float64Array, before: number, count: number): LastIn {
  const threshold = select(keys, count - before - 1);
  let below = before;
  let equal = 0;
  for (let k = 0; k < keys.length; k++) {
    if (keys[k]! < threshold) below++;
    else if (keys[k] === threshold) equal++;
  }
  return { threshold, below, equal };
}

/** The value that sorting would put at place k; reorders its argument. Hoare's selection, median of three. */
function select(a: Float64Array, k: number): number {
  let low = 0;
  let high = a.length - 1;
  while (low < high) {
    const pivot = median(a[low]!, a[(low + high) >>> 1]!, a[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (a[i]! < pivot) i++;
      while (a[j]! > pivot) j--;
      if (i > j) break;
      const swapped = a[i]!;
      a[i++] = a[j]!;
      a[j--] = swapped;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return pivot;
  }
  return a[k]!;
}

const median = (a: number, b: number, c: number) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
