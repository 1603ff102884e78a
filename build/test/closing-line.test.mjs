import { expect, it } from "vitest";
import { closingLine, judgeRunner, readFailures, readTally } from "./closing-line.mjs";

const vitest =
  " Test Files  1 failed | 4 passed (5)\n      Tests  2 failed | 40 passed | 1 skipped (43)\n   Duration  1.2s\n";

it.each([
  ["Vitest with failures", vitest, { passed: 40, failed: 2 }],
  [
    "Vitest in colour",
    "\u001b[2m      Tests \u001b[22m \u001b[32m12 passed\u001b[39m (12)\n",
    { passed: 12, failed: 0 },
  ],
  [
    "Playwright, all well",
    "Running 3 tests\n  ✓ 1 [app] › a.spec.ts\n\n  3 passed (9.1s)\n",
    { passed: 3, failed: 0 },
  ],
  [
    "Playwright with failures",
    "  1 failed\n    [app] › a.spec.ts:3:1 › 9 passed hurdles\n  2 did not run\n  4 passed (1.2m)\n",
    { passed: 4, failed: 3 },
  ],
  ["Playwright with a flaky test", "  1 flaky\n  2 passed (1s)\n", { passed: 2, failed: 1 }],
  ["a runner that said nothing", "", { passed: 0, failed: 0 }],
])("reads the closing lines of %s", (_title, output, tally) => {
  expect(readTally(output)).toEqual(tally);
});

it("a runner that broke without counting a failure has failed", () => {
  expect(judgeRunner({ code: 1, output: "      Tests  5 passed (5)\n" })).toMatchObject({
    passed: 5,
    failed: 1,
  });
});

it("a runner that ran nothing proves nothing", () => {
  expect(judgeRunner({ code: 0, output: "No test files found\n" })).toMatchObject({ passed: 0, failed: 1 });
});

it("tells the name and the reason of each failed test", () => {
  const said = [
    " \u001b[31mFAIL\u001b[39m  a.test.ts > adds\nAssertionError: 1 is not 2\n",
    " FAIL  b.test.ts > takes\nError: gone\n",
    "  1) [app] › c.spec.ts:3:1 › opens\n\n    Error: no window\n",
    "  2 passed (1s)\n",
  ].join("");
  const told = readFailures(said);
  expect(told).toHaveLength(3);
  expect(told[0]).toBe(" FAIL  a.test.ts > adds\nAssertionError: 1 is not 2");
  expect(told[2]).toMatch(/opens\n\n {4}Error: no window/);
  expect(readFailures("  40 passed\n")).toEqual([]);
});

it("sums all runners in one plain line", () => {
  const tallies = [
    { passed: 40, failed: 2 },
    { passed: 3, failed: 0 },
  ];
  expect(closingLine(tallies)).toBe("43 passed, 2 failed");
});
