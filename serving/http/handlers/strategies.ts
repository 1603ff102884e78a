import { z } from "zod";
import type { Approval, Envelope } from "../../../bundle/contract/bundle.ts";
import type { canaryShares } from "../../contract/lifecycle.ts";
import { reasonSchema } from "../../contract/names.ts";
import type { Actor } from "../../domain/command.ts";
import { findVersion } from "../../domain/strategy-state.ts";
import { type Answered, type Asked, type Handler, json, revisionTag } from "../asked.ts";
import { noteKeys } from "../note-keys.ts";
import { ProblemError } from "../problem-error.ts";
import type { Services } from "../services.ts";
import { changeStrategy } from "./change-strategy.ts";

type Of = { readonly strategy: string };
type Named = { readonly version: number };
type Reason = { readonly reason: string };

const found = async (services: Services, id: string) => {
  const strategy = await services.reader.strategy(id);
  if (!strategy)
    throw new ProblemError("unknown-strategy", `There is no strategy ${id}. See /v1/strategies.`);
  return strategy;
};

/** What the caller says of a digest, by a key that is known to be his. */
const signedJudgement = async (
  services: Services,
  { subject }: Actor,
  statement: Envelope,
): Promise<Approval> => {
  await noteKeys(services);
  const checked = await services.checker.checkApproval(statement);
  if (!checked.ok) throw new ProblemError("approval-refused", `${checked.code}: ${checked.message}`);
  const { signedBy, approval } = checked;
  if (signedBy !== subject)
    throw new ProblemError(
      "approval-refused",
      `unknown-key: The judgement is signed with the key of ${signedBy}, and you are ${subject}.`,
    );
  const reason = reasonSchema.or(z.literal("")).safeParse(approval.reason);
  if (!reason.success)
    throw new ProblemError("approval-refused", "wrong-payload: The reason is too long, or no sentence.");
  return approval;
};

/** Strategies and the changes of their versions. */
export const strategyHandlers = (services: Services) =>
  ({
    listStrategies: async () => json({ strategies: await services.reader.strategies() }),

    getStrategy: async ({ params }: Asked<Of>) => {
      const strategy = await found(services, params.strategy);
      return json(strategy, revisionTag(strategy.revision));
    },

    getVersion: async ({ params }: Asked<Of & Named>) => {
      const version = findVersion(await found(services, params.strategy), params.version);
      if (!version)
        throw new ProblemError("unknown-version", `${params.strategy} has no version ${params.version}.`);
      return json(version);
    },

    createVersion: async (asked: Asked<Of, unknown, { digest: string; desk: string }>): Promise<Answered> => {
      const { digest, desk } = asked.body;
      const bundle = await services.reader.bundle(digest);
      if (!bundle) throw new ProblemError("unknown-bundle", "Upload the bundle first: POST /v1/bundles.");
      return changeStrategy(
        services,
        asked,
        asked.params.strategy,
        { kind: "upload", digest, desk, signedBy: bundle.signedBy },
        201,
        (changed) => ({ kind: "check", version: changed.versions.length }),
      );
    },

    judgeVersion: async (asked: Asked<Of, unknown, Named & { statement: Envelope }>) => {
      const { version, statement } = asked.body;
      const { digest, decision, reason } = await signedJudgement(services, asked.actor, statement);
      const judged = { version, digest, statement };
      return changeStrategy(
        services,
        asked,
        asked.params.strategy,
        decision === "approve"
          ? { kind: "approve", ...judged }
          : { kind: "reject", ...judged, reason: reason === "" ? "rejected without a reason" : reason },
        200,
      );
    },

    deployVersion: (asked: Asked<Of, unknown, Named>) =>
      changeStrategy(
        services,
        asked,
        asked.params.strategy,
        { kind: "deploy", version: asked.body.version },
        200,
      ),

    shareTraffic: (asked: Asked<Of & Named, unknown, { share: (typeof canaryShares)[number] }>) =>
      changeStrategy(
        services,
        asked,
        asked.params.strategy,
        { kind: "share", version: asked.params.version, share: asked.body.share },
        200,
      ),

    promoteVersion: (asked: Asked<Of, unknown, Named>) =>
      changeStrategy(
        services,
        asked,
        asked.params.strategy,
        { kind: "promote", version: asked.body.version },
        200,
      ),

    rollBack: (asked: Asked<Of, unknown, Reason>) =>
      changeStrategy(
        services,
        asked,
        asked.params.strategy,
        { kind: "rollback", reason: asked.body.reason },
        200,
      ),

    halt: (asked: Asked<Of, unknown, Reason>) =>
      changeStrategy(
        services,
        asked,
        asked.params.strategy,
        { kind: "halt", reason: asked.body.reason },
        200,
      ),

    resume: (asked: Asked<Of>) =>
      changeStrategy(services, asked, asked.params.strategy, { kind: "resume" }, 200),

    retireVersion: (asked: Asked<Of, unknown, Named & Reason>) => {
      const { version, reason } = asked.body;
      return changeStrategy(services, asked, asked.params.strategy, { kind: "retire", version, reason }, 200);
    },
  }) satisfies Readonly<Record<string, Handler>>;
