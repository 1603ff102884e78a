import { candidateVersion, liveVersion } from "../../domain/strategy-state.ts";
import { type Handler, json } from "../asked.ts";
import { openApiDocument } from "../open-api.ts";
import { ProblemError } from "../problem-error.ts";
import type { Services } from "../services.ts";

/** What is asked without a token: how to sign in, and what watches the server. */
export const statusHandlers = (services: Services) => {
  const openApi = { body: JSON.stringify(openApiDocument()) };
  return {
    getSignIn: () => json({ signIn: services.signIn }),

    isAlive: () => json({ status: "alive" }),

    isReady: async () => {
      const isBrokerThere = services.isBrokerThere();
      const broker = isBrokerThere === null ? {} : { broker: isBrokerThere ? "connected" : "lost" };
      const redis = services.redis();
      if (await services.isReady()) return json({ status: "ready", ...broker, ...(redis && { redis }) });
      throw new ProblemError("unavailable", "The server cannot take commands now.", {
        headers: { "retry-after": "1" },
      });
    },

    getMetrics: async () => {
      measureStrategies(services);
      const { registry } = services.metrics;
      return { body: await registry.metrics(), type: registry.contentType };
    },

    getOpenApi: () => openApi,
  } satisfies Readonly<Record<string, Handler>>;
};

/** Figures that are what they are at the moment they are asked for. */
const measureStrategies = ({ strategies, online, metrics, feed, now, redis }: Services): void => {
  metrics.auditEntries.set(feed.head);
  metrics.valuesCutOff.set(redis() === "cut-off" ? 1 : 0);
  for (const strategy of strategies.all()) {
    const labels = { strategy: strategy.id };
    metrics.canaryShare.set(labels, candidateVersion(strategy)?.share ?? 0);
    metrics.halted.set(labels, strategy.halt ? 1 : 0);
    const live = liveVersion(strategy);
    const held = live && online.read("signal", strategy.id, live.version);
    if (held) metrics.signalAge.set(labels, Math.max(0, now() - held.set.computedAt) / 1000);
  }
};
