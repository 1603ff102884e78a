import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, expect, type Page, test } from "@playwright/test";
import { hostileHtml, hostileMarkdown, hostileOptions } from "./support/hostile-html.ts";
import { launch, type RunningApp } from "./support/launch.ts";
import { cell, expectState } from "./support/notebook.ts";
import { showcase } from "./support/showcase.ts";

/** Outputs that one cell may show. */
const PER_CELL = 90;
const markdowns = [...hostileMarkdown, ...hostileHtml];

/** A payload that tells on its number, to a listener at the address. */
const armed = (payload: string, number: number, address: string): string =>
  payload
    .replaceAll("ACT", `hit(${number})`)
    .replaceAll("URL", `http://${address}/${number}`)
    .replaceAll("HOST", `${address}/${number}`);

// The kernel refuses some sequences of characters in code, so markup stands escaped.
const literal = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

const cellIds = (id: string, payloads: readonly string[]): string[] =>
  Array.from({ length: Math.ceil(payloads.length / PER_CELL) }, (_, at) => `${id}${at}`);

const cellsOf = (id: string, call: string, payloads: readonly string[]): string[] =>
  cellIds(id, payloads).map((cellId, at) => {
    const some = payloads.slice(at * PER_CELL, (at + 1) * PER_CELL);
    return `// %% id=${cellId}\nfor (const payload of ${literal(some)}) ${call}(payload);\n`;
  });

const notebookOf = (address: string): string => {
  const arm = (payloads: readonly string[]) => payloads.map((each, at) => armed(each, at, address));
  const options = arm(hostileOptions).map((option) => `() => (${option.replaceAll("<", "\\u003c")})`);
  return [
    "// ---\n// asof: 1\n// title: Hostile\n// ---\n",
    `// %% [markdown] id=text\n/*\n${arm(hostileMarkdown).join("\n\n").replaceAll("*/", "* /")}\n*/\n`,
    ...cellsOf("html", "html", arm(hostileHtml)),
    ...cellsOf("md", "md", arm(markdowns)),
    `// %% id=options
const hit = (number: number): string => String(number);
const passed: number[] = [];
const made: readonly (() => object)[] = [${options.join(",\n")}];
for (const [number, make] of made.entries()) {
  try {
    chart.echarts(make());
    passed.push(number);
  } catch {}
}
\`passed: [\${passed.join()}] of \${made.length}\`
`,
  ].join("\n");
};

/** Does to every element what a reader might, and what its own attributes wait for. Runs in a page. */
const provoke = `(root) => {
  for (const element of root.querySelectorAll("*")) {
    const waiting = [...element.attributes].filter(({ name }) => name.startsWith("on"));
    for (const { name } of waiting) element.dispatchEvent(new Event(name.slice(2), { bubbles: true }));
    element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    element.focus?.();
    if (element.matches("a, area, button, input, summary, [href]"))
      element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }
}`;

/** Which payloads were heard of, by where they stood. */
interface Heard {
  readonly inApp: Set<string>;
  readonly inControl: Set<number>;
}

/** Listens for what leaves, and serves the same payloads as they are, each in a page without a policy. */
const listen = async (heard: Heard): Promise<{ server: Server; address: string }> => {
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const frame = /^\/frame\/(\d+)$/.exec(path)?.[1];
    const acted = /^\/(?:hit|control)\/(\d+)/.exec(path)?.[1];
    response.setHeader("content-type", "text/html; charset=utf-8");
    if (path === "/control")
      response.end(
        `<!doctype html><script>hit = (n) => { new Image().src = "/hit/" + n; };</script>${hostileHtml
          .map(
            (_, at) =>
              `<iframe sandbox="allow-scripts allow-same-origin allow-forms" src=/frame/${at}></iframe>`,
          )
          .join("")}`,
      );
    else if (frame !== undefined)
      response.end(
        `<!doctype html><script>hit = (n) => { new Image().src = "/hit/" + n; };
         addEventListener("load", () => (${provoke})(document));</script>${armed(
           hostileHtml[Number(frame)]!,
           Number(frame),
           `${request.headers.host}/control`,
         )}`,
      );
    else {
      if (acted !== undefined) heard.inControl.add(Number(acted));
      else if (path.startsWith("/app/")) heard.inApp.add(path);
      response.end("");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
};

/** The same browser with nothing of the app in it: no policy, no cleaning, no rule for names. */
const openControl = async (folder: string, address: string): Promise<ElectronApplication> => {
  const main = `const { app, BrowserWindow } = require("electron");
app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false });
  window.webContents.setWindowOpenHandler(() => ({ action: "deny" }));
  void window.loadURL("http://${address}/control");
});`;
  await writeFile(join(folder, "main.cjs"), main);
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "control", main: "main.cjs" }));
  return _electron.launch({
    executablePath: join(process.env.ELECTRON_OVERRIDE_DIST_PATH!, "electron"),
    args: [folder, `--user-data-dir=${join(folder, "profile")}`, "--ozone-platform=x11"],
    chromiumSandbox: process.getuid?.() !== 0,
    env: { ...(process.env as Record<string, string>), LANG: "en_US.UTF-8" },
  });
};

/** What ran in the app's page, and what its policy had to stop. */
const hits = (window: Page): Promise<unknown[]> =>
  window.evaluate(() => (globalThis as unknown as { hits: unknown[] }).hits);

const runAll = async (window: Page): Promise<void> => {
  await window.getByRole("button", { name: "Run all" }).first().click();
};

let app: RunningApp | undefined;
let folder = "";
let listener: Server | undefined;
let control: ElectronApplication | undefined;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-outputs-"));
});
test.afterEach(async () => {
  await app?.close();
  await control?.close();
  app = control = undefined;
  listener?.closeAllConnections();
  listener?.close();
  listener = undefined;
  await rm(folder, { recursive: true, force: true });
});

test("O2, O3, O4: no HTML, Markdown, formula or chart of a cell runs a script, follows a link or reaches an address", async () => {
  const heard: Heard = { inApp: new Set(), inControl: new Set() };
  const { server, address } = await listen(heard);
  listener = server;
  const file = join(folder, "hostile.nb.ts");
  await writeFile(file, notebookOf(`${address}/app`));
  app = await launch(file);
  const { window } = app;
  await expect(window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
  await window.evaluate(() => {
    const page = globalThis as unknown as { hits: unknown[]; hit: (number: number) => void };
    page.hits = [];
    page.hit = (number) => void page.hits.push(number);
    // What the page's policy had to stop got past the cleaning.
    document.addEventListener("securitypolicyviolation", ({ blockedURI }) => page.hits.push(blockedURI));
  });
  const { href } = new URL(window.url());
  const asked: string[] = [];
  window.on("request", (request) => {
    if (!/^(app|blob|data):/.test(request.url())) asked.push(request.url());
  });
  await runAll(window);
  await expectState(window, "options", "done");
  // Cells far from the window's view hold no elements, so each is gone to.
  const shown = { html: 0, md: 0 };
  for (const id of ["text", ...cellIds("html", hostileHtml), ...cellIds("md", markdowns)]) {
    const box = cell(window, id);
    await box.scrollIntoViewIfNeeded();
    await expect(box.locator(".output").first()).toBeAttached();
    const found = await window.evaluate<{ boxes: number; clobbered: number }>(`(() => {
      const boxes = [...document.querySelectorAll('[data-cell-id="${id}"] :is(.html-output, .markdown)')];
      boxes.forEach(${provoke});
      const all = boxes.flatMap((box) => [...box.querySelectorAll("*")]);
      const clobbered = all.filter((each) => each.id !== "" || each.hasAttribute("name")).length;
      return { boxes: boxes.length, clobbered };
    })()`);
    expect(found.clobbered).toBe(0);
    if (id !== "text") shown[id.startsWith("html") ? "html" : "md"] += found.boxes;
    await window.keyboard.press("Escape");
  }
  expect(shown).toEqual({ html: hostileHtml.length, md: markdowns.length });
  await cell(window, "options").scrollIntoViewIfNeeded();
  await expect(cell(window, "options")).toContainText(`passed: [] of ${hostileOptions.length}`);
  expect(await hits(window)).toEqual([]);

  // The same payloads as they are, where nothing holds them: they do act, so the silence above says something.
  control = await openControl(folder, address);
  await expect.poll(() => heard.inControl.size, { timeout: 30_000 }).toBeGreaterThan(250);
  expect([...heard.inApp]).toEqual([]);
  expect(await hits(window)).toEqual([]);
  expect(asked).toEqual([]);
  expect(window.url()).toBe(href);
});

test("O1, O5, O7: every kind of output shows, and a choice reruns what is light", async () => {
  const file = join(folder, "outputs.nb.ts");
  await writeFile(file, showcase);
  app = await launch(file);
  const { window } = app;
  await expect(window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
  await runAll(window);
  await expectState(window, "fails", "failed");
  await expect(cell(window, "value")).toContainText("Position {mic:");
  await expect(cell(window, "words").locator("math")).toHaveCount(2);
  await expect(cell(window, "reads")).toContainText("[120");

  // The arrow keys move a slider; what reads it follows, and the choice stands in the file's text.
  await cell(window, "choose").locator("input[type=range]").press("ArrowRight");
  await expect(cell(window, "reads")).toContainText("[140");
  await cell(window, "choose").locator("select").selectOption("XNYS");
  await expect(cell(window, "reads")).toContainText("XNYS");

  // A wrong line in another cell is one press away.
  await cell(window, "fails").locator(".output-error-frames button").first().click();
  await expect(cell(window, "helper").locator(".monaco-editor")).toBeVisible();
});
