import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, test } from "@playwright/test";
import { launchSample, projectFolder, type RunningApp } from "./support/launch.ts";
import { setTheme } from "./support/notebook.ts";

/** What the sample was made to hold, beside it: only tests read it. */
interface Planted {
  readonly renames: readonly { iid: string; on: string; symbolBefore: string; symbolAfter: string }[];
  readonly reusedSymbols: readonly {
    symbol: string;
    earlier: string;
    earlierUntil: string;
    later: string;
    laterFrom: string;
  }[];
  readonly spinOffs: readonly { parent: string; child: string; exDate: string }[];
}
const planted = async (): Promise<Planted> =>
  JSON.parse(await readFile(join(projectFolder, "out", "sample-store", "planted-truths.json"), "utf8"));

let app: RunningApp;
let dialog: Locator;
test.beforeAll(async () => {
  app = await launchSample("twelve-one-momentum");
  // The first catalog of a store is computed when it is asked for.
  await expect(app.window.getByRole("button", { name: /^Snapshot sample/ })).toBeVisible({ timeout: 90_000 });
  dialog = app.window.getByRole("dialog");
});
test.afterAll(() => app?.close());
test.afterEach(() => app.window.keyboard.press("Escape"));

const openView = async (view: string): Promise<void> => {
  await app.window.keyboard.press("Escape");
  await app.window.keyboard.press("ControlOrMeta+Shift+D");
  await dialog.getByRole("tab", { name: view, exact: true }).click();
};
const expectAccessible = async (): Promise<void> => {
  const { violations } = await new AxeBuilder({ page: app.window }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
};

test("fields are told with coverage, freshness and restatements, and a chosen name goes into the cell", async () => {
  await openView("Fields");
  await dialog.getByRole("searchbox").fill("book");
  const row = dialog.getByRole("row").filter({ hasText: "bookValue" });
  await expect(row).toContainText("fundamental");
  await expect(row).toContainText(/\d+\.\d%.*\d+ d.*UTC.*\d+\.\d%/);
  await expect(dialog.getByRole("row").filter({ hasText: "volume" })).toHaveCount(0);
  await expectAccessible();
  await row.getByRole("button").click();
  await app.window.keyboard.press("Escape");
  await expect(app.window.locator('[data-cell-id="a81cq0"]')).toContainText("bookValue");
  await app.window.keyboard.press("ControlOrMeta+Z");
});

test("a symbol names another company on another day, and a life shows the rename and what was spun off", async () => {
  const { reusedSymbols, renames, spinOffs } = await planted();
  const reused = reusedSymbols[0]!;
  await openView("Instruments");
  const options = dialog.getByRole("option");
  await dialog.getByRole("searchbox").fill(reused.symbol);
  const find = async (on: string, iid: string) => {
    await dialog.getByLabel("As it was called on").fill(on);
    await expect(options.first()).toHaveAttribute("id", `found-${iid}`);
  };
  await find(reused.laterFrom, reused.later);
  await find("2013-06-03", reused.earlier);

  const renamed = renames[0]!;
  await dialog.getByLabel("As it was called on").fill("");
  await dialog.getByRole("searchbox").fill(renamed.symbolBefore);
  await dialog.locator(`#found-${renamed.iid}`).click();
  const life = dialog.getByRole("table", { name: /^Life of/ });
  const rename = life
    .getByRole("row")
    .filter({ hasText: `${renamed.symbolBefore} → ${renamed.symbolAfter}` });
  await expect(rename).toContainText(renamed.on);
  await expect(dialog.getByRole("img", { name: /events from/ })).toBeVisible();
  await expectAccessible();

  const { parent, child, exDate } = spinOffs[0]!;
  await dialog.getByRole("searchbox").fill(parent);
  await dialog.locator(`#found-${parent}`).click();
  const spinOff = life.getByRole("row").filter({ hasText: "Spin-off" }).filter({ hasText: exDate });
  await spinOff.getByRole("button").last().click();
  await expect(dialog.locator(".life")).toContainText(child);
});

test("[R6] a day lost to a typhoon is told as it stood at any instant, and a half day by its hours", async () => {
  await openView("Calendar");
  await dialog.getByLabel("Market").selectOption("XHKG");
  await dialog.getByLabel("Go to day").fill("2023-09-01");
  const day = dialog.locator('[data-date="2023-09-01"]');
  await expect(day).toContainText("Called off");
  await expect(day).toContainText("changed");
  await expectAccessible();
  const asKnown = dialog.getByLabel("As known at, UTC");
  await asKnown.fill("2023-08-31");
  await expect(day).toContainText("09:30–16:00");
  await expect(day).not.toContainText("changed");
  await asKnown.fill("");
  await expect(day).toContainText("Called off");
  await dialog.getByRole("button", { name: "Show the calendar as it stood before" }).click();
  await expect(day).toContainText("Other hours");

  await asKnown.fill("");
  await dialog.getByLabel("Market").selectOption("XNYS");
  await dialog.getByLabel("Go to day").fill("2023-11-24");
  await expect(dialog.locator('[data-date="2023-11-24"]')).toContainText("09:30–13:00");
  await expect(dialog.locator('[data-date="2023-11-24"]')).toContainText("Half day");
  await dialog.locator('[data-date="2023-11-24"]').focus();
  await app.window.keyboard.press("ArrowRight");
  await expect(dialog.locator('[data-date="2023-11-25"]')).toBeFocused();
});

test("snapshots and imports are listed, and a value says where it comes from", async () => {
  await openView("Snapshots");
  await expect(dialog.getByRole("table", { name: "Snapshots" })).toContainText("in this notebook");
  await expectAccessible();
  await dialog.getByRole("tab", { name: "Imports", exact: true }).click();
  await dialog.getByRole("button", { name: /^bars_1d/ }).click();
  await expect(dialog.getByText("No row was kept out.")).toBeVisible();
  await expectAccessible();

  await dialog.getByRole("tab", { name: "Where from?", exact: true }).click();
  await dialog.getByLabel("Instrument").fill("US0013");
  await dialog.getByLabel("Field").selectOption("close");
  await dialog.getByLabel("Session").fill("2020-03-24");
  await app.window.keyboard.press("Enter");
  const answer = dialog.getByRole("table", { name: "Where from?" });
  await expect(answer.getByRole("row").filter({ hasText: "What the cell shows" })).toContainText(
    "2020-03-24",
  );
  await expect(answer.getByRole("row").filter({ hasText: "A day earlier" })).toContainText("2020-03-23");
  await app.window.keyboard.press("Escape");
  await setTheme(app.window, "dark");
  await openView("Calendar");
  await expectAccessible();
});
