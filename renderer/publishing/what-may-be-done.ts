import type { Connection } from "../../main/contract/publish-calls.ts";
import { canaryShares, type Strategy, type Version } from "../../serving/contract/lifecycle.ts";
import type { Role } from "../../serving/contract/roles.ts";
import { standingOf } from "./standing-of.ts";

/**
 * Why something cannot be done now, said before a server is asked. The server decides: what it refuses for another
 * reason is shown as it says it.
 */
export type Refusal =
  | "offline"
  | "refused"
  | "ended"
  | "not-approver"
  | "not-operator"
  | "own-bundle"
  | "not-awaiting"
  | "not-approved"
  | "candidate-in-the-way"
  | "halted"
  | "not-halted"
  | "same-share"
  | "share-too-far"
  | "not-canary"
  | "nothing-before"
  | "nothing-before-halted"
  | "in-traffic";

type CanaryShare = (typeof canaryShares)[number];

const connectionRefusal = (
  connection: Connection,
  role: Role,
  otherwise: "not-approver" | "not-operator",
): Refusal | null => {
  const standing = standingOf(connection);
  if (standing === "refused" || standing === "ended") return standing;
  if (standing !== "online") return "offline";
  return connection.roles.includes(role) ? null : otherwise;
};

/** Four eyes: whoever uploaded or signed a bundle does not judge it. */
export const judgeRefusal = (connection: Connection, version: Version): Refusal | null => {
  const { subject } = connection;
  if (version.state !== "checked") return "not-awaiting";
  if (subject !== null && (subject === version.author || subject === version.signedBy)) return "own-bundle";
  return connectionRefusal(connection, "approver", "not-approver");
};

/** A bundle whose figures the server got otherwise is not approved; it can be rejected. */
export const isApprovable = ({ recomputed }: Version): boolean => recomputed?.outcome !== "differs";

const operate = (connection: Connection): Refusal | null =>
  connectionRefusal(connection, "operator", "not-operator");

/** The version on its way to be live. */
export const candidateOf = ({ versions }: Strategy): Version | null =>
  versions.find(({ state }) => state === "shadow" || state === "canary") ?? null;

export const liveOf = ({ versions }: Strategy): Version | null =>
  versions.find(({ state }) => state === "live") ?? null;

/** Where a rollback leads: it withdraws the candidate, or brings back the version that was live before. */
export const rollbackTarget = (
  strategy: Strategy,
): { readonly withdrawn: Version; readonly restored: Version | null } | null => {
  const candidate = candidateOf(strategy);
  if (candidate) return { withdrawn: candidate, restored: liveOf(strategy) };
  const live = liveOf(strategy);
  if (!live) return null;
  const before = strategy.before
    .toReversed()
    .map((number) => strategy.versions.find(({ version }) => version === number))
    .find((version) => version?.state === "superseded");
  return before ? { withdrawn: live, restored: before } : null;
};

export const shadowRefusal = (
  connection: Connection,
  strategy: Strategy,
  version: Version,
): Refusal | null => {
  if (version.state !== "approved") return "not-approved";
  if (strategy.halt) return "halted";
  if (candidateOf(strategy)) return "candidate-in-the-way";
  return operate(connection);
};

/** The greatest share that a candidate may be given now: one step more than it has. */
export const nextShare = ({ share }: Version): CanaryShare =>
  canaryShares.find((step) => step > share) ?? canaryShares[canaryShares.length - 1]!;

export const shareRefusal = (
  connection: Connection,
  strategy: Strategy,
  version: Version,
  share: CanaryShare,
): Refusal | null => {
  if (strategy.halt) return "halted";
  if (share === version.share) return "same-share";
  if (share > nextShare(version)) return "share-too-far";
  return operate(connection);
};

export const promoteRefusal = (
  connection: Connection,
  strategy: Strategy,
  version: Version,
): Refusal | null => {
  if (strategy.halt) return "halted";
  if (version.state !== "canary") return "not-canary";
  if (version.share < canaryShares[canaryShares.length - 1]!) return "share-too-far";
  return operate(connection);
};

/** Whoever has nothing to go back to is told to halt, unless that was done. */
export const rollbackRefusal = (connection: Connection, strategy: Strategy): Refusal | null => {
  if (rollbackTarget(strategy)) return operate(connection);
  return strategy.halt ? "nothing-before-halted" : "nothing-before";
};

export const haltRefusal = (connection: Connection, strategy: Strategy): Refusal | null =>
  strategy.halt ? "halted" : operate(connection);

export const resumeRefusal = (connection: Connection, strategy: Strategy): Refusal | null =>
  strategy.halt ? operate(connection) : "not-halted";

const RETIRABLE: readonly Version["state"][] = ["checked", "approved", "live", "superseded"];

export const retireRefusal = (connection: Connection, version: Version): Refusal | null =>
  RETIRABLE.includes(version.state) ? operate(connection) : "in-traffic";

/** A version that awaits a judgement. */
export interface Awaiting {
  readonly strategy: Strategy;
  readonly version: Version;
}

/** All that awaits approval, those the reader may judge first. */
export const awaitingOf = (
  connection: Connection | null,
  strategies: readonly Strategy[],
): readonly Awaiting[] => {
  const all = strategies.flatMap((strategy) =>
    strategy.versions
      .filter(({ state }) => state === "checked")
      .map((version): Awaiting => ({ strategy, version })),
  );
  const isMine = ({ version }: Awaiting) =>
    connection !== null && judgeRefusal(connection, version) === null ? 0 : 1;
  return all.toSorted((a, b) => isMine(a) - isMine(b));
};
