import type { BuildContract } from "../../bundle/contract/build-contract.ts";
import { collectRun } from "../../kernel/collect/collect-run.ts";
import type { Fault } from "../../kernel/collect/run-result.ts";
import type { Notebook } from "../../kernel/contract/document.ts";
import { type CellStatus, kernelContract } from "../../kernel/contract/kernel-contract.ts";
import { readSibling } from "../../kernel/folder/read-sibling.ts";
import { runManifest } from "../../kernel/manifest/run-manifest.ts";
import type { StoreContract } from "../../store/contract/store-contract.ts";
import { type Client, connect } from "../../wire/connect.ts";
import { type Input, type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Port } from "../../wire/port.ts";
import { reasonOf } from "../files/reason-of.ts";

/** What a notebook came to, run from its beginning in a kernel of its own. */
export interface CleanRun {
  /** Lines are 1-based in their cells. */
  readonly faults: readonly Fault[];
  /** Of every cell that runs. */
  readonly statuses: readonly CellStatus[];
  /** What a bundle is built from. */
  readonly recorded: Pick<Input<BuildContract, "bundle/build">, "snapshot" | "run" | "folder">;
}

export interface HiddenKernel {
  readonly port: Port;
  end(): void;
}

export interface CleanRunSurroundings {
  store(): Client<StoreContract>;
  startKernel(): Promise<HiddenKernel>;
}

/** Lines are counted in the cell: the window shows cells, and no file. */
const IN_CELLS: ReadonlyMap<string, number> = new Map();

/** Restarts and runs all: in a new kernel, hidden, so that the one the user works in keeps its state. */
export const cleanRun = async (
  notebook: Notebook,
  path: string | null,
  { store, startKernel }: CleanRunSurroundings,
  signal: AbortSignal,
): Promise<WireResult<CleanRun>> => {
  // Pinned for the run and for what is built of it: data may come in meanwhile.
  const catalog = await store().call("store/catalog", { snapshot: notebook.snapshot || null });
  if (!catalog.ok) return catalog;
  const { id } = catalog.value.snapshot;
  let kernel: HiddenKernel;
  try {
    kernel = await startKernel();
  } catch (error) {
    return wireError("kernel-failed", `A kernel for the run did not start: ${reasonOf(error)}.`);
  }
  const end = () => kernel.end();
  signal.addEventListener("abort", end, { once: true });
  const startedAt = performance.now();
  try {
    const readBeside = async (name: string) => (path === null ? null : readSibling(path, name));
    const client = connect(kernel.port, kernelContract);
    const collected = await collectRun(client, notebook, IN_CELLS, readBeside, id);
    if (!collected.ok) return wireError("kernel-failed", collected.message);
    const { cells, faults, manifests, folder } = collected.run;
    const run = runManifest({
      scope: "notebook",
      snapshot: notebook.snapshot,
      ranAt: Date.now(),
      durationMs: performance.now() - startedAt,
      platform: `${process.platform} ${process.arch}, window`,
      cells: [...manifests],
    });
    const statuses = cells.flatMap(({ status, kind }) => (status && kind !== "markdown" ? [status] : []));
    return wireOk({ faults, statuses, recorded: { snapshot: id, run, folder: [...folder] } });
  } finally {
    signal.removeEventListener("abort", end);
    kernel.end();
  }
};
