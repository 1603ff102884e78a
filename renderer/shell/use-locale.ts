import { useApp } from "../actions/actions-context.ts";
import { type Locale, toLocale } from "../format/locale.ts";

export const useLocale = (): Locale => useApp(({ settings }) => toLocale(settings.language));

/** The reader's own zone: instants on the screen always say which one it is. */
export const readerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** 14:02:11 on the reader's clock. */
export const clockTime = (milliseconds: number): string => {
  const date = new Date(milliseconds);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
};
