import type { Client } from "../../wire/connect.ts";
import type { ComputeContract } from "../contract/compute-contract.ts";
import type { Recomputation } from "../contract/recomputation.ts";
import { recomputedStates } from "../domain/strategy-state.ts";
import type { Services } from "../http/services.ts";
import { commandByServer } from "./server-command.ts";

/** Why versions are looked at: a process began, rows came, or a strategy changed. */
type Occasion = "begin" | "data" | "change";

export interface RecomputeVersions {
  /** Takes up versions that were not recomputed yet, and those that may come out otherwise now. */
  look(occasion: Occasion): void;
}

/** Rows may bring the data that was missing; what failed is not tried again for each of them. */
const isOpen = (recomputed: Recomputation | null, occasion: Occasion): boolean =>
  recomputed === null ||
  (recomputed.outcome === "not-here" &&
    (occasion === "begin" || (occasion === "data" && recomputed.reason === "other-data")));

/**
 * Has the backtests of versions run again, one after the other, while somebody may still decide by their figures, and
 * reports what came of it. Nobody who uploads, approves or reads signals waits for it.
 */
export const recomputeVersions = (
  services: Services,
  client: () => Client<ComputeContract>,
  log: (message: string, facts: object) => void,
): RecomputeVersions => {
  const { strategies, reader } = services;
  /** What is asked once, until there is reason to ask again. */
  const asked = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  const recompute = async (strategy: string, version: number, digest: string): Promise<void> => {
    const document = (await reader.document(digest)) ?? "";
    const came = await client().call("bundle/recompute", { document });
    // What ended on the way is asked again when there is a process again.
    if (!came.ok) return log("a version is not recomputed", { strategy, version, code: came.error.code });
    await commandByServer(services, strategy, { kind: "report-recomputed", version, recomputed: came.value });
  };

  return {
    look: (occasion) => {
      if (occasion !== "change") asked.clear();
      for (const { id, versions } of strategies.all())
        for (const { version, digest, state, recomputed } of versions) {
          const key = `${id}/${version}`;
          if (!recomputedStates.includes(state) || !isOpen(recomputed, occasion) || asked.has(key)) continue;
          asked.add(key);
          turn = turn
            .then(() => recompute(id, version, digest))
            .catch((error: unknown) => log("a step failed", { error: String(error) }));
        }
    },
  };
};
