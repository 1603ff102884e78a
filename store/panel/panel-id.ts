import { createHash } from "node:crypto";
import type { PanelRequest } from "../contract/panel-request.ts";

/** Raised when equal requests on one snapshot begin to have other bits: panels kept on disk are then made anew. */
const PANEL_FORMAT = 5;

/** Names a panel by everything that decides its bits: equal requests on one snapshot are one panel. */
export const panelIdOf = (snapshotId: string, request: PanelRequest): string => {
  const { universe, frequency, fields, from, to, warmUpSessions, decision, reasons, asOf, underWayTo } =
    request;
  const byMarket = Object.entries(request.decisionByMarket).sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = JSON.stringify([
    PANEL_FORMAT,
    snapshotId,
    universe,
    frequency,
    fields,
    from,
    to,
    warmUpSessions,
    canonicalRule(decision),
    byMarket.map(([mic, rule]) => [mic, canonicalRule(rule)]),
    reasons,
    asOf,
    ...(underWayTo === undefined ? [] : [underWayTo]),
  ]);
  return createHash("sha256").update(canonical).digest("hex").slice(0, 32);
};

/** Not by `JSON.stringify`, which depends on the order in which the members were written. */
const canonicalRule = (rule: PanelRequest["decision"]): readonly [string, number] => {
  if (rule.kind === "close") return [rule.kind, rule.delayMinutes];
  if (rule.kind === "open") return [rule.kind, rule.leadMinutes];
  return [rule.kind, rule.minuteOfDay];
};
