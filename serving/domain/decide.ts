import { canaryShares, type Strategy, type Version, type VersionState } from "../contract/lifecycle.ts";
import type { Recomputation } from "../contract/recomputation.ts";
import type { Skew } from "../contract/skew.ts";
import { type Actor, type Command, commandRoles } from "./command.ts";
import { accept, type Decision, refuse } from "./decision.ts";
import {
  candidateVersion,
  findVersion,
  liveVersion,
  recomputedStates,
  versionBefore,
} from "./strategy-state.ts";

/**
 * What a command means for a strategy as it is now. Changes nothing: `evolve` does, event by event.
 *
 * @param problems what the desk's policy, as it is now, holds against the version that the command names
 */
export const decide = (
  strategy: Strategy,
  command: Command,
  actor: Actor,
  problems: readonly string[],
): Decision => {
  const role = commandRoles[command.kind];
  if (!actor.roles.includes(role)) return refuse("wrong-role", `Only the role ${role} may ${command.kind}.`);
  switch (command.kind) {
    case "upload":
      return decideUpload(strategy, command, actor);
    case "halt":
      if (strategy.halt) return refuse("halted", `${strategy.id} is halted already: ${strategy.halt.reason}`);
      return accept({ kind: "halted", by: actor.subject, reason: command.reason });
    case "resume":
      if (!strategy.halt) return refuse("not-halted", `${strategy.id} is not halted.`);
      return accept({ kind: "resumed" });
    case "rollback":
      return decideRollback(strategy, command.reason);
    default:
      return decideForVersion(strategy, command, actor, problems);
  }
};

type Of<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;
type VersionCommand = Exclude<Command, Of<"upload" | "halt" | "resume" | "rollback">>;

const decideUpload = (strategy: Strategy, command: Of<"upload">, actor: Actor): Decision => {
  if (command.desk !== strategy.desk)
    return refuse("wrong-desk", `${strategy.id} belongs to the desk ${strategy.desk}.`);
  const known = strategy.versions.find(
    ({ digest, state }) => digest === command.digest && state !== "rejected" && state !== "retired",
  );
  if (known)
    return refuse("digest-known", `Version ${known.version} is this bundle already, and ${known.state}.`);
  const { digest, desk, signedBy } = command;
  const version = strategy.versions.length + 1;
  return accept({ kind: "uploaded", version, digest, author: actor.subject, signedBy, desk });
};

/** A rollback takes back the last step towards traffic: the candidate when there is one, or else the live version. */
const decideRollback = (strategy: Strategy, reason: string): Decision => {
  const candidate = candidateVersion(strategy);
  if (candidate) return accept({ kind: "withdrawn", version: candidate.version, reason });
  const live = liveVersion(strategy);
  if (!live)
    return refuse(
      "nothing-before",
      `No version of ${strategy.id} is in traffic, so there is nothing to undo.`,
    );
  const before = versionBefore(strategy);
  if (!before)
    return refuse(
      "nothing-before",
      `Version ${live.version} has none before it. Halt ${strategy.id} instead.`,
    );
  return accept({ kind: "rolled-back", version: live.version, restored: before.version, reason });
};

const decideForVersion = (
  strategy: Strategy,
  command: VersionCommand,
  actor: Actor,
  problems: readonly string[],
): Decision => {
  const version = findVersion(strategy, command.version);
  if (!version)
    return refuse("unknown-version", `${strategy.id} has no version ${command.version}; see its versions.`);
  const ifMet = (decision: Decision): Decision =>
    decision.ok && problems.length > 0 ? notMet(strategy, version, problems) : decision;
  switch (command.kind) {
    case "check":
      return fromStates(version, ["uploaded"], "checked", () =>
        accept(
          problems.length === 0
            ? { kind: "checked", version: version.version }
            : { kind: "check-failed", version: version.version, reason: problems.join("\n") },
        ),
      );
    case "approve":
      return ifMet(decideJudgement(version, command, actor));
    case "reject":
      return decideJudgement(version, command, actor);
    case "deploy":
      return ifMet(decideDeploy(strategy, version));
    case "share": {
      const shared = decideShare(strategy, version, command.share);
      return command.share > version.share ? ifMet(shared) : shared;
    }
    case "promote":
      return ifMet(decidePromotion(strategy, version));
    case "retire":
      return fromStates(version, ["checked", "approved", "live", "superseded"], "retired", () =>
        accept({ kind: "retired", version: version.version, reason: command.reason }),
      );
    case "report-skew":
      return decideSkew(version, command.skew);
    case "report-recomputed":
      return decideRecomputed(version, command.recomputed);
    case "breach":
      return decideBreach(strategy, version, command);
  }
};

/** A policy may have become stricter since the version was checked: it is asked anew at every step forward. */
const notMet = ({ desk }: Strategy, { version }: Version, problems: readonly string[]): Decision =>
  refuse(
    "policy-not-met",
    `Version ${version} does not meet the policy of the desk ${desk} as it is now: ${problems.join("; ")}. Publish a version that meets it, or have an administrator change the policy.`,
  );

/** Four eyes: who uploaded or signed a bundle does not judge it, and the judgement is of one digest. */
const decideJudgement = (version: Version, command: Of<"approve" | "reject">, actor: Actor): Decision =>
  fromStates(version, ["checked"], command.kind === "approve" ? "approved" : "rejected", () => {
    if (actor.subject === version.author || actor.subject === version.signedBy)
      return refuse("own-bundle", "Who uploaded or signed a bundle cannot judge it. Ask another approver.");
    if (command.digest !== version.digest)
      return refuse(
        "wrong-digest",
        `Version ${version.version} is the bundle ${version.digest}. Look at that.`,
      );
    const { digest, statement } = command;
    const facts = { version: version.version, digest, approver: actor.subject, statement };
    return accept(
      command.kind === "approve"
        ? { kind: "approved", ...facts }
        : { kind: "rejected", ...facts, reason: command.reason },
    );
  });

const decideDeploy = (strategy: Strategy, version: Version): Decision =>
  whileRunning(strategy, () =>
    fromStates(version, ["approved"], "deployed", () => {
      const candidate = candidateVersion(strategy);
      if (candidate)
        return refuse(
          "candidate-in-the-way",
          `Version ${candidate.version} is on its way to be live. Promote it or roll it back first.`,
        );
      return accept({ kind: "shadowed", version: version.version });
    }),
  );

/** A canary grows one step at a time and shrinks at will. */
const decideShare = (strategy: Strategy, version: Version, share: Of<"share">["share"]): Decision =>
  whileRunning(strategy, () =>
    fromStates(version, ["shadow", "canary"], "given a share", () => {
      const next = canaryShares.find((step) => step > version.share) ?? canaryShares.at(-1)!;
      if (share > next)
        return refuse("share-too-far", `From ${version.share} % the next step is ${next} %, not ${share} %.`);
      if (share === version.share) return refuse("wrong-state", `The share is ${share} % already.`);
      return accept({ kind: "shared", version: version.version, share });
    }),
  );

const decidePromotion = (strategy: Strategy, version: Version): Decision =>
  whileRunning(strategy, () =>
    fromStates(version, ["canary"], "promoted", () => {
      const last = canaryShares.at(-1)!;
      if (version.share < last)
        return refuse(
          "share-too-far",
          `A canary is promoted from ${last} %; this one is at ${version.share} %.`,
        );
      const superseded = liveVersion(strategy)?.version ?? null;
      return accept({ kind: "promoted", version: version.version, superseded });
    }),
  );

/** What was run counts once; what could not be run may be run when there is other data. */
const decideRecomputed = (version: Version, recomputed: Recomputation): Decision =>
  fromStates(version, recomputedStates, "recomputed", () => {
    const known = version.recomputed;
    const isSettled = known !== null && known.outcome !== "not-here";
    if (isSettled || (known?.outcome === "not-here" && isSameReason(known, recomputed)))
      return refuse("wrong-state", `What came of recomputing version ${version.version} is known already.`);
    return accept({ kind: "recomputed", version: version.version, recomputed });
  });

const isSameReason = (known: Recomputation & { outcome: "not-here" }, other: Recomputation): boolean =>
  other.outcome === "not-here" && other.reason === known.reason && other.message === known.message;

/** The first one that is found stays on the version. */
const decideSkew = (version: Version, skew: Skew): Decision =>
  fromStates(version, ["shadow", "canary", "live", "superseded"], "marked", () =>
    version.skew
      ? refuse("wrong-state", `Version ${version.version} is marked already.`)
      : accept({ kind: "skewed", version: version.version, skew }),
  );

/** What breaks a guardrail leaves the traffic by itself; a live version with none before it halts the strategy. */
const decideBreach = (strategy: Strategy, version: Version, command: Of<"breach">): Decision =>
  fromStates(version, ["shadow", "canary", "live"], "in breach", () => {
    const { guardrail, observed, limit } = command;
    const breached = { kind: "breached", version: version.version, guardrail, observed, limit } as const;
    const reason = `${guardrail} was ${observed}, at most ${limit} is allowed`;
    if (version.state !== "live")
      return accept(breached, { kind: "withdrawn", version: version.version, reason });
    const before = versionBefore(strategy);
    if (before)
      return accept(breached, {
        kind: "rolled-back",
        version: version.version,
        restored: before.version,
        reason,
      });
    return strategy.halt ? accept(breached) : accept(breached, { kind: "halted", by: "guardrails", reason });
  });

const whileRunning = (strategy: Strategy, then: () => Decision): Decision =>
  strategy.halt
    ? refuse("halted", `${strategy.id} is halted: ${strategy.halt.reason}. Resume it first.`)
    : then();

const fromStates = (
  version: Version,
  states: readonly VersionState[],
  verb: string,
  then: () => Decision,
): Decision =>
  states.includes(version.state)
    ? then()
    : refuse(
        "wrong-state",
        `Version ${version.version} is ${version.state}; only one that is ${states.join(" or ")} can be ${verb}.`,
      );
