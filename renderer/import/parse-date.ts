import type { ImportMapping } from "../../store/contract/import.ts";

type DateFormat = ImportMapping["dateFormat"];

const MS_PER_DAY = 86_400_000;
const shapes: Readonly<Record<Exclude<DateFormat, "epoch-days">, RegExp>> = {
  iso: /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})/,
  yyyymmdd: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/,
  "dd/mm/yyyy": /^(?<d>\d{1,2})\/(?<m>\d{1,2})\/(?<y>\d{4})$/,
  "mm/dd/yyyy": /^(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{4})$/,
  "yyyy.mm.dd": /^(?<y>\d{4})\.\s?(?<m>\d{1,2})\.\s?(?<d>\d{1,2})\.?$/,
};

/** Days since 1970-01-01 of a date as a file writes it; null when it is no such date. For an example on the screen only. */
export const parseDate = (text: string, format: DateFormat): number | null => {
  const trimmed = text.trim();
  if (format === "epoch-days") return /^-?\d{1,6}$/.test(trimmed) ? Number(trimmed) : null;
  const parts = shapes[format].exec(trimmed)?.groups;
  if (!parts) return null;
  const [year, month, day] = [Number(parts.y), Number(parts.m), Number(parts.d)];
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time / MS_PER_DAY : null;
};

/** The instant (UTC milliseconds) at which a day begins in a zone. */
export const startOfDay = (days: number, zone: string): number => {
  const wall = days * MS_PER_DAY;
  // The zone's offset at a first guess gives a second one, which is right on both sides of a change of clocks.
  const first = wall - offsetAt(wall, zone);
  return wall - offsetAt(first, zone);
};

const offsetAt = (instant: number, zone: string): number => {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(new Date(instant));
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) - instant;
};
