import { readFile } from "node:fs/promises";
import { type BuiltBundle, buildBundle } from "../../bundle/build/build-bundle.ts";
import { findRun } from "../../bundle/build/find-run.ts";
import { makeSbom } from "../../bundle/build/sbom.ts";
import { storePanels } from "../../bundle/build/store-panels.ts";
import type { BundleResult } from "../../bundle/contract/bundle-fault.ts";
import { refuse } from "../../bundle/document/fault.ts";
import { readPrivateKey } from "../../bundle/document/keys.ts";
import { startRunner } from "../../bundle/runner/start-runner.ts";
import { formatFault } from "../../kernel/collect/run-result.ts";
import type { Notebook } from "../../kernel/contract/document.ts";
import type { RunManifest } from "../../kernel/contract/manifest.ts";
import { readSibling } from "../../kernel/folder/read-sibling.ts";
import { createLanguage } from "../../kernel/language/language.ts";
import type { FolderNotebook } from "../../kernel/language/notebook-modules.ts";
import { followImports, parseNotebook } from "../../kernel/notebook/index.ts";
import packageLock from "../../package-lock.json" with { type: "json" };
import { storeContract } from "../../store/contract/store-contract.ts";
import { openStore } from "../../store/open-store.ts";
import { serveStore } from "../../store/serve-store.ts";
import { connect } from "../../wire/connect.ts";
import { portPair } from "../../wire/port.ts";
import { runNotebook } from "../run/run-notebook.ts";

export interface BuildOptions {
  readonly strategy?: string;
  readonly factor?: string;
  readonly backtest: string;
  readonly key?: string;
  readonly store: string;
}

interface CleanRun {
  readonly notebook: Notebook;
  readonly snapshotId: string;
  readonly manifest: RunManifest;
}

/** Restart and run all: nothing is published of a notebook that does not run to its end. */
const runClean = async (file: string, store: string): Promise<BundleResult<CleanRun>> => {
  const ran = await runNotebook(file, store);
  if (!ran.ok) return refuse("not-clean", ran.message);
  const { faults, manifest, snapshot } = ran.result;
  if (faults.length > 0)
    return refuse("not-clean", faults.map((fault) => formatFault(file, fault)).join("\n"));
  const parsed = parseNotebook(await readFile(file, "utf8"));
  if (!parsed.ok) return refuse("not-clean", parsed.error.message);
  return { ok: true, value: { notebook: parsed.notebook, snapshotId: snapshot.id, manifest } };
};

/** The notebooks of the folder that a notebook imports, directly or through another. */
const readFolder = async (file: string, notebook: Notebook): Promise<readonly FolderNotebook[]> => {
  const language = createLanguage();
  let folder: readonly FolderNotebook[] = [];
  await followImports(
    [],
    (name) => readSibling(file, name),
    async (notebooks) => {
      folder = notebooks;
      return language.update(notebook.cells, notebooks).analysis;
    },
  );
  return folder;
};

const build = async (file: string, options: BuildOptions): Promise<BundleResult<BuiltBundle>> => {
  const variable = options.strategy ?? options.factor;
  if (variable === undefined || (options.strategy !== undefined && options.factor !== undefined))
    return refuse("unknown-entry", "Say what to publish: either --strategy <name> or --factor <name>.");
  const key = options.key === undefined ? null : readPrivateKey(await readFile(options.key, "utf8"));
  const ran = await runClean(file, options.store);
  if (!ran.ok) return ran;
  const { notebook, snapshotId, manifest } = ran.value;
  const opened = await openStore(options.store);
  if (!opened.ok) return refuse("not-clean", opened.error.message);
  const [near, far] = portPair();
  serveStore(far, opened.value);
  const store = connect(near, storeContract);
  const runner = startRunner();
  try {
    const catalog = await store.call("store/catalog", { snapshot: snapshotId });
    if (!catalog.ok) return refuse("not-clean", catalog.error.message);
    const { asOf } = notebook;
    return await buildBundle(
      {
        kind: options.factor === undefined ? "strategy" : "factor",
        variable,
        cells: notebook.cells,
        folder: await readFolder(file, notebook),
        store: {
          snapshotId,
          asOf,
          clock: asOf ?? catalog.value.snapshot.knownTo,
          fields: catalog.value.fields.map(({ name }) => name),
        },
        findRun: findRun(manifest, Number(options.backtest)),
        loadPanel: storePanels(store, snapshotId, asOf),
        sbom: makeSbom(packageLock),
        key,
      },
      runner.client,
    );
  } finally {
    runner.end();
    await opened.value.close();
  }
};

/** Runs a notebook anew and makes a bundle of one definition of it. */
export const buildNotebook = (file: string, options: BuildOptions): Promise<BundleResult<BuiltBundle>> =>
  build(file, options).catch((error: unknown) =>
    refuse("unknown-entry", error instanceof Error ? error.message : String(error)),
  );
