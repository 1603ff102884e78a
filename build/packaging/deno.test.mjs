import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listDenoFaults } from "./deno.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "asof-packaged-"));
  mkdirSync(join(folder, "deno"));
  writeFileSync(join(folder, "installed"), "a program");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (/** @type {string} */ text, mode = 0o755) => {
  writeFileSync(join(folder, "deno", "deno"), text);
  chmodSync(join(folder, "deno", "deno"), mode);
};
const faults = () => listDenoFaults(folder, join(folder, "installed"));

it("finds nothing wrong with the Deno that was installed", async () => {
  put("a program");
  expect(await faults()).toEqual([]);
});

it("names a Deno that is missing, cannot run, or has another byte", async () => {
  expect(await faults()).toEqual(["no Deno beside the archive"]);
  put("a prograM");
  expect(await faults()).toEqual(["Deno is not the one that was installed"]);
  put("a program", 0o600);
  expect(await faults()).toEqual(["Deno cannot be executed"]);
});
