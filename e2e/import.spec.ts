import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import type { AsofBridge } from "../main/contract/bridge.ts";
import { launchSample, projectFolder, type RunningApp } from "./support/launch.ts";
import { cell, expectState, replaceSource, setTheme } from "./support/notebook.ts";

const screenshots = join(projectFolder, "docs", "screenshots");
const sampleStore = join(projectFolder, "out", "sample-store");

// Two imports with their processes, on a machine that may do other things meanwhile.
test.describe.configure({ timeout: 240_000 });

let app: RunningApp;
let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-e2e-import-"));
});
test.afterEach(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The system's dialog is not a page: the main process answers as if the user had picked these files. */
const mockOpenDialog = (paths: string[]) =>
  app.electron.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
  }, paths);

/** Names of the sample that stayed listed, to write a file about. */
const listedNames = (window: Page, count: number): Promise<string[]> =>
  window.evaluate(async (n) => {
    const { asof } = globalThis as unknown as { asof: AsofBridge };
    const answer = (await asof.invoke("store/catalog", { snapshot: null })) as {
      value: { instruments: { iid: string; mic: string; listedOn: string; delistedOn: string | null }[] };
    };
    return answer.value.instruments
      .filter(({ mic, listedOn, delistedOn }) => mic === "XNYS" && listedOn < "2015" && delistedOn === null)
      .slice(0, n)
      .map(({ iid }) => iid);
  }, count);

const dialog = (window: Page) => window.locator(".import-dialog");
const press = (window: Page, name: string | RegExp) =>
  dialog(window).locator(".import-main").getByRole("button", { name }).first().click();
const choose = (window: Page, label: string | RegExp, value: string) =>
  dialog(window).getByLabel(label).first().selectOption(value);
const summaryOf = async (window: Page): Promise<Record<string, string>> =>
  Object.fromEntries(
    await dialog(window)
      .locator(".import-summary > div")
      .evaluateAll((rows) =>
        rows.map((row) => [row.querySelector("dt")!.textContent, row.querySelector("dd")!.textContent]),
      ),
  );
const expectNoViolations = async (window: Page) => {
  const { violations } = await new AxeBuilder({ page: window })
    .include(".import-dialog")
    .setLegacyMode()
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
};

test("a file with faults goes through the wizard, and its field is used in a cell", async () => {
  app = await launchSample("twelve-one-momentum");
  const { window } = app;
  const before = await stat(join(sampleStore, "store.duckdb"));
  const names = await listedNames(window, 4);
  expect(names).toHaveLength(4);
  const path = join(folder, "research-2022.csv");
  await writeFile(
    path,
    [
      "code,fiscal_end,filed,Research spend,note",
      ...names.map((iid, at) => `${iid},31/12/2022,${13 + at}/02/2023,${100 + at}.5,ok`),
      "NOBODY,31/12/2022,14/02/2023,7,no such name",
      `${names[0]},31/12/2021,14/02/2021,8,known before its period ended`,
      `${names[1]},31/12/2021,14/02/2022,12x,no number`,
      "",
    ].join("\n"),
  );
  await mockOpenDialog([path]);

  await window.keyboard.press("Escape");
  await window.keyboard.press("ControlOrMeta+Shift+I");
  await press(window, "Choose files");
  await expect(dialog(window).getByText("research-2022.csv").first()).toBeVisible();
  await expect(dialog(window).getByRole("region", { name: "First rows" })).toContainText("no such name");
  await expectNoViolations(window);
  await press(window, "Next");

  // Mapped by hand, whatever was guessed, and with the wrong date format at first.
  await choose(window, "The rows are", "fundamentals");
  await choose(window, "Market", "XNYS");
  await choose(window, "Instruments are named by", "iid");
  await choose(window, "Dates are written", "iso");
  await choose(window, "Instrument: taken from", "column code");
  await choose(window, "Period end: taken from", "column fiscal_end");
  await choose(window, "Period type: taken from", "fixed");
  await dialog(window).getByLabel("Period type: value for all rows").fill("year");
  const fields = dialog(window).locator(".fields-table tbody tr");
  while ((await fields.count()) > 0) await fields.first().getByRole("button").click();
  await press(window, "Add field");
  await fields.first().getByLabel("Column").selectOption("Research spend");
  await fields.first().getByLabel("Name in notebooks").fill("researchSpend");
  await fields.first().getByLabel("Stale after, days").fill("900");
  await expect(dialog(window).locator('[data-role="periodEnd"]')).toContainText("Not written as 2024-03-05");
  await expectNoViolations(window);
  await press(window, "Next");
  await dialog(window).getByText("on the date in a column").click();
  await dialog(window).locator(".known-side select").selectOption("filed");
  await expect(dialog(window).getByText("is not written as", { exact: false })).toBeVisible();
  await press(window, "Run checks");

  await expect(dialog(window).getByText("No row can go in", { exact: false })).toBeVisible({
    timeout: 30_000,
  });
  expect(await summaryOf(window)).toMatchObject({
    "Rows in the file": "7",
    "Held in quarantine": "7",
    New: "0",
  });

  // Back: what was mapped is still there, and only the format is changed.
  await press(window, "Back to the mapping");
  await expect(fields.first().getByLabel("Name in notebooks")).toHaveValue("researchSpend");
  await choose(window, "Dates are written", "dd/mm/yyyy");
  await press(window, "Next");
  await expect(dialog(window).locator(".known-instant")).toContainText("2023-02-14 00:00");
  await expectNoViolations(window);
  await press(window, "Run checks");
  await expect(dialog(window).locator(".import-summary")).toBeVisible({ timeout: 30_000 });
  await expect
    .poll(() => summaryOf(window))
    .toMatchObject({ "Rows in the file": "7", "Held in quarantine": "3", New: "4" });
  const held = dialog(window).getByRole("region", { name: "Rows held back" });
  for (const [line, what] of [
    ["6", "NOBODY"],
    ["7", "14/02/2021"],
    ["8", "12x"],
  ] as const)
    await expect(held.locator("tr").filter({ hasText: what }).first().locator("td").first()).toHaveText(line);
  await expectNoViolations(window);
  await window.screenshot({ path: join(screenshots, "import-check.png") });

  await press(window, /^Import 4 rows/);
  await expect(dialog(window).getByText("4 rows are in.")).toBeVisible({ timeout: 30_000 });
  await expectNoViolations(window);
  await press(window, "Read the new snapshot");
  await press(window, "Insert a cell that shows it");
  await press(window, "Done");

  const added = await window.locator("[data-cell-id]").last().getAttribute("data-cell-id");
  const source = `const spend = await data.crossSection({ universe: "GLOBAL_LARGE", fields: ["researchSpend"] });
const facts = await data.facts("${names[0]}", "researchSpend");
facts.map(({ value, knownAt }) => \`\${value} known \${knownAt}\`).join();`;
  await replaceSource(app, added!, source);
  await window.keyboard.press("ControlOrMeta+Enter");
  await expectState(window, added!, "done", 60_000);
  await expect(cell(window, added!)).toContainText("100.5 known 2023-02-14T05:00:00");

  await window.keyboard.press("Escape");
  expect((await stat(join(sampleStore, "store.duckdb"))).mtimeMs).toBe(before.mtimeMs);
  expect(await readdir(sampleStore)).not.toContain("staging");
});

test("a guessed mapping is saved, imported and undone, in Korean on a dark ground", async () => {
  app = await launchSample("value-book-to-price");
  const { window } = app;
  const names = await listedNames(window, 3);
  const path = join(folder, "staff.csv");
  await writeFile(
    path,
    ["iid;period_end;filed;staff_costs", ...names.map((iid) => `${iid};2022-12-31;2023-02-14;12,5`), ""].join(
      "\n",
    ),
  );
  await mockOpenDialog([path]);
  await window.keyboard.press("Escape");
  await setTheme(window, "dark");
  await runCommandNamed(window, "한국어로 전환");
  await window.setViewportSize({ width: 1280, height: 800 });
  await runCommandNamed(window, "데이터 가져오기");
  await press(window, "파일 선택");
  await expect(dialog(window).getByText("추측: 재무")).toBeVisible();
  await choose(window, "소수점", ",");
  await expect(dialog(window).locator('[data-import-busy="inspecting"]')).toHaveCount(0);
  await press(window, "다음");
  await choose(window, "시장", "XNYS");
  await press(window, "연결 저장");
  await dialog(window).getByLabel("연결 이름").fill("인건비");
  await window.keyboard.press("Enter");
  await expect(dialog(window).getByText("인건비 이름으로 저장했습니다.")).toBeVisible();
  await press(window, "다음");
  await expect(dialog(window).locator(".known-instant")).toContainText("2023-02-15 00:00");
  await expectNoViolations(window);
  await press(window, "검사 실행");
  await press(window, /^3행 가져오기/);
  await expect(dialog(window).getByText("3행을 저장했습니다.")).toBeVisible({ timeout: 30_000 });
  await press(window, "가져오기 되돌리기");
  await expect(dialog(window).getByText("배치를 되돌렸습니다.")).toBeVisible({ timeout: 30_000 });

  // The next file of that kind needs one choice.
  await press(window, "더 가져오기");
  await press(window, "파일 선택");
  await press(window, "인건비");
  await expect(dialog(window).locator('[data-import-busy="inspecting"]')).toHaveCount(0);
  await expectNoViolations(window);
});

const runCommandNamed = async (window: Page, name: string) => {
  await window.keyboard.press("ControlOrMeta+Shift+P");
  await expect(window.getByRole("combobox")).toBeFocused();
  await window.keyboard.insertText(name);
  await window.keyboard.press("Enter");
};
