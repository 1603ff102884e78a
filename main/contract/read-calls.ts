import { browseCalls } from "../../store/contract/browse.ts";
import { explainCalls } from "../../store/contract/explain.ts";
import { snapshotCalls } from "../../store/contract/snapshots.ts";
import type { ContractShape } from "../../wire/contract.ts";

/** What a window may ask to look around in the store. The main process only hands it on. */
export const readCalls = {
  ...browseCalls,
  ...snapshotCalls,
  ...explainCalls,
} as const satisfies ContractShape["calls"];

export type ReadContract = { readonly calls: typeof readCalls; readonly events: Record<never, never> };
