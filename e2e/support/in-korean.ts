import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Changes the language as a person does, in the status bar; what lies over the notebook is closed. */
export const setLanguage = async (window: Page, language: "English" | "한국어"): Promise<void> => {
  await window.keyboard.press("Escape");
  await window.getByRole("button", { name: /^(Language|언어): / }).click();
  await window.getByRole("menuitemradio", { name: language }).click();
  await expect(window.locator("html")).toHaveAttribute("lang", language === "English" ? "en" : "ko");
};

/** What a Korean reader of a dialog would stumble over: texts that are cut, keys without a text, sentences in English. */
const stumblingBlocks = (window: Page, written: readonly string[]): Promise<string[]> =>
  window.locator(".dialog").evaluate((dialog, own) => {
    const found: string[] = [];
    for (const element of dialog.querySelectorAll<HTMLElement>("*")) {
      const nodes = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const all = nodes.map(({ textContent }) => textContent).join(" ");
      const text = own.reduce((left, each) => left.replaceAll(each, ""), all);
      if (text.trim() === "" || element.getClientRects().length === 0) continue;
      const { display, overflowX, textOverflow } = getComputedStyle(element);
      // Where lines may be long there is a bar to scroll by, or the whole text when the pointer rests.
      const isMeant = overflowX === "auto" || (textOverflow === "ellipsis" && element.title !== "");
      const isWide = display !== "inline" && element.scrollWidth > element.clientWidth + 1;
      if (isWide && !isMeant && element.clientWidth > 1) found.push(`cut: ${text}`);
      if (/\b(publish|server|outputs|shell):[a-z]/.test(text)) found.push(`without a text: ${text}`);
      if (!element.closest("code, pre, .diff-lines, [lang=en]") && /[a-z]{2,}( [a-z]{2,}){2,}/i.test(text))
        found.push(`English: ${text}`);
    }
    return found;
  }, written);

/**
 * The dialog that is open holds nothing that a Korean reader stumbles over, nor what axe finds.
 *
 * @param written what people wrote themselves, in whatever language
 */
export const expectGoodKorean = async (window: Page, ...written: readonly string[]): Promise<void> => {
  expect(await stumblingBlocks(window, written)).toEqual([]);
  const { violations } = await new AxeBuilder({ page: window }).include(".dialog").setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
};
