import type { Locale } from "./locale.ts";
import { NO_VALUE } from "./number-format.ts";

const MS_PER_DAY = 86_400_000;
const ENGLISH_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (n: number): string => String(n).padStart(2, "0");

/** Year, month (1 to 12) and day of a session date. A session date has no zone, so UTC is exact. */
export const partsOfSessionDate = (days: number): { year: number; month: number; day: number } => {
  const date = new Date(days * MS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

/** The session date (days since 1970-01-01) of a year, month (1 to 12) and day. */
export const sessionDateOf = (year: number, month: number, day: number): number =>
  Date.UTC(year, month - 1, day) / MS_PER_DAY;

/** 24 Mar 2020, or 2020. 03. 24. in Korean. */
export const formatSessionDate = (days: number, locale: Locale): string => {
  if (!Number.isFinite(days)) return NO_VALUE;
  const { year, month, day } = partsOfSessionDate(days);
  return locale === "ko"
    ? `${year}. ${two(month)}. ${two(day)}.`
    : `${day} ${ENGLISH_MONTHS[month - 1]} ${year}`;
};

/** 2020-03-24, the form for files and code in either language. */
export const isoSessionDate = (days: number): string => {
  const { year, month, day } = partsOfSessionDate(days);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
};

/** The session date (days since 1970-01-01) of 2020-03-24. */
export const sessionDateOfIso = (isoDate: string): number => Date.parse(`${isoDate}T00:00:00Z`) / MS_PER_DAY;

/** The day of an instant (UTC microseconds), in UTC: 2020-03-24. */
export const isoDateOfInstant = (micros: number): string =>
  isoSessionDate(Math.floor(micros / (MS_PER_DAY * 1_000)));

/** Jan or 1월; `month` counts from 1. */
export const formatMonth = (month: number, locale: Locale): string =>
  locale === "ko" ? `${month}월` : (ENGLISH_MONTHS[month - 1] ?? NO_VALUE);

const ZONE_NAMES: Readonly<Record<string, string>> = {
  "Asia/Seoul": "KST",
  "Asia/Hong_Kong": "HKT",
  UTC: "UTC",
};
const zoneFormats = new Map<string, Intl.DateTimeFormat>();

const zoneFormat = (zone: string): Intl.DateTimeFormat => {
  const known = zoneFormats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  zoneFormats.set(zone, made);
  return made;
};

/** An instant (UTC microseconds) with its zone, always: 2024-01-02 15:45 KST. Sortable, equal in both languages. */
export const formatInstant = (micros: number, zone = "UTC"): string => {
  if (!Number.isFinite(micros)) return NO_VALUE;
  const parts = new Map(
    zoneFormat(zone)
      .formatToParts(new Date(Math.floor(micros / 1000)))
      .map((part) => [part.type, part.value]),
  );
  const day = `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
  const name = ZONE_NAMES[zone] ?? parts.get("timeZoneName") ?? zone;
  return `${day} ${parts.get("hour")}:${parts.get("minute")} ${name}`;
};

/** A duration for a status: 12 ms, 3.1 s, 2 min 5 s. */
export const formatDuration = (ms: number, locale: Locale): string => {
  const [second, minute] = locale === "ko" ? ["초", "분"] : [" s", " min"];
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)}${second}`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}${minute} ${seconds % 60}${second}`;
};
