import type { Strategy } from "../../contract/lifecycle.ts";
import { type Command, SERVER } from "../../domain/command.ts";
import { judgeByPolicy } from "../../registry/judge-by-policy.ts";
import { runCommand } from "../../registry/run-command.ts";
import { type Answered, type Asked, revisionTag } from "../asked.ts";
import { ProblemError } from "../problem-error.ts";
import { instantOf, type Services } from "../services.ts";

/**
 * Gives a command to the registry and answers with the strategy as it is then; `serverStep` follows in the same
 * transaction, by the server's own hand.
 */
export const changeStrategy = async (
  services: Services,
  asked: Pick<Asked, "actor" | "ifRevision" | "repeatable">,
  strategy: string,
  command: Command,
  status: number,
  serverStep?: (strategy: Strategy) => Command,
): Promise<Answered> => {
  const { actor, ifRevision, repeatable } = asked;
  const outcome = await runCommand(services.database, instantOf(services), {
    strategy,
    command,
    actor,
    ...(serverStep
      ? { follow: (changed: Strategy) => ({ command: serverStep(changed), actor: SERVER }) }
      : {}),
    judge: judgeByPolicy,
    ifRevision,
    repeatable,
    answer: (changed: Strategy) => ({
      status,
      etag: revisionTag(changed.revision),
      body: JSON.stringify(changed),
    }),
  });
  switch (outcome.kind) {
    case "done":
      if (outcome.strategy) services.strategies.put(outcome.strategy);
      // The command is done: whoever listens hears of it now, or at the next turn.
      void services.feed.wake().catch(() => {});
      return outcome.answer;
    case "refused":
      throw new ProblemError(outcome.refusal.code, outcome.refusal.message);
    case "unknown-strategy":
      throw new ProblemError("unknown-strategy", `There is no strategy ${strategy}. See /v1/strategies.`);
    case "stale":
      throw new ProblemError(
        "stale-revision",
        `${strategy} is at revision ${outcome.revision} now. Look at it again before you change it.`,
        { headers: { etag: revisionTag(outcome.revision) } },
      );
    case "key-reused":
      throw keyReused();
  }
};

export const keyReused = () =>
  new ProblemError("key-reused", "This Idempotency-Key was sent with another request. Take a new one.");
