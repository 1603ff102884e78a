import { useEffect, useSyncExternalStore } from "react";
import { useApp } from "../actions/actions-context.ts";
import { i18n } from "../i18n/index.ts";

const darkQuery = "(prefers-color-scheme: dark)";
const contrastQuery = "(prefers-contrast: more)";

const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => window.matchMedia(query).matches,
  );

export type ShownTheme = "light" | "dark" | "hc" | "hc-light";

/** The theme on the screen, the system's wish included. */
export const useShownTheme = (): ShownTheme => {
  const theme = useApp((state) => state.settings.theme);
  const isDark = useMedia(darkQuery);
  const hasContrast = useMedia(contrastQuery);
  if (theme !== "system") return theme;
  if (hasContrast) return isDark ? "hc" : "hc-light";
  return isDark ? "dark" : "light";
};

/** Writes the settings where the style sheets read them. */
export const useRootAttributes = (): ShownTheme => {
  const { language, gain, density } = useApp((state) => state.settings);
  const theme = useShownTheme();
  useEffect(() => {
    const root = document.documentElement;
    root.dataset.theme = theme;
    root.dataset.gain = gain;
    root.dataset.density = density;
    root.lang = language;
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [theme, gain, density, language]);
  return theme;
};
