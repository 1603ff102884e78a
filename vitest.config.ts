import { defineConfig } from "vitest/config";
import { engineKernels } from "./build/bundle/engine-kernels.mjs";

// One time zone for every run; `npm test` repeats the date-sensitive zones in America/New_York.
process.env.TZ ??= "Asia/Seoul";

export default defineConfig({
  plugins: [engineKernels()],
  test: {
    include: ["{wire,engine,store,kernel,main,renderer,cli,sample-data,build}/**/*.test.{ts,tsx,mjs}"],
    testTimeout: 30_000,
    reporters: ["default"],
  },
});
