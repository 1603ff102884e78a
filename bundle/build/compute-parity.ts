import type { Client } from "../../wire/connect.ts";
import type { BundleManifest } from "../contract/bundle.ts";
import type { BundleResult } from "../contract/bundle-fault.ts";
import type { RunnerContract } from "../contract/runner-contract.ts";
import { accept, refuse } from "../document/fault.ts";
import type { ParityWindow, ReasonedPanel } from "../parity/choose-windows.ts";
import { drawVectors, type ParityPanel } from "../parity/draw-vectors.ts";
import type { Parity } from "../parity/parity-blobs.ts";
import { slicePanel } from "../parity/slice-panel.ts";

export interface ParityQuestion {
  readonly kind: BundleManifest["kind"];
  readonly fields: readonly string[];
  readonly count: number;
  readonly seed: number;
  readonly loadPanel: (
    asked: Pick<ParityWindow, "from" | "to" | "warmUpSessions">,
  ) => Promise<BundleResult<ReasonedPanel>>;
}

/**
 * Cuts the windows out of the store, asks the loaded definition what comes out, and draws vectors of that. A window at
 * which the definition fails, such as a callback that cannot do without its history, is left out.
 */
export const computeParity = async (
  runner: Pick<Client<RunnerContract>, "call">,
  windows: readonly ParityWindow[],
  { kind, fields, count, seed, loadPanel }: ParityQuestion,
): Promise<BundleResult<Parity>> => {
  const asked: ParityPanel[] = [];
  let failure = "no window of the backtest has data";
  for (const { from, to, warmUpSessions, iids, instants } of windows) {
    const loaded = await loadPanel({ from, to, warmUpSessions });
    if (!loaded.ok) return loaded;
    const { panel: whole } = loaded.value;
    const wanted = new Set(iids);
    const places = Array.from(whole.instruments.keys()).filter((i) => wanted.has(whole.instruments[i]!.iid));
    if (places.length === 0) continue;
    const panel = slicePanel(whole, fields, Int32Array.from(places));
    const put = await runner.call("panel/put", { id: "window", panel });
    if (!put.ok) return refuse("runner-failed", put.error.message);
    const what = kind === "factor" ? "signal" : "both";
    const question = { panel: "window", mode: "batch", instants, what, current: null } as const;
    const answer = await runner.call("decision/compute", question);
    if (answer.ok) asked.push({ panel, instants, ...answer.value });
    else if (answer.error.code === "decision-failed") failure = answer.error.message;
    else return refuse("runner-failed", answer.error.message);
  }
  await runner.call("panel/drop", { id: "window" });
  if (asked.length === 0) return refuse("not-servable", `No vector can be made: ${failure}.`);
  return accept({
    inputs: { panels: asked.map(({ panel }) => panel) },
    vectors: drawVectors(asked, count, seed),
  });
};
