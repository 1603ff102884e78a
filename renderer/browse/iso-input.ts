/** The date of a box: null when it is empty, undefined when it is no date. */
export const readIsoDate = (text: string): string | null | undefined => {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const parts = /^(\d{4})[-./ ]?(\d{2})[-./ ]?(\d{2})\.?$/.exec(trimmed);
  if (!parts) return undefined;
  const [, year, month, day] = parts;
  const iso = `${year}-${month}-${day}`;
  const instant = Date.parse(`${iso}T00:00:00Z`);
  // The engine of dates takes 2023-02-30 for the second of March.
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== iso ? undefined : iso;
};

/** The instant of a box in UTC microseconds: null when it is empty, undefined when it is none. A date is its end. */
export const readInstant = (text: string): number | null | undefined => {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const parts = /^(\S+?)(?:[ T]+(\d{2}):(\d{2}))?(?: ?(?:UTC|Z))?$/.exec(trimmed);
  const date = parts && readIsoDate(parts[1]!);
  if (!date) return undefined;
  const [hour, minute] = [parts[2], parts[3]];
  if (hour === undefined) return Date.parse(`${date}T23:59:59.999Z`) * 1_000 + 999;
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  return Date.parse(`${date}T${hour}:${minute}:00Z`) * 1_000;
};

/** 2024-03-01 02:00, as the box reads it. */
export const writeInstant = (micros: number): string =>
  new Date(Math.floor(micros / 1_000)).toISOString().slice(0, 16).replace("T", " ");
