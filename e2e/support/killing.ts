import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, expect, type Page } from "@playwright/test";
import type { RunningApp } from "./launch.ts";

/** Every kind of process that the app has. */
export type Process = "main" | "page" | "kernel" | "store" | "query" | "gpu" | "network";

/** The number of one process of the app; null when none of that kind is there just now. */
export const processId = async (
  { electron, mainProcess }: RunningApp,
  wanted: Process,
): Promise<number | null> => {
  if (wanted === "main") return mainProcess.pid ?? null;
  return electron.evaluate(({ app, webContents }, kind) => {
    const named = { store: /asof-store/, query: /asof-query/, gpu: /^GPU/, network: /^Network/ } as const;
    if (kind in named) {
      const pattern = named[kind as keyof typeof named];
      const found = app
        .getAppMetrics()
        .find(({ type, name }) => pattern.test(type === "GPU" ? type : (name ?? "")));
      return found?.pid ?? null;
    }
    const start = kind === "kernel" ? "kernel:" : "app:";
    const page = webContents.getAllWebContents().find((each) => each.getURL().startsWith(start));
    return page?.getOSProcessId() || null;
  }, wanted);
};

/** Settles when the app's main process is gone, and with it the rest. */
export const mainGone = ({ mainProcess }: RunningApp): Promise<void> => {
  if (mainProcess.exitCode !== null || mainProcess.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => mainProcess.once("exit", () => resolve()));
};

/**
 * The page that took the place of one whose process ended: the driver itself does not come back to such a page.
 *
 * @param old the number of the process that ended
 */
export const pageAgain = async (
  { electron }: RunningApp,
  userData: string,
  old: number,
): Promise<{ window: Page; leave(): Promise<void> }> => {
  const isBack = () =>
    electron.evaluate(({ webContents }, gone) => {
      const page = webContents.getAllWebContents().find((each) => each.getURL().startsWith("app:"));
      return page !== undefined && ![0, gone].includes(page.getOSProcessId()) && !page.isLoading();
    }, old);
  await expect.poll(isBack, { timeout: 60_000 }).toBe(true);
  const [port] = (await readFile(join(userData, "DevToolsActivePort"), "utf8")).split("\n");
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const isApp = (page: Page) => page.url().startsWith("app:");
  const find = () => browser.contexts().flatMap((context) => context.pages().filter(isApp))[0];
  await expect.poll(() => find() !== undefined, { timeout: 30_000 }).toBe(true);
  return { window: find()!, leave: () => browser.close() };
};

export interface Draft {
  readonly key: string;
  readonly text: string;
}

/** The unsaved texts that a profile keeps. */
export const draftsOf = async (userData: string): Promise<Draft[]> => {
  const folder = join(userData, "drafts");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8"))));
};
