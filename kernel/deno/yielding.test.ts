import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { yieldings, yieldingWords } from "./yielding.ts";

const SHOW =
  "const s = require('fs').readFileSync('/proc/self/status', 'utf8'); process.stdout.write(JSON.stringify([os.getPriority(), /list:\\s*(\\S+)/.exec(s)[1]]))";

it.skipIf(process.platform !== "linux")("a process yields in the way that was asked for", () => {
  const shown = yieldings.map((yielding) => {
    const [program, ...words] = [...yieldingWords(yielding), process.execPath, "-e", SHOW];
    return JSON.parse(execFileSync(program!, words, { encoding: "utf8" })) as [number, string];
  });
  const [nice, apart] = shown;
  expect([nice![0], apart![0]]).toEqual([19, 19]);
  expect(shown.length).toBe(3);
  // With one processor there is none to leave alone.
  if (nice![1] !== "0") expect(apart![1]).not.toMatch(/^0(-|,|$)/);
});
