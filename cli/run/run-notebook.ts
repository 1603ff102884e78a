import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { collectRun } from "../../kernel/collect/collect-run.ts";
import type { RunResult } from "../../kernel/collect/run-result.ts";
import { readSibling } from "../../kernel/folder/read-sibling.ts";
import { runManifest } from "../../kernel/manifest/run-manifest.ts";
import { parseNotebook } from "../../kernel/notebook/index.ts";
import { storeContract } from "../../store/contract/store-contract.ts";
import { openStore } from "../../store/open-store.ts";
import { createQueryService } from "../../store/query/service/query-service.ts";
import { spawnQueryChild } from "../../store/query/service/spawn-query-child.ts";
import { serveStore } from "../../store/serve-store.ts";
import { connect } from "../../wire/connect.ts";
import { portPair } from "../../wire/port.ts";
import { startKernelProcess } from "./kernel-process.ts";

export type RunOutcome =
  | { readonly ok: true; readonly result: RunResult }
  | { readonly ok: false; readonly message: string };

const readNotebook = async (file: string) => {
  try {
    return { ok: true as const, text: await readFile(file, "utf8") };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason =
      code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : String(error);
    return { ok: false as const, message: `${file}: ${reason}. Give the path of a *.nb.ts notebook.` };
  }
};

/** Beside the command in the build. */
const queryProcess = resolve(import.meta.dirname, "../store/query-process.js");

/**
 * Runs every cell of a notebook in a kernel of its own, without a window. The same kernel the window uses.
 *
 * @param chooseSnapshot name or id of a snapshot to read instead of the one the notebook asks for, if any
 */
export const runNotebook = async (
  file: string,
  storeDir: string,
  chooseSnapshot: (asked: string) => string | null = () => null,
): Promise<RunOutcome> => {
  const startedAt = performance.now();
  const read = await readNotebook(file);
  if (!read.ok) return read;
  const parsed = parseNotebook(read.text);
  if (!parsed.ok) return { ok: false, message: `${file}:${parsed.error.line}:1: ${parsed.error.message}` };
  const store = await openStore(storeDir);
  if (!store.ok) return { ok: false, message: store.error.message };

  const [kernelEnd, storeEnd] = portPair();
  const [catalogEnd, catalogStoreEnd] = portPair();
  serveStore(storeEnd, store.value);
  serveStore(catalogStoreEnd, store.value);
  const [kernelQueryEnd, queryEnd] = portPair();
  const queries = createQueryService({
    spawn: () => spawnQueryChild(queryProcess, storeDir),
  });
  queries.serve(queryEnd);
  const kernel = startKernelProcess(kernelEnd, kernelQueryEnd);
  const { title, snapshot: asked } = parsed.notebook;
  const snapshot = chooseSnapshot(asked) || asked || null;
  try {
    const catalog = await connect(catalogEnd, storeContract).call("store/catalog", {
      snapshot,
    });
    if (!catalog.ok) return { ok: false, message: catalog.error.message };
    const readBeside = (name: string) => readSibling(file, name);
    const { notebook, sourceLines } = parsed;
    const collected = await collectRun(kernel.client, notebook, sourceLines, readBeside, snapshot);
    if (!collected.ok)
      return { ok: false, message: `${file}: ${collected.message} ${kernel.errors()}`.trim() };
    const { cells, faults, manifests, stored } = collected.run;
    const durationMs = performance.now() - startedAt;
    const manifest = runManifest({
      scope: "notebook",
      snapshot: asked,
      ranAt: Date.now(),
      durationMs,
      platform: `${process.platform} ${process.arch}, Deno`,
      cells: [...manifests],
    });
    const shared = { file, title, snapshot: catalog.value.snapshot, durationMs };
    return { ok: true, result: { ...shared, cells, faults, manifest, stored } };
  } finally {
    kernel.end();
    queries.end();
    await store.value.close();
  }
};
