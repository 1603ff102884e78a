/** Marks of a growth axis on a base-2 scale, as powers of two: at least three where the range allows it. */
export const growthTicks = (lowLog2: number, highLog2: number): number[] => {
  for (const step of [1, 0.5, 0.25, 0.125]) {
    const ticks: number[] = [];
    for (let k = Math.ceil(lowLog2 / step); k * step <= highLog2 + 1e-9; k++) ticks.push(k * step + 0);
    if (ticks.length >= 3 || step === 0.125) return ticks;
  }
  return [];
};

/** 2 to the power of the mark with ×: "2×", "0.5×", "1.41×". */
export const growthTickLabel = (log2: number): string => `${Number((2 ** log2).toFixed(2))}×`;
