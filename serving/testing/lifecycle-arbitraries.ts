import fc from "fast-check";
import { canaryShares } from "../contract/lifecycle.ts";
import type { Recomputation } from "../contract/recomputation.ts";
import { type Actor, type Command, commandRoles } from "../domain/command.ts";
import { doubleApproval } from "./double-approval.ts";

const DIGESTS = ["a", "b", "c", "d", "e", "f"].map((letter) => letter.repeat(64));

/** People of every role, one of whom is author and approver at once. */
const ACTORS: readonly Actor[] = [
  { subject: "ann", roles: ["author"] },
  { subject: "both", roles: ["author", "approver"] },
  { subject: "ada", roles: ["approver"] },
  { subject: "otto", roles: ["operator"] },
  { subject: "rita", roles: ["auditor", "admin"] },
  { subject: "server", roles: ["server"] },
];

const SKEW = {
  found: "replay",
  instrument: "i1",
  asOf: "2026-01-05T09:00:00.000Z",
  expectedBits: "3ff0000000000000",
  bits: "3ff0000000000001",
} as const;

const RECOMPUTED: readonly Recomputation[] = [
  { outcome: "no-backtest" },
  { outcome: "not-here", reason: "other-data", message: "Other data." },
  { outcome: "not-here", reason: "failed", message: "It ended." },
  { outcome: "differs", figure: "sharpe", stated: "3ff0000000000000", recomputed: null },
];

const version = fc.integer({ min: 1, max: 5 });
const digest = fc.constantFrom(...DIGESTS);
/** Whose it is and what it says was checked before. */
const STATEMENT = doubleApproval("ada", DIGESTS[0]!);
const statement = fc.constant(STATEMENT);
const reason = fc.constantFrom("too hot", "a test");

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("upload" as const),
      digest,
      desk: fc.constantFrom("equities", "equities", "equities", "rates"),
      signedBy: fc.constantFrom(null, "ann", "ada"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("check" as const), version }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("approve" as const), version, digest, statement }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("reject" as const), version, digest, reason, statement }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("deploy" as const), version }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("share" as const),
      version,
      share: fc.constantFrom(...canaryShares),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("promote" as const), version }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("rollback" as const), reason }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("halt" as const), reason }) },
  { weight: 4, arbitrary: fc.constant({ kind: "resume" as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("retire" as const), version, reason }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("report-skew" as const), version, skew: fc.constant(SKEW) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("report-recomputed" as const),
      version,
      recomputed: fc.constantFrom(...RECOMPUTED),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("breach" as const),
      version,
      guardrail: fc.constant("gross leverage"),
      observed: fc.constant(3),
      limit: fc.constant(2),
    }),
  },
);

/** A command and who gives it. With `goesOn`, what was drawn gives way to the next step towards a live version. */
export interface Step {
  readonly command: Command;
  readonly actor: Actor;
  readonly goesOn: boolean;
  /** What a policy holds against the version by then. */
  readonly problems: readonly string[];
  /** Whether somebody with the role for it gives it. */
  readonly hasRole: boolean;
}

export const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  command,
  actor: fc.constantFrom(...ACTORS),
  goesOn: fc.boolean(),
  problems: fc.constantFrom([], [], [], ["drawdown is 0.3, at most 0.2 is allowed"]),
  hasRole: fc.boolean(),
});

interface Standing {
  readonly state: string;
  readonly share: number;
  readonly digest: string;
}

const actorOf = (kind: Command["kind"], drawn: Actor): Actor => {
  const has = (actor: Actor) => actor.roles.includes(commandRoles[kind]);
  return has(drawn) ? drawn : ACTORS.find(has)!;
};

/** The step that is taken: the drawn one, or the one that brings the most advanced version further. */
export const bend = (step: Step, versions: readonly Standing[]): Pick<Step, "command" | "actor"> => {
  if (!step.goesOn) {
    const { command, actor, hasRole } = step;
    return { command, actor: hasRole ? actorOf(command.kind, actor) : actor };
  }
  const next = nextCommand(versions) ?? step.command;
  return { command: next, actor: actorOf(next.kind, step.actor) };
};

const nextCommand = (versions: readonly Standing[]): Command | undefined => {
  const inState = (...states: readonly string[]) =>
    versions.findIndex(({ state }) => states.includes(state)) + 1;
  const candidate = inState("shadow", "canary");
  if (candidate > 0) {
    const share = canaryShares.find((each) => each > versions[candidate - 1]!.share);
    return share ? { kind: "share", version: candidate, share } : { kind: "promote", version: candidate };
  }
  const approved = inState("approved");
  if (approved > 0) return { kind: "deploy", version: approved };
  const checked = inState("checked");
  if (checked > 0) {
    const { digest: seen } = versions[checked - 1]!;
    return { kind: "approve", version: checked, digest: seen, statement: STATEMENT };
  }
  const uploaded = inState("uploaded");
  return uploaded > 0 ? { kind: "check", version: uploaded } : undefined;
};
