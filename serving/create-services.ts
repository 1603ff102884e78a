import { wireError } from "../wire/contract.ts";
import { createAuthenticator } from "./auth/authenticate.ts";
import type { OidcVerifier } from "./auth/oidc.ts";
import type { SignIn } from "./contract/sign-in.ts";
import type { BundleChecker } from "./domain/bundle-checker.ts";
import { EventFeed } from "./http/event-feed.ts";
import { createMetrics } from "./http/metrics.ts";
import type { Services } from "./http/services.ts";
import { StrategyCache } from "./http/strategy-cache.ts";
import { OnlineStore } from "./online/online-store.ts";
import type { Database } from "./registry/database.ts";
import { readRegistry } from "./registry/registry.ts";

const STALE_AFTER_MS = 36 * 3_600_000;
const READY_WITHIN_MS = 2_000;

export interface ServiceOptions {
  readonly checker: BundleChecker;
  readonly oidc?: OidcVerifier | null;
  readonly signIn?: SignIn | null;
  readonly now?: () => number;
  readonly staleAfterMs?: number;
  readonly takeBatch?: Services["takeBatch"];
  readonly takeTicks?: Services["takeTicks"];
  readonly redis?: Services["redis"];
}

const withoutStore = async () =>
  wireError("unavailable", "This server has no data store. Send data to the one that has.");

/** Puts together what the endpoints work with, on a registry that has its tables. */
export const createServices = async (database: Database, options: ServiceOptions): Promise<Services> => {
  const {
    checker,
    oidc = null,
    signIn = null,
    now = Date.now,
    staleAfterMs = STALE_AFTER_MS,
    takeBatch = withoutStore,
    takeTicks = withoutStore,
    redis = () => null,
  } = options;
  const reader = readRegistry(database);
  const strategies = new StrategyCache();
  const feed = new EventFeed(reader);
  const metrics = createMetrics();
  await feed.start();
  await strategies.load(reader);
  // What another server changed is taken over as it is heard of; what this one changed is there already.
  feed.listen((events) => {
    const changed = new Set<string>();
    for (const { topic, payload } of events) {
      if (!topic.startsWith("strategy/")) continue;
      metrics.commands.inc({ event: topic.slice("strategy/".length) });
      const { strategy, revision } = payload as { strategy: string; revision: number };
      if ((strategies.get(strategy)?.revision ?? 0) < revision) changed.add(strategy);
    }
    for (const id of changed)
      void reader.strategy(id).then(
        (strategy) => strategy && strategies.put(strategy),
        () => {},
      );
  });
  return {
    database,
    reader,
    strategies,
    online: new OnlineStore(),
    checker,
    authenticator: createAuthenticator(database, now, oidc),
    signIn,
    feed,
    metrics,
    now,
    isReady: () =>
      Promise.race([
        reader.head().then(
          () => true,
          () => false,
        ),
        new Promise<boolean>((resolve) => setTimeout(resolve, READY_WITHIN_MS, false).unref()),
      ]),
    redis,
    takeBatch,
    takeTicks,
    isBrokerThere: () => null,
    staleAfterMs,
  };
};
