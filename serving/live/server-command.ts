import { type Command, SERVER } from "../domain/command.ts";
import { instantOf, type Services } from "../http/services.ts";
import { judgeByPolicy } from "../registry/judge-by-policy.ts";
import { runCommand } from "../registry/run-command.ts";

/** A command by the server's own hand. Whether it was done: what does not fit the state any more is left. */
export const commandByServer = async (
  services: Services,
  strategy: string,
  command: Command,
): Promise<boolean> => {
  const outcome = await runCommand(services.database, instantOf(services), {
    strategy,
    command,
    actor: SERVER,
    judge: judgeByPolicy,
    ifRevision: null,
    repeatable: null,
    answer: () => ({ status: 200, etag: null, body: "" }),
  });
  if (outcome.kind !== "done") return false;
  if (outcome.strategy) services.strategies.put(outcome.strategy);
  void services.feed.wake().catch(() => {});
  return true;
};
