const DAY_MS = 86_400_000;

/** "2014-01-01" as days since 1970-01-01. Throws a sentence that names what is wrong. */
export const parseDay = (name: string, text: unknown): number => {
  const match = typeof text === "string" && /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const milliseconds = match
    ? Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
    : Number.NaN;
  if (!match || new Date(milliseconds).toISOString().slice(0, 10) !== text) {
    throw new TypeError(`${name} must be a day such as "2014-01-31", was ${JSON.stringify(text)}`);
  }
  return milliseconds / DAY_MS;
};

/** "2023-06-30" (its end, UTC) or "2023-06-30T21:00:00Z" as UTC microseconds. */
export const parseInstant = (name: string, text: unknown): number => {
  const isDay = typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text);
  if (isDay) return (parseDay(name, text) + 1) * DAY_MS * 1000 - 1;
  const isInstant =
    typeof text === "string" &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const milliseconds = isInstant ? Date.parse(text) : Number.NaN;
  if (!Number.isFinite(milliseconds)) {
    throw new TypeError(
      `${name} must be such as "2023-06-30" or "2023-06-30T21:00:00Z", was ${JSON.stringify(text)}`,
    );
  }
  return milliseconds * 1000;
};

export const formatInstant = (micros: number): string => new Date(Math.floor(micros / 1000)).toISOString();
