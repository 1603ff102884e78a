import type { WireResult } from "../../wire/contract.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import type { DataBatch, TakenBatch } from "../contract/data-batch.ts";
import type { SignIn } from "../contract/sign-in.ts";
import type { TakenTicks, TickWish } from "../contract/tick-batch.ts";
import type { BundleChecker } from "../domain/bundle-checker.ts";
import type { OnlineStore } from "../online/online-store.ts";
import type { Database } from "../registry/database.ts";
import type { RegistryReader } from "../registry/registry.ts";
import type { EventFeed } from "./event-feed.ts";
import type { Metrics } from "./metrics.ts";
import type { StrategyCache } from "./strategy-cache.ts";

/** What handlers work with. */
export interface Services {
  readonly database: Database;
  readonly reader: RegistryReader;
  readonly strategies: StrategyCache;
  readonly online: OnlineStore;
  readonly checker: BundleChecker;
  readonly authenticator: Authenticator;
  /** How people sign in with an issuer; null where there is none, or no client for it. */
  readonly signIn: SignIn | null;
  readonly feed: EventFeed;
  readonly metrics: Metrics;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Whether commands can be taken: false while the server starts and while it ends. */
  readonly isReady: () => Promise<boolean>;
  /** Whether values come through Redis, and whether memory has all that is there; null where there is no Redis. */
  readonly redis: () => "linked" | "cut-off" | null;
  /** Takes rows into the server's store; fails with `unavailable` where there is none. */
  readonly takeBatch: (batch: DataBatch) => Promise<WireResult<TakenBatch>>;
  /** Takes ticks in; fails with `unavailable` where there is no store. */
  readonly takeTicks: (wish: Pick<TickWish, "batch" | "repeatable">) => Promise<WireResult<TakenTicks>>;
  /** Whether the broker that ticks come from can be reached; null where there is none. */
  readonly isBrokerThere: () => boolean | null;
  /** Values older than this are marked stale, in milliseconds. */
  readonly staleAfterMs: number;
}

export const instantOf = (services: Pick<Services, "now">): string => new Date(services.now()).toISOString();
