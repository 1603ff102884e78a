import { defineConfig } from "vitest/config";

// One time zone for every run; `npm test` repeats the date-sensitive zones in America/New_York.
process.env.TZ ??= "Asia/Seoul";

export default defineConfig({
  test: {
    include: ["{wire,engine,store,kernel,main,renderer,cli,sample-data,build}/**/*.test.{ts,tsx,mjs}"],
    testTimeout: 30_000,
    reporters: ["default"],
  },
});
