import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { expect, test } from "@playwright/test";
import { launchSample, type RunningApp } from "../support/launch.ts";
import { cell, expectState, replaceSource } from "../support/notebook.ts";

const CELL = "a81cq0";

let app: RunningApp;
let listener: Server;
let contacts = 0;
test.beforeAll(async () => {
  listener = createServer((socket) => {
    contacts++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  app = await launchSample("twelve-one-momentum");
});
test.afterAll(async () => {
  await app?.close();
  listener?.close();
});

/** Forbidden to nobody: shows that an attempt can succeed, so that the others' failure means something. */
const CONTROL = "plain arithmetic";

/** Cells have no names for these things, so the attempts reach for them the way hostile code would. */
const attempts = (port: number): readonly (readonly [string, string])[] => [
  ["fetch", `await globalThis["fetch"]("http://127.0.0.1:${port}/")`],
  [
    "XMLHttpRequest",
    `const x = new globalThis["XMLHttpRequest"](); x.open("GET", "http://127.0.0.1:${port}/", false); x.send(); x.status`,
  ],
  [
    "WebSocket",
    `await new Promise((r, j) => { const s = new globalThis["WebSocket"]("ws://127.0.0.1:${port}/"); s.onopen = r; s.onerror = j; })`,
  ],
  ["EventSource", `new globalThis["EventSource"]("http://127.0.0.1:${port}/")`],
  ["require", `globalThis["require"]("node:fs").readFileSync("/etc/hostname", "utf8")`],
  ["process", `globalThis["process"].env.PATH`],
  ["importScripts", `globalThis["importScripts"]("http://127.0.0.1:${port}/x.js")`],
  [
    "indexedDB",
    `await new Promise((r, j) => { const o = globalThis["indexedDB"].open("x"); o.onsuccess = r; o.onerror = j; })`,
  ],
  ["caches", `await globalThis["caches"].open("x")`],
  ["navigator.storage", `await globalThis["navigator"]["storage"].getDirectory()`],
  ["a worker of its own", `new globalThis["Worker"]("data:text/javascript,1")`],
  ["postMessage", `globalThis["postMessage"]({ kind: "result", value: 1 })`],
  ["BroadcastChannel", `new globalThis["BroadcastChannel"]("x")`],
  [
    "WebAssembly from the network",
    `await globalThis["WebAssembly"].instantiateStreaming(globalThis["fetch"]("http://127.0.0.1:${port}/"))`,
  ],
  [
    "a constructor's constructor",
    `await (async () => {}).constructor("return fetch('http://127.0.0.1:${port}/')")()`,
  ],
  [CONTROL, "6 * 7"],
  [
    "the prototype chain",
    `await Object.getPrototypeOf(Object.getPrototypeOf(globalThis))["fetch"].call(globalThis, "http://127.0.0.1:${port}/")`,
  ],
];

const NAMES = attempts(0).map(([name]) => name);

for (const [at, name] of NAMES.entries()) {
  test(`a cell that tries ${name} gets ${name === CONTROL ? "its value" : "nothing"}`, async () => {
    const { window } = app;
    const [, code] = attempts((listener.address() as AddressInfo).port)[at]!;
    const source = [
      "// @ts-nocheck",
      `let outcome = "attempt ${at}: nothing";`,
      `try { const got = await (async () => { return await (async () => { ${asFunctionBody(code)} })(); })();`,
      `  outcome = "attempt ${at}: " + (got === undefined ? "nothing" : "REACHED " + String(got));`,
      `} catch (error) { outcome = "attempt ${at}: nothing, " + error.name; }`,
      "outcome",
    ].join("\n");
    await replaceSource(app, CELL, source);
    await window.keyboard.press("ControlOrMeta+Enter");
    await expectState(window, CELL, "done", 30_000);
    // The result alone, since the cell's own text names both outcomes; and of this attempt, not of the one before.
    const outcome = name === CONTROL ? "REACHED 42" : "nothing";
    await expect(cell(window, CELL).locator("[data-output-kind]")).toContainText(`attempt ${at}: ${outcome}`);
    expect(contacts).toBe(0);
  });
}

/** The last statement's value is what the attempt got. */
function asFunctionBody(code: string): string {
  const cut = code.lastIndexOf("; ");
  return cut > 0 && !code.includes("=>")
    ? `${code.slice(0, cut)}; return ${code.slice(cut + 2)}`
    : `return ${code}`;
}

test("the listener counts a contact when there is one, so that none means none", async () => {
  const before = contacts;
  const port = (listener.address() as AddressInfo).port;
  await fetch(`http://127.0.0.1:${port}/`).catch(() => {});
  expect(contacts).toBe(before + 1);
  contacts = before;
});

test("the window's own page has no Node, and the kernel runs in the Chromium sandbox unless root started it", async () => {
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
