import { afterEach, describe, expect, it, vi } from "vitest";
import { atMostEvery } from "./at-most-every.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("news that come faster than anybody reads", () => {
  it("E9: the first is told at once, then the latest, once in a while, and the last one always", () => {
    vi.useFakeTimers();
    const told: number[] = [];
    const tell = atMostEvery<number>(200, (value) => told.push(value));
    for (let value = 0; value < 100; value++) {
      tell(value);
      vi.advanceTimersByTime(10);
    }
    expect(told).toEqual([0, 19, 39, 59, 79, 99]);
    vi.advanceTimersByTime(1_000);
    expect(told).toHaveLength(6);
    tell(100);
    expect(told.at(-1)).toBe(100);
  });
});
