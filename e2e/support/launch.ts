import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { _electron, type ElectronApplication, expect, type Page } from "@playwright/test";

export const projectFolder = resolve(import.meta.dirname, "../..");
const isRoot = process.getuid?.() === 0;
/** Shorter than a test has: a start that hangs then fails with what the driver waited for and what the app wrote. */
const LAUNCH_MS = 60_000;

export interface RunningApp {
  readonly electron: ElectronApplication;
  /** Taken at the start: the driver forgets it with the app. */
  readonly mainProcess: ChildProcess;
  readonly window: Page;
  readonly userData: string;
  close(): Promise<void>;
}

/**
 * Starts the real app in a real window with a profile of its own. The superuser cannot use the Chromium sandbox,
 * so only then it is off; the same tests run again as an ordinary user with it on.
 */
export const launch = async (...args: string[]): Promise<RunningApp> => {
  const userData = await mkdtemp(join(tmpdir(), "asof-profile-"));
  const distribution = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!distribution)
    throw new Error("ELECTRON_OVERRIDE_DIST_PATH is not set: start these tests with npm test.");
  const electron = await _electron.launch({
    executablePath: join(distribution, "electron"),
    timeout: LAUNCH_MS,
    args: [projectFolder, `--user-data-dir=${userData}`, "--lang=en-US", "--ozone-platform=x11", ...args],
    // Without a word the driver switches it off for everybody.
    chromiumSandbox: !isRoot,
    env: { ...(process.env as Record<string, string>), LANG: "en_US.UTF-8" },
  });
  const window = await appWindow(electron);
  return {
    electron,
    mainProcess: electron.process(),
    window,
    userData,
    close: async () => {
      await electron.close();
      // Its children may write for a moment longer.
      await rm(userData, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
};

/** Electron with none of our code in it: what the layers of the sandbox hold back, it does not. */
export const launchBare = async (): Promise<ElectronApplication> => {
  const folder = await mkdtemp(join(tmpdir(), "asof-bare-"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "bare", main: "main.cjs" }));
  await writeFile(join(folder, "main.cjs"), `require("electron").app.on("window-all-closed", () => {});`);
  const electron = await _electron.launch({
    executablePath: join(process.env.ELECTRON_OVERRIDE_DIST_PATH!, "electron"),
    timeout: LAUNCH_MS,
    args: [folder, `--user-data-dir=${join(folder, "profile")}`, "--ozone-platform=x11"],
    chromiumSandbox: !isRoot,
  });
  electron.on("close", () => void rm(folder, { recursive: true, force: true }));
  return electron;
};

/**
 * The visible window; the kernel's hidden page is a window to Playwright as well. It is looked for until it is there:
 * when a window is announced its address may not be known yet.
 */
const appWindow = async (electron: ElectronApplication): Promise<Page> => {
  const find = () => electron.windows().find((page) => page.url().startsWith("app://asof/"));
  await expect.poll(() => find() !== undefined, { timeout: 60_000 }).toBe(true);
  return find()!;
};

/** Starts the app with a sample notebook open and waits until it can be used. */
export const launchSample = async (sampleId: string): Promise<RunningApp> => {
  const app = await launch("--sample", sampleId);
  await expect(app.window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
  return app;
};
