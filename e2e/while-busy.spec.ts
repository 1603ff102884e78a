import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { launch, type RunningApp } from "./support/launch.ts";
import { cell } from "./support/notebook.ts";

let app: RunningApp | undefined;
let folder = "";
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-busy-"));
});
test.afterEach(async () => {
  await app?.close();
  app = undefined;
  await rm(folder, { recursive: true, force: true });
});

const open = async (cells: string): Promise<RunningApp> => {
  const file = join(folder, "busy.nb.ts");
  await writeFile(file, `// ---\n// asof: 1\n// title: Busy\n// ---\n\n${cells}`);
  app = await launch(file);
  await expect(app.window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
  return app;
};

test("X3, S3: a cell that is run during another waits behind it, and a power is the kernel's", async () => {
  const { window } = await open(
    "// %% id=slow\nlet n = 0; for (let i = 0; i < 500_000_000; i++) n += i % 3;\n\n// %% id=quick\n[2 ** 0.5 === Math.pow(2, 0.5), 1.1 ** 123.456 === Math.pow(1.1, 123.456)].join()\n",
  );
  // In the page: the loop may be over before the driver has looked and clicked.
  const states = await window.evaluate(async () => {
    const at = (id: string) => document.querySelector<HTMLElement>(`[data-cell-id="${id}"]`)!;
    const stateOf = (id: string) => at(id).dataset.cellState!;
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    /** A cell has its buttons while the pointer is over it. */
    const press = async (id: string) => {
      at(id).dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
      const button = () => at(id).querySelector<HTMLButtonElement>(".run-cell");
      while (!button()) await frame();
      button()!.click();
    };
    const from = performance.now();
    const seen: string[] = [];
    await press("slow");
    while (stateOf("slow") !== "running" && performance.now() - from < 60_000) await frame();
    await press("quick");
    while (stateOf("quick") !== "done" && performance.now() - from < 60_000) {
      await frame();
      const now = `slow ${stateOf("slow")}, quick ${stateOf("quick")}`;
      if (seen.at(-1) !== now) seen.push(now);
    }
    return seen;
  });
  expect(states).toContain("slow running, quick queued");
  expect(states.at(-1)).toBe("slow done, quick done");
  await expect(cell(window, "quick")).toContainText("true,true");
});

test("F15: a window that ends more than three times in a minute says so, and is loaded again when asked to", async () => {
  const { electron } = await open("// %% id=one\nconst one = 1;\n");
  await electron.evaluate(({ dialog }) => {
    const said = globalThis as { said?: string[] };
    said.said = [];
    dialog.showMessageBox = ((_window: unknown, { message }: { message: string }) => {
      said.said!.push(message);
      return Promise.resolve({ response: 0, checkboxChecked: false });
    }) as never;
  });
  const crash = () =>
    electron.evaluate(
      ({ webContents }) =>
        new Promise<void>((resolve) => {
          const page = webContents
            .getAllWebContents()
            .find((each) => each.getURL().startsWith("app://asof/"))!;
          page.once("did-finish-load", () => resolve());
          page.forcefullyCrashRenderer();
        }),
    );
  for (let death = 0; death < 3; death++) await crash();
  const said = () => electron.evaluate(() => (globalThis as { said?: string[] }).said);
  expect(await said()).toEqual([]);
  await crash();
  expect(await said()).toEqual(["The window ended several times within a minute."]);
});
