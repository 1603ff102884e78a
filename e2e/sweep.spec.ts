import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type CDPSession, expect, test } from "@playwright/test";
import { rolldown } from "rolldown";
import { launchSample, projectFolder, type RunningApp } from "./support/launch.ts";

const ENTRY = join(projectFolder, "kernel", "parallel", "testing", "sweep-in-window.ts");

let app: RunningApp;
let folder: string;
let page: CDPSession;

const bundle = async (format: "iife" | "es"): Promise<string> => {
  const file = join(folder, `sweep.${format === "es" ? "mjs" : "js"}`);
  const built = await rolldown({ input: ENTRY, platform: format === "es" ? "node" : "browser" });
  const { output } = await built.write({ file, format, name: "asofSweep" });
  await built.close();
  return format === "es" ? pathToFileURL(file).href : output[0].code;
};

/** Evaluates in the kernel's page as a debugger does: the page's own policy lets nobody else. */
const evaluate = async <T>(expression: string): Promise<T> => {
  const { result, exceptionDetails } = await page.send("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value as T;
};

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-sweep-"));
  app = await launchSample("twelve-one-momentum");
  const isKernel = () => app.electron.windows().find((each) => each.url().startsWith("kernel://"));
  await expect.poll(() => isKernel() !== undefined).toBe(true);
  page = await app.electron.context().newCDPSession(isKernel()!);
  await evaluate(`${await bundle("iife")}; globalThis.asofSweep = asofSweep; 0`);
});
test.afterAll(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

test("the kernel's page is isolated across origins, so that its workers can share memory", async () => {
  expect(await evaluate("crossOriginIsolated && typeof SharedArrayBuffer")).toBe("function");
});

test("[P11] one, two and four Web Workers and Node's own thread give the same bits", async () => {
  const { inThisThread } = (await import(await bundle("es"))) as { inThisThread(): Promise<string> };
  const expected = await inThisThread();
  expect(JSON.parse(expected)).toMatchObject({ ok: true, value: { finished: 12, failed: 0 } });
  for (const workers of [1, 2, 4])
    expect(await evaluate(`asofSweep.onWebWorkers(${workers})`)).toBe(expected);
});

test("a sweep of endless loops is cancelled in under 200 ms", async () => {
  const { code, milliseconds } = await evaluate<{ code: string; milliseconds: number }>(
    "asofSweep.cancelEndless()",
  );
  expect(code).toBe("cancelled");
  expect(milliseconds).toBeLessThan(200);
});

test("a strategy cannot leave a global name behind for the next run of its worker", async () => {
  expect(await evaluate("asofSweep.leaveSomething()")).toContain("not extensible");
});
