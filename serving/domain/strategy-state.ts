import type { Strategy, Version, VersionState } from "../contract/lifecycle.ts";

/** A strategy that nobody has uploaded to yet. */
export const emptyStrategy = (id: string, desk: string): Strategy => ({
  id,
  desk,
  revision: 0,
  versions: [],
  before: [],
  halt: null,
});

/** From the check on and as long as it is not live, a version's figures are what somebody decides by. */
export const recomputedStates: readonly VersionState[] = ["checked", "approved", "shadow", "canary"];

export const findVersion = (strategy: Strategy, version: number): Version | undefined =>
  strategy.versions.find((each) => each.version === version);

/** The version that has the traffic, but for a canary's part of it. */
export const liveVersion = ({ versions }: Strategy): Version | undefined =>
  versions.find(({ state }) => state === "live");

/** The version on its way to be live. */
export const candidateVersion = ({ versions }: Strategy): Version | undefined =>
  versions.find(({ state }) => state === "shadow" || state === "canary");

/** Where a rollback of the live version leads: the last that was live before it and is not retired. */
export const versionBefore = (strategy: Strategy): Version | undefined =>
  strategy.before
    .toReversed()
    .map((version) => findVersion(strategy, version))
    .find((version) => version?.state === "superseded");
