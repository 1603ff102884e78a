import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { type Backend, backends, embedded } from "./support/backends.ts";
import { startFaultyProxy } from "./support/faulty-proxy.ts";
import { expectGoodKorean, setLanguage } from "./support/in-korean.ts";
import { bitsOf, lastWeights } from "./support/last-weights.ts";
import { launch, launchSample, projectFolder, type RunningApp } from "./support/launch.ts";
import { expectState, replaceSource, setTheme } from "./support/notebook.ts";
import { type Serving, startServing } from "./support/serving.ts";

const screenshots = join(projectFolder, "docs", "screenshots");
const STRATEGY = "twelve-one-momentum";

/** The strategy of the sample notebook with another width of its portfolio. */
const SECOND = `const momentum = strategy({
  name: "Twelve-one momentum",
  universe: "GLOBAL_LARGE",
  decide: atClose("XNYS", { delay: "30m" }),
  rebalance: "month-end",
  params: { lookback: param.int(252, { min: 60, max: 504 }), skip: param.int(21), top: param.percent(20) },
  signal: ({ field, p }) => field.totalReturn.delay(p.skip).div(field.totalReturn.delay(p.lookback)).minus(1).rank(),
  weights: ({ signal, p }) => signal.top(p.top).equal(),
});`;

// Two windows, a server that compiles and replays a bundle, and the gate before it.
test.describe.configure({ timeout: 600_000 });

let serving: Serving | undefined;
/** Between the author's window and the server. */
let proxy: Awaited<ReturnType<typeof startFaultyProxy>> | undefined;
const apps: RunningApp[] = [];
test.afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  proxy?.stop();
  await serving?.stop();
  serving = undefined;
});

const runCommand = async (window: Page, name: string): Promise<void> => {
  await window.keyboard.press("ControlOrMeta+Shift+P");
  await expect(window.getByRole("combobox")).toBeFocused();
  await window.keyboard.insertText(name);
  await window.keyboard.press("Enter");
};

const desk = (window: Page): Locator => window.locator(".desk");
const press = (part: Locator, name: string | RegExp): Promise<void> =>
  part.getByRole("button", { name, exact: typeof name === "string" }).click();
const showTab = (window: Page, name: string): Promise<void> =>
  desk(window)
    .getByRole("tab", { name: new RegExp(`^${name}`) })
    .click();
const expectNoViolations = async (window: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page: window }).include(".dialog").setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
};

/** Adds the server in the window, as a person does. */
const addServer = async (
  window: Page,
  { address }: Serving,
  token: string,
  subject: string,
): Promise<void> => {
  await runCommand(window, "Servers and signing key");
  const form = desk(window).locator(".server-form");
  await form.getByLabel("Name").fill("Desk server");
  await form.getByLabel("Address").fill(address);
  await form.getByLabel("Desk", { exact: true }).fill("equities");
  await form.getByLabel("Token").fill(token);
  await press(form, "Test");
  await expect(form).toContainText(`you are ${subject}`);
  await press(form, "Save");
  await expect(desk(window).locator('.tabs-trailing [data-connection="online"]')).toContainText(subject);
  await expectNoViolations(window);
};

/** What callers get are the weights that a backtest of the same days ends with, bit for bit. */
const expectBacktestsWeights = async ({ address }: Serving, token: string, folder: string): Promise<void> => {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${address}/v1/strategies/${STRATEGY}/signals`, { headers });
  const { values } = (await answer.json()) as {
    values: { id: string; value: number; asOf: string }[];
  };
  const wanted = await lastWeights(folder, STRATEGY, "a81cq0", values[0]!.asOf.slice(0, 10));
  expect(wanted.size).toBeGreaterThan(5);
  const held = values.filter(({ value }) => value !== 0).map(({ id, value }) => [id, bitsOf(value)] as const);
  expect(Object.fromEntries(held)).toEqual(Object.fromEntries(wanted));
};

const RECOMPUTED = "every figure is the same to the last bit";

/** Opens views of what is published in Korean, looks at each, and goes back to English. */
const lookInKorean = async (window: Page, ...views: readonly string[]): Promise<void> => {
  await setLanguage(window, "한국어");
  await window.keyboard.press("ControlOrMeta+Shift+J");
  for (const view of views) {
    await showTab(window, view);
    await expect(desk(window).getByText("읽는 중", { exact: true })).toHaveCount(0);
    await expectGoodKorean(window, "late prices in Seoul", "No reason was given.");
    await window.screenshot({ path: test.info().outputPath(`${view}.png`) });
  }
  await setLanguage(window, "English");
  await window.keyboard.press("ControlOrMeta+Shift+J");
};

const version = (window: Page, n: number, state: string): Locator =>
  desk(window).locator(`[data-version="${n}"][data-version-state="${state}"]`);

const story = async (backend: Backend): Promise<void> => {
  test.skip(backend.missing.length > 0, `${backend.missing.join(" and ")} must be installed`);
  serving = await startServing(join(projectFolder, "out", "sample-store"), backend);
  expect(await (await fetch(`${serving.address}/readyz`)).json()).toEqual(backend.ready);
  await serving.doWithoutCertificate("equities");
  const author = await launchSample("twelve-one-momentum");
  apps.push(author);
  const { window } = author;
  await window.keyboard.press("Escape");
  proxy = await startFaultyProxy(serving.address);
  const through = { ...serving, address: proxy.address };
  await addServer(window, through, await serving.tokenOf("mara", "author", "approver"), "mara");
  const key = await desk(window).locator(".public-key").textContent();
  await serving.trust("mara", `${key}\n`);
  await window.keyboard.press("Escape");

  await window.keyboard.press("ControlOrMeta+Shift+Enter");
  await expectState(window, "c47n2d", "done", 120_000);
  await window.getByRole("button", { name: "Publish", exact: true }).click();
  const wizard = window.locator(".publish-dialog");
  await expect(wizard.getByLabel("Name on the server")).toHaveValue(STRATEGY);
  await expectNoViolations(window);
  await press(wizard, "Run the checks");
  await expect(wizard.locator('[data-gate="passed"]')).toBeVisible({ timeout: 200_000 });
  for (const step of ["clean-run", "no-stale", "cut-out", "parity", "policy"])
    await expect(wizard.locator(`[data-gate-step="${step}"]`)).toHaveAttribute("data-state", "passed");
  await expect(wizard.locator('[data-gate-step="audit"]')).toHaveAttribute("data-state", /^(warned|passed)$/);
  await expectNoViolations(window);
  await window.screenshot({ path: join(screenshots, "publish-gate.png") });
  await press(wizard, "Sign and upload");
  await expect(wizard).toContainText(`Version 1 of ${STRATEGY} is on the server.`, { timeout: 200_000 });
  await expectNoViolations(window);

  // Four eyes: her token has the role, the bundle is her own.
  await press(wizard, "Show the version");
  await expect(version(window, 1, "checked")).toBeVisible();
  await showTab(window, "Approvals");
  await expect(desk(window)).toContainText("Four eyes: another approver must judge it.");
  await expect(desk(window).getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);
  await showTab(window, "Deployments");

  const other = await launch();
  apps.push(other);
  const ada = other.window;
  await addServer(ada, serving, await serving.tokenOf("ada", "approver", "operator", "auditor"), "ada");
  await serving.trust("ada", `${await desk(ada).locator(".public-key").textContent()}\n`);
  await showTab(ada, "Approvals");
  await expect(desk(ada).locator('[data-figure="sharpe"]')).toBeVisible({ timeout: 60_000 });
  await expect(desk(ada).locator(".diff-cell")).toContainText("strategy({");
  await expect(desk(ada)).toContainText("Read and hashed on this machine");
  // The server has the author's data, and got every figure itself.
  await expect(desk(ada)).toContainText(RECOMPUTED, { timeout: 120_000 });
  await expectNoViolations(ada);
  await ada.screenshot({ path: join(screenshots, "publish-approval.png") });
  await press(desk(ada), "Approve");
  await expect(desk(ada)).toContainText("Approved. An operator can bring it into shadow.");

  await press(desk(ada), "Show deployments");
  await press(desk(ada), "Bring into shadow");
  await expect(version(ada, 1, "shadow")).toBeVisible();
  await expect(desk(ada)).toContainText("It needs to be a canary of 50% first.");
  for (const share of [1, 5, 25, 50]) {
    await press(desk(ada), `Give ${share}%`);
    await expect(version(ada, 1, "canary")).toContainText(`canary ${share}%`);
  }
  await setTheme(ada, "dark");
  await ada.keyboard.press("ControlOrMeta+Shift+J");
  await showTab(ada, "Deployments");
  await expectNoViolations(ada);
  await ada.screenshot({ path: join(screenshots, "publish-deployments.png") });
  await press(desk(ada), "Make it live");
  await press(desk(ada), "Make version 1 live for everybody");
  await expect(version(ada, 1, "live")).toBeVisible();
  await expect(desk(ada)).toContainText("There is no version to go back to. Halt the strategy instead.");
  // Nobody pressed anything there: the author's window was told.
  await expect(version(window, 1, "live")).toBeVisible({ timeout: 30_000 });

  await press(desk(ada), "Halt");
  await desk(ada).getByLabel("Reason, for the audit trail").fill("late prices in Seoul");
  await press(desk(ada), `Stop all signals of ${STRATEGY}`);
  await expect(desk(ada).getByRole("alert")).toContainText("Halted by ada: late prices in Seoul");
  await expect(desk(ada)).toContainText("There is no version to go back to.");
  await expect(desk(ada)).not.toContainText("Halt the strategy instead.");
  if (backend === embedded) {
    await lookInKorean(ada, "배포");
    await showTab(ada, "Deployments");
  }
  await press(desk(ada), "Resume");
  await expect(desk(ada).getByRole("alert")).toHaveCount(0);

  await showTab(ada, "Signals");
  const rows = desk(ada).locator(".virtual-rows tbody tr");
  await expect
    .poll(
      async () => {
        if ((await rows.count()) === 0) await showTab(ada, "Deployments").then(() => showTab(ada, "Signals"));
        return rows.count();
      },
      { timeout: 120_000, intervals: [2_000] },
    )
    .toBeGreaterThan(5);
  // Nothing is open in her window: it says what to open.
  await expect(desk(ada).locator('[data-without="not-open"]')).toContainText(
    "Open the one that Twelve-one momentum was published from (cell a81cq0 defines it)",
  );
  await expectNoViolations(ada);
  await expectBacktestsWeights(serving, await serving.tokenOf("otto", "operator"), author.userData);

  // In the author's, the notebook is: its backtest is run here, and stands beside each set that the server keeps.
  await serving.takeBar("US0001", "2024-03-01", 101);
  await showTab(window, "Signals");
  const verdict = desk(window).locator(".signal-verdict");
  await expect(verdict).toContainText("values are the same to the last bit", { timeout: 120_000 });
  await expect(desk(window).locator('[data-equal="false"]')).toHaveCount(0);
  // A server that is wrong, by one bit of one weight, and has noticed it by itself.
  proxy.beWrong();
  await press(desk(window), "Compare again");
  await expect(verdict).toContainText(/1 of \d+ values differ/, { timeout: 120_000 });
  await desk(window).getByLabel("Only those that differ").check();
  await expect(desk(window).locator(".virtual-rows tbody tr")).toHaveCount(1);
  await expect(desk(window).locator(".virtual-rows tbody tr")).toContainText("differs, 1 ulp");
  await expectNoViolations(window);
  await window.screenshot({ path: join(screenshots, "publish-signals.png") });
  await window.keyboard.press("Escape");
  await runCommand(window, "Show deployments");
  await expect(version(window, 1, "live").locator("[data-skew]")).toContainText(
    "Version 1 does not give what was tested.",
  );
  await expectNoViolations(window);

  // A second version: its code stands beside the live one, and one press with a confirmation takes it back.
  await window.keyboard.press("Escape");
  await replaceSource(author, "a81cq0", SECOND);
  await window.keyboard.press("Escape");
  await window.keyboard.press("ControlOrMeta+Shift+Enter");
  await expectState(window, "c47n2d", "done", 120_000);
  await window.getByRole("button", { name: "Publish", exact: true }).click();
  await press(wizard, "Run the checks");
  await expect(wizard.locator('[data-gate="passed"]')).toBeVisible({ timeout: 200_000 });
  if (backend === embedded) {
    await setLanguage(window, "한국어");
    await window.getByRole("button", { name: "게시", exact: true }).click();
    await expect(wizard.locator('[data-gate="passed"]')).toBeVisible();
    await expectGoodKorean(window);
    await window.screenshot({ path: test.info().outputPath("gate-ko.png") });
    await setLanguage(window, "English");
    await window.getByRole("button", { name: "Publish", exact: true }).click();
  }
  await press(wizard, "Sign and upload");
  await expect(wizard).toContainText(`Version 2 of ${STRATEGY} is on the server.`, { timeout: 200_000 });
  await press(wizard, "Done");
  await showTab(ada, "Approvals");
  await expect(desk(ada).locator('.diff-line[data-kind="added"]')).toContainText("param.percent(20)", {
    timeout: 60_000,
  });
  await expect(desk(ada).locator('.diff-line[data-kind="removed"]')).toContainText("param.percent(10)");
  await expectNoViolations(ada);
  // Whoever decides before that is told that the strategy has changed since.
  await expect(desk(ada)).toContainText(RECOMPUTED, { timeout: 120_000 });
  if (backend === embedded) await lookInKorean(ada, "승인 대기", "시그널", "감사 기록", "전송 대기", "서버");
  await press(desk(ada), "Approve");
  await press(desk(ada), "Show deployments");
  await press(desk(ada), "Bring into shadow");
  await press(desk(ada), "Give 1%");
  await expect(version(ada, 2, "canary")).toBeVisible();
  if (backend === embedded) {
    await lookInKorean(ada, "배포");
    await showTab(ada, "Deployments");
  }
  await press(desk(ada), "Roll back");
  await press(desk(ada), "Withdraw version 2; version 1 stays live");
  await expect(version(ada, 2, "superseded")).toContainText("No reason was given.");
  await expect(version(ada, 1, "live")).toBeVisible();

  await showTab(ada, "Audit trail");
  await expect(desk(ada).getByRole("status").filter({ hasText: "The log is whole" })).toBeVisible();
  await desk(ada).getByRole("searchbox").fill("late prices");
  await expect(desk(ada).locator(".virtual-rows tbody tr")).toHaveCount(1);
  await expect(desk(ada).locator(".virtual-rows tbody tr")).toContainText("ada");
  await expectNoViolations(ada);

  // Without the server what was known stays, nothing can be changed, and what is signed waits.
  await serving.stop();
  proxy.stop();
  serving = undefined;
  await showTab(ada, "Deployments");
  await expect(desk(ada)).toContainText("The server cannot be reached.", { timeout: 60_000 });
  await expect(version(ada, 1, "live")).toBeVisible();
  await expect(desk(ada).getByRole("button", { name: "Halt", exact: true })).toBeDisabled();
  await expectNoViolations(ada);
  await window.keyboard.press("Escape");
  await window.getByRole("button", { name: "Publish", exact: true }).click();
  await press(wizard, "Run the checks");
  await expect(wizard.locator('[data-gate="passed"]')).toBeVisible({ timeout: 200_000 });
  await press(wizard, "Sign and upload");
  await expect(wizard).toContainText("It is signed and waits in the queue.", { timeout: 60_000 });
  await press(wizard, "Show the queue");
  await expect(desk(window).locator('[data-queued="waiting"]')).toContainText(STRATEGY);
};

for (const backend of backends)
  test(`an author publishes, another person approves, and an operator brings it live, step by step, on ${backend.name}`, () =>
    story(backend));
