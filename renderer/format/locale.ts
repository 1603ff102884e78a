/** The two languages of the interface; dates and month names follow it. */
export type Locale = "en" | "ko";

/** The locale of a language tag; anything but Korean reads as English. */
export const toLocale = (language: string | undefined): Locale => (language?.startsWith("ko") ? "ko" : "en");
