import type { DataBatch } from "../../contract/data-batch.ts";
import type { TickBatch } from "../../contract/tick-batch.ts";
import { recordFact } from "../../registry/record-fact.ts";
import { findAnswer } from "../../registry/turn.ts";
import { type Asked, type Handler, json } from "../asked.ts";
import { ProblemError } from "../problem-error.ts";
import { instantOf, type Services } from "../services.ts";
import { takeTicks } from "../take-ticks.ts";
import { keyReused } from "./change-strategy.ts";

/** Data: taken into the store first, and into the log once it is there. The store knows again what it has already. */
export const dataHandlers = (services: Services) =>
  ({
    takeBatch: async ({ actor, body: batch, repeatable }: Asked<unknown, unknown, DataBatch>) => {
      const before = repeatable && (await findAnswer(services.database, repeatable));
      if (before === "other") throw keyReused();
      if (before) return before;
      const taken = await services.takeBatch(batch);
      if (!taken.ok) {
        const { code, message } = taken.error;
        if (code === "bad-batch") throw new ProblemError("batch-refused", message);
        throw new ProblemError("unavailable", message, { headers: { "retry-after": "5" } });
      }
      const { value } = taken;
      const details = {
        table: batch.table,
        market: batch.market,
        source: batch.source.id,
        ...value,
        checks: undefined,
      };
      const fact = {
        actor: actor.subject,
        action: "data/taken-in",
        subject: value.batch ?? "nothing-new",
        details,
      };
      const answer = await recordFact(services.database, instantOf(services), fact, repeatable, async () => ({
        status: 200,
        etag: null,
        ...json(value),
      }));
      void services.feed.wake().catch(() => {});
      if (answer === "key-reused") throw keyReused();
      return answer;
    },

    // Ticks have a journal of their own, with the answers: the registry's log would have an entry for each.
    takeTicks: async ({ body: batch, repeatable }: Asked<unknown, unknown, TickBatch>) => {
      const taken = await takeTicks(services, batch, repeatable!);
      if (taken.ok) return json(taken.value);
      const { code, message } = taken.error;
      if (code === "bad-batch") throw new ProblemError("batch-refused", message);
      if (code === "key-reused") throw keyReused();
      throw new ProblemError("unavailable", message, { headers: { "retry-after": "1" } });
    },
  }) satisfies Readonly<Record<string, Handler>>;
