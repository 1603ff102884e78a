import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { electronBinary } from "../electron/provide.mjs";
import { ROOT } from "../paths.mjs";

const STARTS = 3;
const READY = '[data-ready="notebook"]';

/**
 * From the start of the program to a notebook that can be typed in, each time with a profile of its own.
 * @param {string} electronFolder
 */
export async function measureColdStart(electronFolder) {
  const { _electron } = await import("@playwright/test");
  const milliseconds = [];
  for (let start = 0; start < STARTS; start++) {
    const profile = await mkdtemp(join(tmpdir(), "asof-bench-"));
    const args = [ROOT, `--user-data-dir=${profile}`, "--lang=en-US", "--sample", "twelve-one-momentum"];
    if (process.platform === "linux") args.push("--ozone-platform=x11");
    if (process.getuid?.() === 0) args.push("--no-sandbox");
    const started = performance.now();
    const app = await _electron.launch({ executablePath: electronBinary(electronFolder), args });
    const isApp = (/** @type {import("@playwright/test").Page} */ page) =>
      page.url().startsWith("app://asof/");
    const window = app.windows().find(isApp) ?? (await app.waitForEvent("window", { predicate: isApp }));
    await window.locator(READY).first().waitFor({ timeout: 60_000 });
    milliseconds.push(performance.now() - started);
    await app.close();
    await rm(profile, { recursive: true, force: true });
  }
  return [
    {
      name: "cold start to an interactive notebook",
      milliseconds,
      over: `${STARTS} starts, new profile each`,
    },
  ];
}
