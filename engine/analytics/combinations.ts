/** All choices of `k` of 0 … n − 1, each ascending, in lexicographic order. 0 ≤ k ≤ n. */
export function* combinations(n: number, k: number): Generator<Int32Array> {
  const chosen = Int32Array.from({ length: k }, (_, i) => i);
  while (true) {
    yield chosen.slice();
    let i = k - 1;
    while (i >= 0 && chosen[i] === n - k + i) i--;
    if (i < 0) return;
    chosen[i]!++;
    for (let j = i + 1; j < k; j++) chosen[j] = chosen[j - 1]! + 1;
  }
}
