import { z } from "zod";
import type { AuditEntry } from "../../../serving/contract/audit.ts";
import { type LifecycleEvent, lifecycleEventSchema } from "../../../serving/contract/lifecycle-event.ts";

const detailsSchema = z.object({ event: lifecycleEventSchema });

/** What happened to a strategy, where an entry of the audit log tells of it; null for every other entry. */
export const eventOfEntry = ({ action, details }: AuditEntry): LifecycleEvent | null => {
  try {
    const event = detailsSchema.safeParse(JSON.parse(details)).data?.event;
    return event && action === `strategy/${event.kind}` ? event : null;
  } catch {
    return null;
  }
};
