import { postgresPrograms, startPostgres } from "../../serving/testing/start-postgres.ts";
import { redisProgram, startRedis } from "../../serving/testing/start-redis.ts";

/** What a serving API works on, started for one test. */
export interface Backend {
  readonly name: string;
  /** What is not installed of it; empty when all is. */
  readonly missing: readonly string[];
  /** What `/readyz` says of it. */
  readonly ready: Readonly<Record<string, string>>;
  start(): Promise<{
    /** What leads the server to it. */
    readonly environment: Readonly<Record<string, string | undefined>>;
    stop(): Promise<void>;
  }>;
}

/** What comes with the product, and needs no other service. */
export const embedded: Backend = {
  name: "the embedded registry",
  missing: [],
  ready: { status: "ready" },
  start: async () => ({
    environment: { DATABASE_URL: undefined, REDIS_URL: undefined },
    stop: async () => {},
  }),
};

const [programs, program] = [postgresPrograms(), redisProgram()];

/** Real servers of a test's own. */
const services: Backend = {
  name: "PostgreSQL and Redis",
  missing: [...(programs === null ? ["PostgreSQL"] : []), ...(program === null ? ["Redis"] : [])],
  ready: { status: "ready", redis: "linked" },
  start: async () => {
    const postgres = await startPostgres(programs!);
    const redis = await startRedis(program!);
    return {
      environment: { DATABASE_URL: postgres.url, REDIS_URL: redis.url },
      stop: async () => {
        await redis.remove();
        await postgres.remove();
      },
    };
  },
};

export const backends: readonly Backend[] = [embedded, services];
