import type { Strategy, Version } from "../contract/lifecycle.ts";
import { candidateVersion, liveVersion, versionBefore } from "./strategy-state.ts";

/** The versions of a strategy that are run: in traffic or in shadow, and the one that a rollback leads to. */
export const wantedVersions = (strategy: Strategy): readonly Version[] =>
  [liveVersion(strategy), candidateVersion(strategy), versionBefore(strategy)].filter(
    (version) => version !== undefined,
  );
