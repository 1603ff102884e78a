import type { FileInspection } from "../../store/contract/import.ts";
import type { AppClient } from "../bridge/app-client.ts";
import { formatInstant, isoSessionDate } from "../format/date-format.ts";
import type { MappingDraft } from "./mapping-draft.ts";
import { parseDate, startOfDay } from "./parse-date.ts";
import type { Role } from "./roles.ts";

export type KnownExample =
  /** What the row says, and from when on it can be seen. */
  | { readonly kind: "instant"; readonly from: string; readonly known: string }
  /** The row says something else than the rule needs. */
  | { readonly kind: "unreadable" | "noZone" | "noSession"; readonly from: string }
  /** There is nothing to work from. */
  | { readonly kind: "noExample" };

const firstValue = (inspection: FileInspection, column: string): string => {
  const at = inspection.columns.findIndex(({ name }) => name === column);
  return at < 0 ? "" : (inspection.preview[0]?.[at] ?? "");
};

const cellOf = (draft: MappingDraft, inspection: FileInspection, role: Role): string => {
  const source = draft.sources[role];
  if (!source) return "";
  return "column" in source ? firstValue(inspection, source.column) : String(source.constant);
};

const fromInstant = (from: string): number | null => {
  const at = /[zZ]$|[+-]\d\d:?\d\d$/.test(from.trim()) ? Date.parse(from) : Number.NaN;
  return Number.isNaN(at) ? null : at;
};

/** What the chosen rule makes of the first row. The import itself decides, not this. */
export const knownExample = async (
  app: AppClient,
  draft: MappingDraft,
  inspection: FileInspection | null,
  zone: string,
  now: number,
): Promise<KnownExample> => {
  if (!inspection) return { kind: "noExample" };
  const { known, dateFormat } = draft;
  const shown = (from: string, milliseconds: number): KnownExample => ({
    kind: "instant",
    from,
    known: formatInstant(milliseconds * 1_000, zone),
  });
  if (known.kind === "arrival") return shown(inspection.fileName, now);
  const from =
    known.kind === "after-close"
      ? cellOf(draft, inspection, "sessionDate")
      : known.kind === "after-period"
        ? cellOf(draft, inspection, "periodEnd")
        : firstValue(inspection, known.column);
  if (from === "") return { kind: "noExample" };
  if (known.kind === "instant-column") {
    const at = fromInstant(from);
    return at === null ? { kind: "noZone", from } : shown(from, at);
  }
  const day = parseDate(from, dateFormat);
  if (day === null) return { kind: "unreadable", from };
  if (known.kind === "date-column") return shown(from, startOfDay(day + 1, zone));
  if (known.kind === "after-period") return shown(from, startOfDay(day + Number(known.days) + 1, zone));
  const close = await closeOf(app, draft.mic, isoSessionDate(day));
  return close === null ? { kind: "noSession", from } : shown(from, close + Number(known.minutes) * 60_000);
};

/** The close of a session, from the calendar: a close is never worked out from a constant. */
const closeOf = async (app: AppClient, mic: string, date: string): Promise<number | null> => {
  const days = await app.call("calendar/days", { mic, from: date, to: date, at: null });
  const day = days.ok ? days.value.find(({ sessionDate }) => sessionDate === date) : undefined;
  return day && day.status !== "closed" ? day.closeAt / 1_000 : null;
};
