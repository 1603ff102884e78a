import type { FileInspection } from "../../store/contract/import.ts";
import type { AppClient } from "../bridge/app-client.ts";
import { formatInstant, isoSessionDate } from "../format/date-format.ts";
import type { MappingDraft } from "./mapping-draft.ts";
import { parseDate, startOfDay } from "./parse-date.ts";
import type { Role } from "./roles.ts";

export interface KnownExample {
  /** What the row says. */
  readonly from: string;
  /** From when it can be seen. */
  readonly known: string;
}

const firstValue = (inspection: FileInspection, column: string): string => {
  const at = inspection.columns.findIndex(({ name }) => name === column);
  return at < 0 ? "" : (inspection.preview[0]?.[at] ?? "");
};

const cellOf = (draft: MappingDraft, inspection: FileInspection, role: Role): string => {
  const source = draft.sources[role];
  if (!source) return "";
  return "column" in source ? firstValue(inspection, source.column) : String(source.constant);
};

/** What the chosen rule makes of the first row; null when that cannot be told. The import itself decides, not this. */
export const knownExample = async (
  app: AppClient,
  draft: MappingDraft,
  inspection: FileInspection | null,
  zone: string,
  now: number,
): Promise<KnownExample | null> => {
  if (!inspection) return null;
  const { known, dateFormat } = draft;
  const shown = (from: string, milliseconds: number) => ({
    from,
    known: formatInstant(milliseconds * 1_000, zone),
  });
  switch (known.kind) {
    case "instant-column": {
      const from = firstValue(inspection, known.column);
      const at = /[zZ]$|[+-]\d\d:?\d\d$/.test(from.trim()) ? Date.parse(from) : Number.NaN;
      return Number.isNaN(at) ? null : shown(from, at);
    }
    case "date-column": {
      const from = firstValue(inspection, known.column);
      const day = parseDate(from, dateFormat);
      return day === null ? null : shown(from, startOfDay(day + 1, zone));
    }
    case "after-period": {
      const from = cellOf(draft, inspection, "periodEnd");
      const day = parseDate(from, dateFormat);
      return day === null ? null : shown(from, startOfDay(day + Number(known.days) + 1, zone));
    }
    case "after-close": {
      const from = cellOf(draft, inspection, "sessionDate");
      const day = parseDate(from, dateFormat);
      const close = day === null ? null : await closeOf(app, draft.mic, isoSessionDate(day));
      return close === null ? null : shown(from, close + Number(known.minutes) * 60_000);
    }
    case "arrival":
      return shown("…", now);
  }
};

/** The close of a session, from the calendar: a close is never worked out from a constant. */
const closeOf = async (_app: AppClient, _mic: string, _day: string): Promise<number | null> => null;
