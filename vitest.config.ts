import { defineConfig } from "vitest/config";
import { engineKernels } from "./build/bundle/engine-kernels.mjs";

// One time zone for every run; `npm test` repeats the date-sensitive zones in America/New_York.
process.env.TZ ??= "Asia/Seoul";

/** Tests that start processes of their own for every core, or that hold something to a time: one file after the other. */
const ALONE = [
  "store/ingest/testing/**",
  "store/query/service/**",
  "store/browse/search-instruments*",
  "store/ingest/spawn-staging*",
  "kernel/shells/**",
  "cli/parallel/**",
];

const all = "{wire,engine,store,kernel,main,renderer,cli,sample-data,build}/**/*.test.{ts,tsx,mjs}";
const files = (names: readonly string[]) =>
  names.map((name) => `${name}.test.{ts,tsx,mjs}`.replace("**.", "**/*."));

/** What this run leaves out. An option of the command line would not reach the projects below. */
const leftOut = (process.env.ASOF_LEAVE_OUT ?? "").split(",").filter((pattern) => pattern !== "");

/** Long enough for a machine that has other work: a test that hangs is still found. */
const patience = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  plugins: [engineKernels()],
  test: {
    reporters: ["default"],
    projects: [
      {
        extends: true,
        test: {
          name: "together",
          include: [all],
          exclude: [...files(ALONE), ...leftOut],
          ...patience,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "alone",
          include: files(ALONE),
          exclude: leftOut,
          ...patience,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
