import { expect, it } from "vitest";
import type { Strategy, Version } from "../contract/lifecycle.ts";
import { chooseVersion } from "./choose-version.ts";

const version = (number: number, state: Version["state"], share: number): Version => ({
  version: number,
  digest: String(number).repeat(64),
  author: "ann",
  signedBy: null,
  state,
  share,
  approver: "ada",
  reason: null,
  statement: null,
  recomputed: null,
  skew: null,
});
const strategyAt = (share: number): Strategy => ({
  id: "momentum",
  desk: "equities",
  revision: 9,
  versions: [version(1, "live", 100), version(2, share === 0 ? "shadow" : "canary", share)],
  before: [],
  halt: null,
});
const callers = Array.from({ length: 4000 }, (_, k) => `caller-${k}`);
const inCanary = (share: number) =>
  callers.filter((caller) => chooseVersion(strategyAt(share), caller)?.version === 2);

it("V7: a canary gets its share of the callers, and none in shadow", () => {
  expect(inCanary(0)).toEqual([]);
  for (const share of [1, 5, 25, 50]) {
    const part = (inCanary(share).length / callers.length) * 100;
    // Four standard deviations of a binomial share of 4,000 callers.
    expect(Math.abs(part - share)).toBeLessThan(4 * Math.sqrt((share * (100 - share)) / callers.length));
  }
});

it("V7: who is in a small canary is in a greater one", () => {
  const small = inCanary(5);
  const greater = new Set(inCanary(25));
  expect(small.filter((caller) => !greater.has(caller))).toEqual([]);
});
