/** What `assembly/index.ts` exports: addresses and byte counts are plain numbers here. */
export interface KernelExports {
  rollingMoments(
    input: number,
    series: number,
    rows: number,
    history: number,
    phase: number,
    window: number,
    least: number,
    mean: number,
    variance: number,
    std: number,
    zscore: number,
    scratch: number,
  ): void;
  pairwise(operation: number, a: number, b: number, output: number, count: number): void;
  recursiveAverage: Recursive;
  relativeStrength: Recursive;
  rankRow(input: number, instruments: number, output: number, scratch: number): void;
  sha256Blocks(state: number, constants: number, message: number, blocks: number, scratch: number): void;
  rankAverages(
    close: number,
    bars: number,
    session: number,
    windows: number,
    count: number,
    ranks: number,
    rowBytes: number,
    scratch: number,
  ): void;
  prepareSweep(open: number, close: number, bars: number, keep: number, perBar: number, table: number): void;
  sweepPairs(
    open: number,
    close: number,
    bars: number,
    keep: number,
    perBar: number,
    table: number,
    ranks: number,
    rowBytes: number,
    pairs: number,
    count: number,
    results: number,
    equity: number,
  ): void;
}

type Recursive = (
  input: number,
  series: number,
  rows: number,
  phase: number,
  block: number,
  alpha: number,
  least: number,
  output: number,
  states: number,
) => void;
