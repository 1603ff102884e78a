import { canonicalJson } from "../../wire/canonical-json.ts";
import type { Strategy } from "../contract/lifecycle.ts";
import type { LifecycleEvent } from "../contract/lifecycle-event.ts";
import type { Actor, Command } from "../domain/command.ts";
import { decide } from "../domain/decide.ts";
import type { Refusal } from "../domain/decision.ts";
import { evolve } from "../domain/evolve.ts";
import { emptyStrategy } from "../domain/strategy-state.ts";
import type { Database, Queries } from "./database.ts";
import type { Judge } from "./judge-by-policy.ts";
import { strategyRow } from "./rows.ts";
import { type Repeatable, type StoredAnswer, type Turn, takeTurn } from "./turn.ts";

interface Step {
  readonly command: Command;
  readonly actor: Actor;
}

export interface CommandRequest {
  readonly strategy: string;
  readonly command: Command;
  readonly actor: Actor;
  /** What the server does next of itself, of the strategy as the command left it. */
  readonly follow?: (strategy: Strategy) => Step;
  readonly judge: Judge;
  /** The revision that the caller has seen; null where none was asked for. */
  readonly ifRevision: number | null;
  /** How a repetition is known again; null for what the server does of itself. */
  readonly repeatable: Repeatable | null;
  /** What the caller is answered, and answered again. */
  readonly answer: (strategy: Strategy) => StoredAnswer;
}

export type CommandOutcome =
  | { readonly kind: "done"; readonly answer: StoredAnswer; readonly strategy: Strategy | null }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "unknown-strategy" }
  | { readonly kind: "stale"; readonly revision: number }
  | { readonly kind: "key-reused" };

/**
 * One transaction for a command: the new state, its audit entries, its events and the answer that a repetition gets are
 * there together or not at all. A refusal changes nothing and is not kept: asked again, it is judged again.
 */
export const runCommand = (
  database: Database,
  now: string,
  request: CommandRequest,
): Promise<CommandOutcome> =>
  database.transaction(async (queries) => {
    const turn = await takeTurn(queries, now);
    if (request.repeatable) {
      const before = await turn.answered(request.repeatable);
      if (before === "other") return { kind: "key-reused" };
      if (before) return { kind: "done", answer: before, strategy: null };
    }
    const [row] = await queries.query("select state from strategies where id = $1", [request.strategy]);
    const first = request.command;
    if (!row && first.kind !== "upload") return { kind: "unknown-strategy" };
    const found = row
      ? strategyRow.parse(row)
      : emptyStrategy(request.strategy, first.kind === "upload" ? first.desk : "");
    if (request.ifRevision !== null && request.ifRevision !== found.revision)
      return { kind: "stale", revision: found.revision };
    return apply(queries, turn, found, request);
  });

const apply = async (
  queries: Queries,
  turn: Turn,
  found: Strategy,
  { command, actor, follow, judge, repeatable, answer }: CommandRequest,
): Promise<CommandOutcome> => {
  let strategy = found;
  const happened: { event: LifecycleEvent; by: string; revision: number }[] = [];
  const take = async (step: Step): Promise<Refusal | null> => {
    const problems = await judge(queries, strategy, step.command);
    const decision = decide(strategy, step.command, step.actor, problems);
    if (!decision.ok) return decision.refusal;
    for (const event of decision.events) {
      strategy = evolve(strategy, event);
      happened.push({ event, by: step.actor.subject, revision: strategy.revision });
    }
    return null;
  };
  const refusal = (await take({ command, actor })) ?? (follow ? await take(follow(strategy)) : null);
  if (refusal) return { kind: "refused", refusal };
  for (const { event, by, revision } of happened)
    await turn.record(
      {
        actor: by,
        action: `strategy/${event.kind}`,
        subject: strategy.id,
        details: canonicalJson({ revision, event }),
      },
      { strategy: strategy.id, revision, event },
    );
  await queries.query(
    `insert into strategies (id, desk, revision, state) values ($1, $2, $3, $4)
     on conflict (id) do update set desk = excluded.desk, revision = excluded.revision, state = excluded.state`,
    [strategy.id, strategy.desk, strategy.revision, JSON.stringify(strategy)],
  );
  const given = answer(strategy);
  if (repeatable) await turn.answer(repeatable, given);
  return { kind: "done", answer: given, strategy };
};
