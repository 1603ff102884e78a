import type { AuditEntry } from "../../../serving/contract/audit.ts";
import type { LifecycleEvent } from "../../../serving/contract/lifecycle-event.ts";
import type { Recomputation } from "../../../serving/contract/recomputation.ts";
import type { Skew } from "../../../serving/contract/skew.ts";
import { formatPlain } from "../../format/number-format.ts";
import { publishText } from "../../i18n/en/publish.ts";
import type { Translate } from "../../i18n/index.ts";
import { detailsText } from "./details-text.ts";
import { eventOfEntry } from "./event-of-entry.ts";

/** An entry of the audit log in the reader's language. */
export interface ToldEntry {
  readonly entry: AuditEntry;
  readonly action: string;
  readonly details: string;
  /** It tells of values or figures that are not what was tested. */
  readonly isMarked: boolean;
}

/** The sentences that other views say of the same. */
export interface Sentences {
  skew(skew: Skew): string;
  recomputed(recomputed: Recomputation): string;
}

type Action = keyof typeof publishText.did;

const isKnown = (action: string): action is Action => Object.hasOwn(publishText.did, action);

const isAlarm = (event: LifecycleEvent): boolean =>
  event.kind === "skewed" || (event.kind === "recomputed" && event.recomputed.outcome === "differs");

const eventText = (t: Translate, event: LifecycleEvent, say: Sentences): string => {
  if (event.kind === "skewed")
    return `${t("publish:skew:mark", { n: event.version })} ${say.skew(event.skew)}`;
  return [
    "version" in event && t("publish:thisVersion", { n: event.version }),
    "digest" in event && `${t("publish:digest")} ${event.digest.slice(0, 12)}…`,
    "share" in event && t("publish:shareOf", { share: event.share }),
    event.kind === "promoted" && event.superseded !== null && t("publish:insteadOf", { n: event.superseded }),
    "restored" in event && t("publish:backTo", { n: event.restored }),
    event.kind === "breached" &&
      `${event.guardrail} ${formatPlain(event.observed)} / ${formatPlain(event.limit)}`,
    event.kind === "recomputed" && say.recomputed(event.recomputed),
    "reason" in event && event.reason,
  ]
    .filter(Boolean)
    .join(", ");
};

/** Says an entry in words: what happened to a strategy in sentences, all else by what it was done with. */
export const toldEntry = (t: Translate, entry: AuditEntry, say: Sentences): ToldEntry => {
  const { action, details } = entry;
  const event = eventOfEntry(entry);
  return {
    entry,
    action: isKnown(action) ? t(`publish:did:${action}`) : action,
    details: event ? eventText(t, event, say) : detailsText(details),
    isMarked: event !== null && isAlarm(event),
  };
};

/** Entries that have all the words of a question somewhere, as told or as written, the newest first. */
export const filterEntries = (told: readonly ToldEntry[], question: string): readonly ToldEntry[] => {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  return told
    .filter(({ entry, action, details }) => {
      const written = `${entry.actor} ${entry.action} ${entry.subject} ${entry.details}`;
      const text = `${written} ${action} ${details}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => b.entry.seq - a.entry.seq);
};
