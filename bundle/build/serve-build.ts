import packageLock from "../../package-lock.json" with { type: "json" };
import type { StoreContract } from "../../store/contract/store-contract.ts";
import type { Client } from "../../wire/connect.ts";
import { wireOk } from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import type { BuildContract } from "../contract/build-contract.ts";
import type { BundleFault, BundleResult } from "../contract/bundle-fault.ts";
import { refuse } from "../document/fault.ts";
import type { Runner } from "../runner/start-runner.ts";
import { type BuiltBundle, buildBundle } from "./build-bundle.ts";
import { findRun } from "./find-run.ts";
import { notebookDecisions } from "./notebook-decisions.ts";
import { makeSbom } from "./sbom.ts";
import { storePanels } from "./store-panels.ts";

export interface BuildSurroundings {
  readonly store: Client<StoreContract>;
  startRunner(): Runner;
  onCutOut(cells: number): void;
}

/** A fault as it travels; of a process that ended also what it said last. */
const told = ({ fault }: { readonly fault: BundleFault }, runner: Runner) => {
  const { code, places = [] } = fault;
  const why = code === "runner-failed" ? runner.errors().trim() : "";
  const message = why === "" ? fault.message : `${fault.message} ${why}`;
  return wireOk({ ok: false as const, fault: { code, message, places: [...places] } });
};

/** Answers the calls of whoever wants a bundle built of a notebook that ran elsewhere, or its backtest again. */
export const serveBuild = (around: BuildSurroundings): Handlers<BuildContract> => ({
  "bundle/build": async ({ kind, variable, backtest, cells, folder, asOf, snapshot, run }) => {
    const runner = around.startRunner();
    const build = async (): Promise<BundleResult<BuiltBundle>> => {
      const catalog = await around.store.call("store/catalog", { snapshot });
      if (!catalog.ok) return refuse("not-clean", catalog.error.message);
      return buildBundle(
        {
          kind,
          variable,
          cells,
          folder,
          store: {
            snapshotId: snapshot,
            asOf,
            clock: asOf ?? catalog.value.snapshot.knownTo,
            fields: catalog.value.fields.map(({ name }) => name),
          },
          findRun: findRun(run, backtest),
          loadPanel: storePanels(around.store, snapshot, asOf),
          sbom: makeSbom(packageLock),
          key: null,
          onCutOut: around.onCutOut,
        },
        runner.client,
      );
    };
    try {
      const built = await build();
      if (!built.ok) return told(built, runner);
      const { text, digest, manifest, replay } = built.value;
      const { vectors, modes } = replay;
      return wireOk({ ok: true as const, text, digest, manifest, vectors, modes: [...modes] });
    } finally {
      runner.end();
    }
  },

  "notebook/decisions": async ({ snapshot: theirs, ...wish }) => {
    const { store } = around;
    const same = await store.call("store/catalog", { snapshot: theirs });
    const catalog = same.ok ? same : await store.call("store/catalog", { snapshot: null });
    const runner = around.startRunner();
    try {
      if (!catalog.ok) return told({ fault: { code: "not-clean", message: catalog.error.message } }, runner);
      const snapshot = catalog.value.snapshot.id;
      const decided = await notebookDecisions(wish, storePanels(store, snapshot, null), runner.client);
      if (!decided.ok) return told(decided, runner);
      return wireOk({ ok: true as const, snapshot, decisions: [...decided.value] });
    } finally {
      runner.end();
    }
  },
});
