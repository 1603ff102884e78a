import { type Client, connect } from "../../../wire/connect.ts";
import { type WireResult, wireError, wireOk } from "../../../wire/contract.ts";
import type { Port } from "../../../wire/port.ts";
import { serve } from "../../../wire/serve.ts";
import { type QueryContract, queryContract } from "../../contract/query-contract.ts";

export interface QueryServiceOptions {
  /** Starts a query process; closing the port ends it, and `onClose` says when it has ended. */
  readonly spawn: () => Port;
  readonly timeoutMs?: number;
  /** How long DuckDB may take to say what a query would give; it works out constants meanwhile. */
  readonly describeMs?: number;
  /** How long a query may take to stop before its process is ended. */
  readonly graceMs?: number;
}

/** Query processes, one for each port, started when asked and ended when stuck. */
export interface QueryService {
  /** Answers the query contract on a port; its process ends with it. */
  serve(port: Port): void;
  /** Lets go of the store's file while someone writes it. Queries that ran begin again afterwards. */
  whileReleased<T>(work: () => Promise<T>): Promise<T>;
  end(): void;
}

const TIMEOUT_MS = 120_000;
const DESCRIBE_MS = 15_000;
const GRACE_MS = 600;

interface Child {
  readonly client: Client<QueryContract>;
  readonly hasEnded: Promise<void>;
  /** We ended it, so what it was asked may be asked again. */
  wasEndedByUs: boolean;
}
interface Run {
  stoppedFor: "cancelled" | "timed-out" | null;
}

export const createQueryService = (options: QueryServiceOptions): QueryService => {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const describeMs = options.describeMs ?? DESCRIBE_MS;
  const graceMs = options.graceMs ?? GRACE_MS;
  const children = new Set<Child>();
  let released: Promise<unknown> | null = null;
  let isEnded = false;

  const start = (): Child => {
    const port = options.spawn();
    const hasEnded = new Promise<void>((resolve) => port.onClose(resolve));
    const child: Child = { client: connect(port, queryContract), hasEnded, wasEndedByUs: false };
    children.add(child);
    port.onClose(() => children.delete(child));
    return child;
  };
  const endChild = (child: Child): Promise<void> => {
    child.wasEndedByUs = true;
    children.delete(child);
    child.client.close();
    return child.hasEnded;
  };

  return {
    serve: (port) => {
      let child: Child | null = null;
      let isClosed = false;
      const runs = new Map<string, Run>();
      port.onClose(() => {
        isClosed = true;
        if (child) void endChild(child);
      });

      /** Asks the process. One that we ended for another's sake is replaced, and asked again. */
      const ask = async <T>(
        call: (client: Client<QueryContract>) => Promise<WireResult<T>>,
        run?: Run,
      ): Promise<WireResult<T>> => {
        for (;;) {
          while (released) await released;
          if (isClosed || isEnded) return wireError("store-unavailable", "Nobody answers queries any more.");
          if (!child || !children.has(child)) child = start();
          const asked: Child = child;
          const answer = await call(asked.client);
          if (run?.stoppedFor) return wireError(run.stoppedFor, stopMessage(run.stoppedFor, timeoutMs));
          if (answer.ok || answer.error.code !== "gone") return answer;
          if (!asked.wasEndedByUs)
            return wireError(
              "store-unavailable",
              "The process of this query ended, most likely for want of memory. Select less and run the cell again.",
            );
        }
      };
      const stop = (queryId: string, reason: "cancelled" | "timed-out"): void => {
        const run = runs.get(queryId);
        if (!run || run.stoppedFor) return;
        run.stoppedFor = reason;
        const asked = child;
        void asked?.client.call("sql/cancel", { queryId });
        // A query that does not listen is ended with its process.
        setTimeout(() => {
          if (asked && runs.get(queryId) === run) void endChild(asked);
        }, graceMs);
      };

      serve(port, queryContract, {
        "sql/describe": async (asked) => {
          const run: Run = { stoppedFor: null };
          let timer: ReturnType<typeof setTimeout> | undefined;
          const answer = await ask((client) => {
            const described = child;
            clearTimeout(timer);
            timer = setTimeout(() => {
              run.stoppedFor = "timed-out";
              if (described) void endChild(described);
            }, describeMs);
            return client.call("sql/describe", asked);
          }, run);
          clearTimeout(timer);
          // The text is at fault, and would be again.
          return run.stoppedFor ? wireError("sql-error", describeMessage(describeMs)) : answer;
        },
        "sql/run": async (asked) => {
          const run: Run = { stoppedFor: null };
          runs.set(asked.queryId, run);
          const timer = setTimeout(() => stop(asked.queryId, "timed-out"), timeoutMs);
          try {
            return await ask((client) => client.call("sql/run", asked), run);
          } finally {
            clearTimeout(timer);
            runs.delete(asked.queryId);
          }
        },
        "sql/cancel": ({ queryId }) => {
          stop(queryId, "cancelled");
          return wireOk({});
        },
      });
    },
    whileReleased: async (work) => {
      const before = released;
      const done = (async () => {
        await before;
        await Promise.all([...children].map(endChild));
        return work();
      })();
      const settled = done.then(
        () => {},
        () => {},
      );
      released = settled;
      try {
        return await done;
      } finally {
        if (released === settled) released = null;
      }
    },
    end: () => {
      isEnded = true;
      for (const child of [...children]) void endChild(child);
    },
  };
};

const describeMessage = (describeMs: number): string =>
  `What the query gives could not be told within ${Math.round(describeMs / 1000)} seconds: it computes with very large constants. Make them smaller.`;
const stopMessage = (reason: "cancelled" | "timed-out", timeoutMs: number): string =>
  reason === "cancelled"
    ? "The query was stopped."
    : `The query took longer than ${Math.round(timeoutMs / 1000)} seconds and was stopped. Select fewer rows, or cut it into steps.`;
