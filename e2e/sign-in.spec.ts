import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import {
  type IdentityProviderDouble,
  identityProviderDouble,
} from "../serving/testing/identity-provider-double.ts";
import { embedded } from "./support/backends.ts";
import { launchSample, projectFolder, type RunningApp } from "./support/launch.ts";
import { type Serving, startServing } from "./support/serving.ts";

const screenshots = join(projectFolder, "docs", "screenshots");

let provider: IdentityProviderDouble | undefined;
let serving: Serving | undefined;
let app: RunningApp | undefined;
test.afterEach(async () => {
  await app?.close();
  await serving?.stop();
  await provider?.close();
});

const expectNoViolations = async (window: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page: window }).include(".dialog").setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
};
const openServers = async (window: Page, name: string): Promise<void> => {
  await window.keyboard.press("ControlOrMeta+Shift+P");
  await expect(window.getByRole("combobox")).toBeFocused();
  await window.keyboard.insertText(name);
  await window.keyboard.press("Enter");
};

test("Q5: a person signs in by a code, is known to the server, and is told when the sign-in has ended", async () => {
  test.setTimeout(180_000);
  provider = await identityProviderDouble({ roles: ["author", "approver"] });
  const oidc = {
    OIDC_ISSUER: provider.issuer,
    OIDC_AUDIENCE: "asof-serving",
    OIDC_CLIENT_ID: provider.signIn.clientId,
  };
  serving = await startServing(undefined, {
    ...embedded,
    start: async () => {
      const { environment, stop } = await embedded.start();
      return { environment: { ...environment, ...oidc }, stop };
    },
  });
  app = await launchSample("twelve-one-momentum");
  const { electron, window } = app;
  // No browser opens in a test: what would be opened is kept.
  await electron.evaluate(({ shell }) => {
    const kept = globalThis as { opened?: string };
    shell.openExternal = async (address) => {
      kept.opened = address;
    };
  });
  await openServers(window, "Servers and signing key");
  const desk = window.locator(".desk");
  const form = desk.locator(".server-form");
  await form.getByLabel("Name").fill("Desk server");
  await form.getByLabel("Address").fill(serving.address);
  await form.getByLabel("Desk", { exact: true }).fill("equities");
  await expect(form).toContainText("This server takes people who sign in at 127.0.0.1");
  await form.getByRole("button", { name: "Sign in" }).click();
  const code = form.locator(".sign-in-code code");
  await expect(code).toHaveText(/^[0-9A-F]{8}$/);
  await expectNoViolations(window);
  await window.screenshot({ path: join(screenshots, "sign-in.png") });

  const userCode = (await code.textContent())!;
  await form.getByRole("button", { name: "Open in the browser" }).click();
  await expect(form).toContainText("Compare the code there with the one here.");
  expect(await electron.evaluate(() => (globalThis as { opened?: string }).opened)).toBe(
    `${provider.issuer}/activate?user_code=${userCode}`,
  );
  provider.decide(userCode, false);
  await expect(form).toContainText("The sign-in was refused in the browser.");
  await form.getByRole("button", { name: "Sign in" }).click();
  await expect(code).not.toHaveText(userCode);
  // Half of these tokens' life is over soon: the app asks for the next by itself.
  provider.ways.life = 4;
  provider.decide((await code.textContent())!, true, "mara");
  const online = desk.locator('.tabs-trailing [data-connection="online"]');
  await expect(online).toContainText("oidc:mara (author, approver)");
  await expect(form).toContainText("You are signed in at 127.0.0.1");
  await expectNoViolations(window);
  const refreshes = () => provider!.heard.filter((what) => what === "/token refresh_token").length;
  await expect.poll(refreshes, { timeout: 20_000 }).toBeGreaterThan(1);
  await expect(online).toBeVisible();

  await window.keyboard.press("Escape");
  await window.evaluate(() =>
    (
      globalThis as unknown as { asof: { invoke(name: string, input: object): Promise<unknown> } }
    ).asof.invoke("settings/change", { language: "ko" }),
  );
  await window.reload();
  await expect(window.locator("html")).toHaveAttribute("lang", "ko");
  await expect(window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
  provider.endSessions();
  await openServers(window, "서버와 서명 키");
  await expect(form).toContainText("로그인이 끝났습니다. 다시 로그인하십시오.", { timeout: 20_000 });
  await expect(desk.locator('[data-connection="refused"]').first()).toBeVisible();
  await expectNoViolations(window);
  await window.screenshot({ path: test.info().outputPath("sign-in-ended-ko.png") });
  await form.getByRole("button", { name: "로그아웃" }).click();
  await expect(form).toContainText("로그아웃했습니다.");
  await expect(form.getByRole("button", { name: "로그아웃" })).toHaveCount(0);
});
