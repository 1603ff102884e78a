import { expect, type Locator, type Page } from "@playwright/test";
import type { RunningApp } from "./launch.ts";

export const cell = (window: Page, cellId: string): Locator => window.locator(`[data-cell-id="${cellId}"]`);

export const expectState = (window: Page, cellId: string, state: string, timeout = 60_000): Promise<void> =>
  expect(cell(window, cellId)).toHaveAttribute("data-cell-state", state, { timeout });

/**
 * Presses Stop and says after how many milliseconds a cell is stopped, as the page has it: what the driver takes to
 * click and to look again is no part of it. Infinity after ten seconds.
 */
export const timeToStop = (window: Page, cellId: string): Promise<number> =>
  window.evaluate(async (id) => {
    const at = document.querySelector(`[data-cell-id="${id}"]`)!;
    const stop = [...document.querySelectorAll("button")].find(
      (button) => button.textContent?.trim() === "Stop" && !button.disabled,
    );
    const begun = performance.now();
    stop!.click();
    while (at.getAttribute("data-cell-state") !== "stopped") {
      await new Promise((done) => requestAnimationFrame(done));
      if (performance.now() - begun > 10_000) return Number.POSITIVE_INFINITY;
    }
    return performance.now() - begun;
  }, cellId);

/** Sets how much memory a kernel may take, in MB. */
export const limitKernelMemory = (window: Page, kernelMemoryMb: number): Promise<unknown> =>
  window.evaluate(
    (megabytes) =>
      (
        globalThis as unknown as { asof: { invoke(name: string, input: unknown): Promise<unknown> } }
      ).asof.invoke("settings/change", { kernelMemoryMb: megabytes }),
    kernelMemoryMb,
  );

/** Replaces the whole text of a code cell by pasting: the editor would indent and close brackets in typed text. */
export const replaceSource = async (
  { electron, window }: RunningApp,
  cellId: string,
  source: string,
): Promise<void> => {
  await cell(window, cellId).locator(".monaco-editor, [data-editor-state]").first().click();
  await expect(
    cell(window, cellId).locator(".monaco-editor textarea, .monaco-editor .native-edit-context").first(),
  ).toBeFocused();
  await electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), source);
  await window.keyboard.press("ControlOrMeta+A");
  await window.keyboard.press("ControlOrMeta+V");
  await expect(cell(window, cellId)).toContainText(source.trim().split("\n").at(-1)!.slice(0, 20));
};

/** Every metric on the screen, by key, with all its digits. */
export const readMetrics = async (scope: Locator): Promise<Record<string, string>> =>
  Object.fromEntries(
    await scope
      .locator("[data-metric]")
      .evaluateAll((elements) =>
        elements.map((element) => [element.getAttribute("data-metric"), element.getAttribute("data-value")]),
      ),
  );

/** Changes the theme as the settings do, and waits until it shows. */
export const setTheme = async (window: Page, theme: "light" | "dark"): Promise<void> => {
  await window.keyboard.press("Escape");
  for (let tries = 0; tries < 6; tries++) {
    if ((await window.locator("html").getAttribute("data-theme")) === theme) return;
    await window.keyboard.press("ControlOrMeta+Shift+P");
    await expect(window.getByRole("combobox")).toBeFocused();
    await window.keyboard.insertText("Next theme");
    await window.keyboard.press("Enter");
  }
  await expect(window.locator("html")).toHaveAttribute("data-theme", theme);
};
