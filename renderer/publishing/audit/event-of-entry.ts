import { z } from "zod";
import type { AuditEntry } from "../../../serving/contract/audit.ts";
import { type LifecycleEvent, lifecycleEventSchema } from "../../../serving/contract/lifecycle-event.ts";

const detailsSchema = z.object({ event: lifecycleEventSchema });

const readEvent = ({ action, details }: AuditEntry): LifecycleEvent | null => {
  try {
    const event = detailsSchema.safeParse(JSON.parse(details)).data?.event;
    return event && action === `strategy/${event.kind}` ? event : null;
  } catch {
    return null;
  }
};

/** An entry never changes: it is read once, however often the trail is drawn while somebody types into its search. */
const known = new WeakMap<AuditEntry, LifecycleEvent | null>();

/** What happened to a strategy, where an entry of the audit log tells of it; null for every other entry. */
export const eventOfEntry = (entry: AuditEntry): LifecycleEvent | null => {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const event = readEvent(entry);
  known.set(entry, event);
  return event;
};
