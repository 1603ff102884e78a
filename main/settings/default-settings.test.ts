import { expect, test } from "vitest";
import { defaultSettings } from "./default-settings.ts";

test.each([
  ["ko-KR", "ko", "kr"],
  ["ko", "ko", "kr"],
  ["en-GB", "en", "intl"],
  ["de", "en", "intl"],
])("a machine in %s starts in %s with %s colours", (locale, language, gain) => {
  expect(defaultSettings(locale)).toMatchObject({ language, gain, theme: "system" });
});
