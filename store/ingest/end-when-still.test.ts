import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { endWhenStill, patienceFor } from "./end-when-still.ts";

/** Work that ends when told, with a sign that is moved by hand. */
const prepare = () => {
  let finish: (value: string) => void = () => {};
  const work = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const state = { sign: "0", beats: 0 };
  const watched = endWhenStill(() => work, {
    doing: "Counting",
    sign: () => state.sign,
    beat: () => state.beats++,
    patienceMs: 1_000,
  });
  const outcome = watched.then(
    (value) => value,
    (error) => `${error.code}: ${error.message}`,
  );
  return { state, outcome, finish: (value: string) => finish(value) };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("work that moves goes on for as long as it likes, and beats", async () => {
  const { state, outcome, finish } = prepare();
  for (let second = 1; second <= 60; second++) {
    state.sign = String(second);
    vi.advanceTimersByTime(1_000);
  }
  finish("done");
  expect(await outcome).toBe("done");
  expect(state.beats).toBe(240);
});

it("work that stands still is given up with a sentence that says what to do, and beats no more", async () => {
  const { state, outcome } = prepare();
  vi.advanceTimersByTime(10_000);
  expect(await outcome).toMatch(
    /^too-slow: Counting made no progress for 1 seconds and was ended\. .*Try again/,
  );
  expect(state.beats).toBe(3);
  expect(vi.getTimerCount()).toBe(0);
});

it("nothing is watched any more once the work has ended", async () => {
  const { outcome, finish } = prepare();
  finish("done");
  await outcome;
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
});

it("a gigabyte may stand still for longer than a small file", () => {
  expect(patienceFor(0)).toBe(180_000);
  expect(patienceFor(1e9)).toBe(300_000);
});

it("a query of DuckDB that never ends is given up though the process lives", async () => {
  vi.useRealTimers();
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  const endless = connection.run(
    "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n FROM t) SELECT count(*) FROM t",
  );
  let beats = 0;
  const watched = endWhenStill(() => endless, {
    doing: "Reading",
    sign: () => String(connection.progress.rows_processed),
    beat: () => beats++,
    patienceMs: 750,
  });
  await expect(watched).rejects.toMatchObject({ code: "too-slow" });
  expect(beats).toBeGreaterThan(0);
  connection.interrupt();
  await expect(endless).rejects.toThrow(/interrupt/i);
  connection.closeSync();
  instance.closeSync();
});
