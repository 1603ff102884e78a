/** Index of the value nearest to `x` in an ascending array; the earlier one on a tie; −1 when it is empty. */
export const nearestIndex = (ascending: ArrayLike<number>, x: number): number => {
  if (ascending.length === 0) return -1;
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && x - ascending[low - 1]! <= ascending[low]! - x ? low - 1 : low;
};
