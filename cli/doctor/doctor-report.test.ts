import { expect, test } from "vitest";
import { type DoctorFacts, findAll, printFindings } from "./doctor-report.ts";

const well: DoctorFacts = {
  asofVersion: "0.1.0",
  nodeVersion: "20.19.0",
  platform: "linux-x64",
  isRoot: false,
  denoVersion: "2.9.6",
  electron: { version: "45.4.1", isFallback: false },
  deep: null,
  store: { ok: true, path: "/s", sizeBytes: 1_048_576, duckdbVersion: "v1.5", isHealthy: true },
};

test("a healthy machine has nothing to note", () => {
  expect(findAll(well).every(({ isWell }) => isWell)).toBe(true);
});

test.each<[string, Partial<DoctorFacts>, string]>([
  ["root", { isRoot: true }, "Window sandbox"],
  ["no Electron", { electron: null }, "Electron"],
  ["no Deno", { denoVersion: null }, "Headless kernel"],
  ["no store", { store: { ok: false, message: "none" } }, "Store"],
  ["a damaged store", { store: { ...well.store, isHealthy: false } as DoctorFacts["store"] }, "Store"],
])("%s is noted with what to do next", (_name, change, topic) => {
  const noted = findAll({ ...well, ...change }).filter(({ isWell }) => !isWell);
  expect(noted.map((finding) => finding.topic)).toEqual([topic]);
  expect(noted[0]?.advice).toBeTruthy();
});

test("the fallback Electron says that it is not for production use", () => {
  const text = printFindings(findAll({ ...well, electron: { version: "33.2.1", isFallback: true } }));
  expect(text).toContain("not for production use");
});
