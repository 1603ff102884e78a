import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { reachedInBareDeno } from "../../kernel/testing/escapes/bare-deno.ts";
import { barePrograms, escapeCells, probes, refusedTexts } from "../../kernel/testing/escapes/index.ts";
import { type Listeners, startListeners } from "../../kernel/testing/escapes/listeners.ts";
import { launch, launchBare, type RunningApp } from "../support/launch.ts";
import { cell, expectState } from "../support/notebook.ts";

let app: RunningApp;
let listeners: Listeners;
let count: number;
test.beforeAll(async () => {
  listeners = await startListeners();
  const texts = [...escapeCells(listeners), ...refusedTexts];
  count = texts.length;
  const file = join(tmpdir(), `asof-escape-${process.pid}.nb.ts`);
  const cells = texts.map((text, at) => `// %% id=c${at}\n${text}\n`);
  await writeFile(file, ["// ---\n// asof: 1\n// title: Escape\n// ---\n", ...cells].join("\n"));
  app = await launch(file);
  await expect(app.window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
});
test.afterAll(async () => {
  await app?.close();
  listeners?.close();
});

test("S5: what the notebook can and cannot do is said before its first run, and it has not run", async () => {
  const { window } = app;
  await expect(window.getByTestId("abilities")).toContainText("use the network");
  await expect(window.locator('[data-cell-state="idle"]').first()).toBeVisible();
  await expect(window.locator('[data-cell-state="done"]')).toHaveCount(0);
  if (process.env.ASOF_SCREENSHOT) await window.screenshot({ path: process.env.ASOF_SCREENSHOT });
});

test("S1: more than 120 attempts in the kernel's window reach nothing, and nobody hears of them", async () => {
  const { window } = app;
  await window.keyboard.press("ControlOrMeta+Shift+Enter");
  const held = count - refusedTexts.length;
  for (let at = 0; at < count; at++) {
    await cell(window, `c${at}`).scrollIntoViewIfNeeded();
    await expectState(window, `c${at}`, at < held ? "done" : "failed", 60_000);
    if (at >= held) continue;
    const text = await cell(window, `c${at}`).locator('[data-output-kind="value"]').textContent();
    expect(text).toMatch(/held (\d+) of \1 "/);
  }
  expect(listeners.contacts()).toEqual({ tcp: 0, udp: 0, dns: 0 });
});

test("S1: each of the same attempts reaches what it is after where no sandbox stands", async () => {
  expect(probes.length).toBeGreaterThanOrEqual(120);
  const bareApp = await launchBare();
  const bare = await bareApp.evaluate(
    async ({ BrowserWindow }, { program, address }) => {
      const page = new BrowserWindow({ show: false });
      await page.loadURL(address);
      const inPage = await page.webContents.executeJavaScript(
        `new Promise((tell) => ${program.replace("SAY", "tell")})`,
      );
      const worker = JSON.stringify(program.replace("SAY", "postMessage"));
      const inWorker = await page.webContents.executeJavaScript(
        `new Promise((tell) => { const w = new Worker(URL.createObjectURL(new Blob([${worker}]))); w.onmessage = (e) => { if (Array.isArray(e.data)) tell(e.data); }; })`,
      );
      page.destroy();
      return [...(inPage as string[]), ...(inWorker as string[])];
    },
    { program: barePrograms(listeners, "SAY"), address: `http://127.0.0.1:${listeners.tcp}/page.html` },
  );
  await bareApp.close();
  const reached = new Set([...bare, ...(await reachedInBareDeno(listeners))]);
  expect(probes.map(([name]) => name).filter((name) => !reached.has(name))).toEqual([]);
  const contacts = listeners.contacts();
  expect([contacts.tcp > 20, contacts.udp > 0, contacts.dns > 0]).toEqual([true, true, true]);
});

test("S2: the window's own page has no Node, and the kernel runs in the Chromium sandbox unless root started it", async () => {
  const { electron, window } = app;
  expect(
    await window.evaluate(() => [
      typeof globalThis.process,
      typeof (globalThis as { require?: unknown }).require,
    ]),
  ).toEqual(["undefined", "undefined"]);
  const isOff = await electron.evaluate(({ app: electronApp }) =>
    electronApp.commandLine.hasSwitch("no-sandbox"),
  );
  expect(isOff).toBe(process.getuid?.() === 0);
  const kernelProcess = await electron.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .find((contents) => contents.getURL().startsWith("kernel://"))!
      .getOSProcessId(),
  );
  // Mode 2: system calls are filtered. What the switch promises, the operating system confirms.
  const status = await readFile(`/proc/${kernelProcess}/status`, "utf8");
  expect(/^Seccomp:\s*(\d)/m.exec(status)?.[1]).toBe(isOff ? "0" : "2");
});

/** Refusals as Chromium words them, of what each layer is asked alone; the later ones with the earlier taken away. */
const refusals = {
  "the page's policy: a request for its own file": "connect-src",
  "the page's policy: code from text": "EvalError",
  "the worker's policy":
    "default-src 'none'; script-src 'unsafe-eval' 'wasm-unsafe-eval'; connect-src 'none'",
  "isolation from other pages": true,
  "the session's permissions": "denied",
  "a new window": "null",
  "a download": true,
  "the session's requests": "net::ERR_BLOCKED_BY_CLIENT",
  "the dead proxy, without the one before": "net::ERR_PROXY_CONNECTION_FAILED",
  "names, without the two before": "net::ERR_NAME_NOT_RESOLVED",
  "the kernel's own file, asked for from outside the page's policy": "reached",
  "the permission, without the session's answer": "granted",
  "the page's address after it tried to leave": true,
};

// The last one: it takes the layers of this kernel away.
test("S9: each layer of the kernel's window refuses by itself what it is there for", async () => {
  const { electron } = app;
  const address = `http://127.0.0.1:${listeners.tcp}/`;
  const before = listeners.contacts();
  const found = await electron.evaluate(async ({ webContents }, asked) => {
    const kernel = webContents
      .getAllWebContents()
      .find((contents) => contents.getURL().startsWith("kernel://"))!;
    const { session } = kernel;
    const home = kernel.getURL();
    const own = home.replace("index.html", "cell-worker.js");
    const inPage = (code: string): Promise<unknown> => kernel.executeJavaScript(code);
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => "reached",
        (error: Error) => error.message,
      );
    const permission = `navigator.permissions.query({ name: "notifications" }).then(({ state }) => state)`;
    const answers: unknown[] = [
      await inPage(
        `new Promise((tell) => { addEventListener("securitypolicyviolation", (event) => tell(event.effectiveDirective)); fetch("./cell-worker.js").then(() => tell("reached"), () => {}); })`,
      ),
      await inPage(
        `(() => { try { return new Function("return 'reached'")(); } catch (error) { return error.name; } })()`,
      ),
      (await session.fetch(own)).headers.get("content-security-policy"),
      await inPage("crossOriginIsolated"),
      await inPage(permission),
      await inPage(`String(window.open(${JSON.stringify(asked)}))`),
    ];
    await inPage(`location.href = ${JSON.stringify(asked)}; 0`);
    answers.push(
      await new Promise((tell) => {
        session.once("will-download", (event) => tell(event.defaultPrevented));
        kernel.downloadURL(own);
      }),
      await outcome(session.fetch(asked)),
    );
    session.webRequest.onBeforeRequest(null);
    answers.push(await outcome(session.fetch(asked)));
    await session.setProxy({ mode: "direct" });
    answers.push(await outcome(session.fetch(asked)), await outcome(session.fetch(own)));
    session.setPermissionCheckHandler(null);
    answers.push(await inPage(permission), kernel.getURL() === home);
    return answers;
  }, address);
  const names = Object.keys(refusals);
  expect(Object.fromEntries(found.map((answer, at) => [names[at], answer]))).toEqual(refusals);
  // Not even without them: no name resolves anywhere in the app. Where nothing stands, the test above reaches it.
  expect(listeners.contacts()).toEqual(before);
});
