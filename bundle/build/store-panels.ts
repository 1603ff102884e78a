import {
  createPanelCache,
  type LoadedPanel,
  type PanelCache,
  panelOf,
} from "../../kernel/host/panel-cache.ts";
import type { StoreContract } from "../../store/contract/store-contract.ts";
import type { Client } from "../../wire/connect.ts";
import type { BundleResult } from "../contract/bundle-fault.ts";
import type { ReasonedPanel } from "../parity/choose-windows.ts";
import type { PanelWish } from "./build-bundle.ts";

const REASON = "reason:";

const reasonsOf = ({ header, columns }: LoadedPanel): ReasonedPanel["reasons"] =>
  Object.fromEntries(
    header.columns.flatMap(({ name }, index) =>
      name.startsWith(REASON) ? [[name.slice(REASON.length), new Uint8Array(columns[index]!)]] : [],
    ),
  );

/** Panels of a store, as a bundle is built from them, and as it is run. */
export const storePanels =
  (store: Client<StoreContract>, snapshot: string, asOf: number | null, cache?: PanelCache) =>
  async (wish: PanelWish): Promise<BundleResult<ReasonedPanel>> => {
    const { universe, fields, from, to, warmUpSessions, delayMinutes, hasReasons, underWayTo } = wish;
    const question = {
      snapshot,
      asOf,
      universe,
      fields: [...fields],
      from,
      to,
      warmUpSessions,
      decision: { kind: "close" as const, delayMinutes },
      reasons: hasReasons,
      ...(underWayTo !== undefined && { underWayTo }),
    };
    const loaded = await (cache ?? createPanelCache()).load(store, question, () => {});
    if (!loaded.ok) return { ok: false, fault: { code: "not-clean", message: loaded.error.message } };
    return { ok: true, value: { panel: panelOf(loaded.value), reasons: reasonsOf(loaded.value) } };
  };
