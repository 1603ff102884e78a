import type { Settings } from "../contract/app-contract.ts";

/** First start: the language and the meaning of red and green come from the locale; the user may change both. */
export const defaultSettings = (locale: string): Settings => {
  const isKorean = locale.toLowerCase().startsWith("ko");
  return {
    language: isKorean ? "ko" : "en",
    theme: "system",
    gain: isKorean ? "kr" : "intl",
    density: "compact",
    kernelMemoryMb: 3_072,
  };
};
