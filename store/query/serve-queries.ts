import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Port } from "../../wire/port.ts";
import { type Server, serve } from "../../wire/serve.ts";
import { type QueryContract, queryContract } from "../contract/query-contract.ts";
import { describeQuery, runQuery } from "./answer-query.ts";
import type { QueryDatabase } from "./open-query-database.ts";

/** An interrupt that comes before DuckDB has begun to work is lost, so one is sent until the query has ended. */
const INTERRUPT_EVERY_MS = 20;

interface Run {
  isCancelled: boolean;
  interrupt: () => void;
  again: ReturnType<typeof setInterval> | undefined;
}

/** Answers the query contract on a port; each question opens the database if nobody has. */
export const serveQueries = (
  port: Port,
  openDatabase: () => Promise<WireResult<QueryDatabase>>,
  onInternalError?: (error: unknown, call: string) => void,
): Server<QueryContract> => {
  const running = new Map<string, Run>();
  return serve(
    port,
    queryContract,
    {
      "sql/describe": async (asked) => {
        const database = await openDatabase();
        return database.ok ? describeQuery(database.value, asked) : database;
      },
      "sql/run": async ({ queryId, ...asked }) => {
        if (running.has(queryId)) return wireError("sql-error", `The query ${queryId} is running already.`);
        const own: Run = { isCancelled: false, interrupt: () => {}, again: undefined };
        running.set(queryId, own);
        try {
          const database = await openDatabase();
          if (!database.ok) return database;
          return await runQuery(database.value, {
            ...asked,
            onStart: (interrupt) => {
              own.interrupt = interrupt;
            },
            isCancelled: () => own.isCancelled,
          });
        } finally {
          clearInterval(own.again);
          running.delete(queryId);
        }
      },
      "sql/cancel": ({ queryId }) => {
        const own = running.get(queryId);
        if (own && !own.isCancelled) {
          own.isCancelled = true;
          own.interrupt();
          own.again = setInterval(() => own.interrupt(), INTERRUPT_EVERY_MS);
        }
        return wireOk({});
      },
    },
    onInternalError,
  );
};
