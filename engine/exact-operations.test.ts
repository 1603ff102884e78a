import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = dirname(fileURLToPath(import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|(^|\/)testing\//.test(file));

/** Code alone: what a comment or a text says calls nothing. */
const codeOf = (file: string): string =>
  readFileSync(join(folder, file), "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, "")
    .replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');

/** `Math` has these, and no two machines need agree on them; what is exact or whole may be used. */
const INEXACT =
  /\bMath\s*(?:\.\s*(?:a?cosh?|a?sinh?|a?tanh?|atan2|cbrt|expm1|exp|hypot|log1p|log10|log2|log|pow|random)\b|\[)/;

test("the engine is there to be read", () => expect(sources.length).toBeGreaterThan(250));

test.each<[string, RegExp]>([
  ["asks no clock", /\bDate\b|\bperformance\s*\.|\bTemporal\b/],
  ["draws nothing that has no seed, and nothing by Math's inexact functions", INEXACT],
  // A written power of two and whole numbers of any size are exact.
  [
    "raises nothing by an operator whose bits may differ",
    /(?<!\b2 )\*\*(?! BigInt\()|\*\*(?! -?\d| BigInt\()/,
  ],
  [
    "waits for nothing and starts nothing",
    /\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\bfetch\s*\(/,
  ],
  ["asks no language or place", /\bIntl\b|\.toLocale\w+|\.localeCompare\b/],
])("[E81] the engine %s", (_, forbidden) => {
  expect(sources.filter((file) => forbidden.test(codeOf(file)))).toEqual([]);
});
