/**
 * The names with the smallest keys, in the order of `candidates`. Equal keys go by that order, from its front
 * or from its end. Quickselect finds the last key that is in, so thousands of names are not sorted for the
 * sake of fifty.
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
  const threshold = kthSmallest(keys.slice(), count - 1);
  let below = 0;
  let equal = 0;
  for (let k = 0; k < keys.length; k++) {
    if (keys[k]! < threshold) below++;
    else if (keys[k] === threshold) equal++;
  }
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

/** The value that sorting would put at place k; reorders its argument. Hoare's selection, median of three. */
function kthSmallest(a: Float64Array, k: number): number {
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
