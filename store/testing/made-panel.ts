import fc from "fast-check";
import type { BuiltPanel } from "../panel/build-panel.ts";
import { panelOfHistory } from "./history.ts";
import { sessionCases } from "./random-history.ts";

/** The id of the n-th panel of a test. */
export const madePanelId = (n: number): string => n.toString(16).padStart(32, "0");

/** A random history's panel, with a reason column and members whose lengths are no multiple of eight. */
export const madePanel = (n: number, snapshotId = "s"): BuiltPanel => {
  const samples = fc.sample(sessionCases, { seed: 5, numRuns: 40 });
  for (const { history, request } of samples) {
    const built = panelOfHistory(history, { ...request, reasons: true });
    if (built.ok && built.value.header.instruments.length > 1)
      return { ...built.value, header: { ...built.value.header, panelId: madePanelId(n), snapshotId } };
  }
  throw new Error("no history made a panel");
};
