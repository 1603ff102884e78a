import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { computeIntegrity, hasIntegrity } from "./integrity.mjs";

const folder = mkdtempSync(join(tmpdir(), "asof-integrity-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** SHA-512 of "abc": FIPS 180-4's own example. */
const ABC = "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";

it("gives the digest a lock file would name", async () => {
  writeFileSync(join(folder, "abc"), "abc");
  expect(await computeIntegrity(join(folder, "abc"))).toBe(ABC);
});

it("refuses a file with one changed byte", async () => {
  writeFileSync(join(folder, "abd"), "abd");
  expect(await hasIntegrity(join(folder, "abc"), ABC)).toBe(true);
  expect(await hasIntegrity(join(folder, "abd"), ABC)).toBe(false);
});

it("reads a file longer than one chunk whole, telling how far it is", async () => {
  writeFileSync(join(folder, "long"), Buffer.alloc((1 << 20) + 7));
  /** @type {number[]} */
  const told = [];
  await computeIntegrity(join(folder, "long"), (bytes) => told.push(bytes));
  expect(told.at(-1)).toBe((1 << 20) + 7);
});
