import { createHash } from "node:crypto";
import type { PanelRequest } from "../contract/panel-request.ts";

/** Names a panel by everything that decides its bits: equal requests on one snapshot are one panel. */
export const panelIdOf = (snapshotId: string, request: PanelRequest): string => {
  const { universe, fields, from, to, warmUpSessions, delayMinutes, asOf } = request;
  const canonical = JSON.stringify([
    snapshotId,
    universe,
    fields,
    from,
    to,
    warmUpSessions,
    delayMinutes,
    asOf,
  ]);
  return createHash("sha256").update(canonical).digest("hex").slice(0, 32);
};
