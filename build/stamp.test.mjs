import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  exactFingerprint,
  forgetStamp,
  isStamped,
  listFiles,
  quickFingerprint,
  writeStamp,
} from "./stamp.mjs";

let root = "";
const STAMP = "stamp-under-test";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "asof-stamp-"));
  mkdirSync(join(root, "a"));
  writeFileSync(join(root, "a", "one.ts"), "1");
  writeFileSync(join(root, "a", "one.test.ts"), "t");
  writeFileSync(join(root, "b.json"), "{}");
});
afterEach(() => {
  forgetStamp(STAMP);
  rmSync(root, { recursive: true });
});

it("lists files of folders in a fixed order, without what is skipped or missing", () => {
  expect(listFiles(["b.json", "a", "gone"], { root, skip: (path) => path.endsWith(".test.ts") })).toEqual([
    "b.json",
    "a/one.ts",
  ]);
});

it("the exact fingerprint follows content and name, never time", () => {
  const before = exactFingerprint(["b.json"], root);
  utimesSync(join(root, "b.json"), 1, 1);
  expect(exactFingerprint(["b.json"], root)).toBe(before);
  writeFileSync(join(root, "b.json"), "[]");
  expect(exactFingerprint(["b.json"], root)).not.toBe(before);
});

it("the exact fingerprint tells where one file ends and the next begins", () => {
  writeFileSync(join(root, "x"), "ab");
  writeFileSync(join(root, "y"), "c");
  const before = exactFingerprint(["x", "y"], root);
  writeFileSync(join(root, "x"), "a");
  writeFileSync(join(root, "y"), "bc");
  expect(exactFingerprint(["x", "y"], root)).not.toBe(before);
});

it("the quick fingerprint notices a change of time", () => {
  const before = quickFingerprint(["b.json"], root);
  utimesSync(join(root, "b.json"), 1, 1);
  expect(quickFingerprint(["b.json"], root)).not.toBe(before);
});

it("a touched but equal file is still as stamped; a changed one is not; a forgotten stamp is none", () => {
  const file = join(root, "b.json");
  expect(isStamped(STAMP, [file])).toBe(false);
  writeStamp(STAMP, [file]);
  expect(isStamped(STAMP, [file])).toBe(true);
  utimesSync(file, 1, 1);
  expect(isStamped(STAMP, [file])).toBe(true);
  writeFileSync(file, "[]");
  expect(isStamped(STAMP, [file])).toBe(false);
  writeStamp(STAMP, [file]);
  forgetStamp(STAMP);
  expect(isStamped(STAMP, [file])).toBe(false);
});
