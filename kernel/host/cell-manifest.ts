import { ENGINE_VERSION, ORDER_LOG_FORMAT } from "../../engine/index.ts";
import type { CellManifest, OutputManifest } from "../contract/manifest.ts";
import type { CompiledCell } from "../language/compile-cell.ts";
import type { RunEnd } from "./cell-runner.ts";
import { hashText, inputsOf } from "./input-hashes.ts";
import type { ScheduledCell } from "./plan-run.ts";

export interface EndedRun {
  /** The notebook as it was when the run began. */
  readonly cells: readonly ScheduledCell[];
  readonly cellId: string;
  readonly compiled: Pick<CompiledCell, "code" | "inputs">;
  readonly origin: Pick<CellManifest, "snapshotId" | "asOf" | "seed">;
  readonly end: Pick<RunEnd, "error" | "backtests">;
  readonly outputs: readonly OutputManifest[];
}

/** What made the outputs of a cell's run, and their hashes. */
export const cellManifest = ({ cells, cellId, compiled, origin, end, outputs }: EndedRun): CellManifest => {
  const cell = cells.find((each) => each.cellId === cellId)!;
  const { code, inputs = {} } = compiled;
  return {
    cellId,
    state: end.error ? "failed" : "done",
    codeHash: hashText(code),
    closureHash: inputsOf(cells, "").hashes.get(cellId)!,
    inputs: { ...inputs },
    needs: [...cell.needs],
    ...origin,
    engine: ENGINE_VERSION,
    orderLog: ORDER_LOG_FORMAT,
    backtests: [...end.backtests],
    outputs: [...outputs],
  };
};
