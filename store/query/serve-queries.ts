import { wireError, wireOk } from "../../wire/contract.ts";
import type { Port } from "../../wire/port.ts";
import { type Server, serve } from "../../wire/serve.ts";
import { type QueryContract, queryContract } from "../contract/query-contract.ts";
import { describeQuery, runQuery } from "./answer-query.ts";
import type { QueryDatabase } from "./open-query-database.ts";

/** Answers the query contract on a port from one open database; null when the store could not be opened. */
export const serveQueries = (
  port: Port,
  database: QueryDatabase | null,
  onInternalError?: (error: unknown, call: string) => void,
): Server<QueryContract> => {
  const running = new Map<string, { isCancelled: boolean; interrupt: () => void }>();
  const unavailable = () =>
    wireError("store-unavailable", "The data store cannot be read just now. Run the cell again in a moment.");
  return serve(
    port,
    queryContract,
    {
      "sql/describe": (asked) => (database ? describeQuery(database, asked) : unavailable()),
      "sql/run": async ({ queryId, ...asked }) => {
        if (!database) return unavailable();
        const own = { isCancelled: false, interrupt: () => {} };
        running.set(queryId, own);
        try {
          return await runQuery(database, {
            ...asked,
            onStart: (interrupt) => {
              own.interrupt = interrupt;
            },
            isCancelled: () => own.isCancelled,
          });
        } finally {
          running.delete(queryId);
        }
      },
      "sql/cancel": ({ queryId }) => {
        const own = running.get(queryId);
        if (own) {
          own.isCancelled = true;
          own.interrupt();
        }
        return wireOk({});
      },
    },
    onInternalError,
  );
};
