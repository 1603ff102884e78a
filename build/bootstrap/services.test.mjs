import { expect, it, vi } from "vitest";
import { provideServices } from "./services.mjs";

/** @param {() => Promise<void>} act */
const saidIn = async (act) => {
  let said = "";
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
  await act().finally(() => spy.mockRestore());
  return said;
};

/** A service that is there once it was installed, if it can be. @param {string} name */
const service = (name, isThere = false) => {
  const state = { isThere };
  return { name, package: `${name}-server`, isThere: () => state.isThere, state };
};

it("installs what is missing, and says nothing more when it is there", async () => {
  const [there, missing] = [service("One", true), service("Two")];
  /** @type {string[]} */
  const installed = [];
  const said = await saidIn(() =>
    provideServices({
      services: [there, missing],
      canInstall: true,
      install: async (services) => {
        for (const each of services) installed.push(each.package);
        missing.state.isThere = true;
      },
    }),
  );
  expect(installed).toEqual(["Two-server"]);
  expect(said).toContain("Two missing");
  expect(said).not.toContain("skipped");
});

it.each([
  ["without the network", true],
  ["as an ordinary user", false],
])("%s says what is missing and goes on", async (_title, canInstall) => {
  const install = vi.fn(async () => {});
  const said = await saidIn(() =>
    provideServices({ services: [service("One"), service("Two")], canInstall, install }),
  );
  expect(install).toHaveBeenCalledTimes(canInstall ? 1 : 0);
  expect(said).toContain("no One, no Two here: tests that need it are skipped");
  expect(said).toContain("apt-get install -y --no-install-recommends One-server Two-server");
});

it("says nothing where all is there", async () => {
  expect(await saidIn(() => provideServices({ services: [service("One", true)] }))).toBe("");
});
