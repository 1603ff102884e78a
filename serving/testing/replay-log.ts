import type { AuditEntry } from "../contract/audit.ts";
import type { canaryShares, Strategy } from "../contract/lifecycle.ts";
import { type LifecycleEvent, lifecycleEventSchema } from "../contract/lifecycle-event.ts";
import { type Actor, type Command, commandRoles, SERVER } from "../domain/command.ts";
import { evolve } from "../domain/evolve.ts";
import { emptyStrategy } from "../domain/strategy-state.ts";
import { modelStep, newModel } from "./lifecycle-model.ts";

/** The command that an event came of, in histories in which people and no guardrails act. */
const commandOf = (event: LifecycleEvent): Command => {
  switch (event.kind) {
    case "uploaded":
      return { ...event, kind: "upload" };
    case "checked":
    case "check-failed":
      return { kind: "check", version: event.version };
    case "approved":
      return { ...event, kind: "approve" };
    case "rejected":
      return { ...event, kind: "reject" };
    case "shadowed":
      return { kind: "deploy", version: event.version };
    case "shared":
      return { ...event, kind: "share", share: event.share as (typeof canaryShares)[number] };
    case "promoted":
      return { kind: "promote", version: event.version };
    case "withdrawn":
    case "rolled-back":
      return { kind: "rollback", reason: event.reason };
    case "retired":
      return { ...event, kind: "retire" };
    case "halted":
      return { kind: "halt", reason: event.reason };
    case "resumed":
      return { kind: "resume" };
    case "breached":
    case "skewed":
    case "recomputed":
      throw new Error(`nobody in this history leads to ${event.kind}`);
  }
};

const actorOf = (command: Command, subject: string): Actor => {
  const role = commandRoles[command.kind];
  return role === "server" ? SERVER : { subject, roles: [role] };
};

/**
 * A strategy at each of its revisions, as the audit log tells them. Throws where the log has a step that the model calls
 * impossible, or one that leads elsewhere than the model says.
 */
export const replayLog = (log: readonly AuditEntry[], id: string): readonly Strategy[] => {
  const entries = log.filter(({ subject, action }) => subject === id && action.startsWith("strategy/"));
  const states: Strategy[] = [emptyStrategy(id, "")];
  const model = newModel("equities");
  for (const { details, actor, seq } of entries) {
    const event = lifecycleEventSchema.parse((JSON.parse(details) as { event: unknown }).event);
    const command = commandOf(event);
    const problems = event.kind === "check-failed" ? [event.reason] : [];
    const told = modelStep(model, command, actorOf(command, actor), problems);
    if (told !== "ok") throw new Error(`${id}, entry ${seq}, ${event.kind}: the model says ${told}`);
    const state = evolve(states.at(-1)!, event);
    const [found, wanted] = [state, model].map(({ versions }) =>
      versions.map((version) => `${version.state} ${version.share}`).join(),
    );
    if (found !== wanted || (state.halt !== null) !== model.isHalted)
      throw new Error(`${id}, entry ${seq}, ${event.kind}: ${found} is not the model's ${wanted}`);
    states.push(state);
  }
  return states;
};
