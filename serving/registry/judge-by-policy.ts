import type { Strategy } from "../contract/lifecycle.ts";
import { evidenceThatCounts } from "../contract/recomputation.ts";
import type { Command } from "../domain/command.ts";
import { judgeEvidence } from "../domain/judge-evidence.ts";
import { judgeRecomputation } from "../domain/judge-recomputation.ts";
import { findVersion } from "../domain/strategy-state.ts";
import type { Queries } from "./database.ts";
import { readRegistry } from "./registry.ts";

/** What stands against the version that a command names, asked within the command's transaction. */
export type Judge = (queries: Queries, strategy: Strategy, command: Command) => Promise<readonly string[]>;

/** The steps that bring a version further. Nobody is kept from taking one back. */
const FORWARD: readonly Command["kind"][] = ["check", "approve", "deploy", "share", "promote"];

/** Holds a version's evidence against its desk's policy as it is at the command's turn: none comes in between. */
export const judgeByPolicy: Judge = async (queries, strategy, command) => {
  if (!FORWARD.includes(command.kind) || !("version" in command)) return [];
  const version = findVersion(strategy, command.version);
  if (!version) return [];
  const reader = readRegistry(queries);
  const bundle = await reader.bundle(version.digest);
  if (!bundle) return [`the registry does not have its bundle ${version.digest}`];
  const { policy } = await reader.policy(strategy.desk);
  const { recomputed } = version;
  const problems = judgeEvidence(policy, evidenceThatCounts(bundle.evidence, recomputed));
  // The backtest is run after the check, so that nobody who uploads waits for it.
  return command.kind === "check" ? problems : [...problems, ...judgeRecomputation(policy, recomputed)];
};
