import { defineConfig } from "@playwright/test";

// Real Electron, one at a time: two of them on a small machine make each other's times meaningless.
export default defineConfig({
  testDir: "e2e",
  outputDir: process.env.ASOF_TEST_RESULTS ?? "test-results",
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: { trace: "retain-on-failure" },
  projects: [
    { name: "app" },
    // The same escapes again as an ordinary user, when root started the tests and so had to switch the sandbox off.
    { name: "sandboxed", testMatch: "sandboxed/**/*.spec.ts" },
  ],
});
