import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Locale, toLocale } from "../format/locale.ts";

export type Translate = (key: string, values?: Record<string, string | number>) => string;

/** The strings of the outputs and the locale that goes with them. `t` stays the same until the language changes. */
export const useText = (): { readonly t: Translate; readonly locale: Locale } => {
  const { t, i18n } = useTranslation("outputs");
  const { language } = i18n;
  return useMemo(
    () => ({ t: (key, values) => t(key, values ?? {}), locale: toLocale(language) }),
    [t, language],
  );
};
