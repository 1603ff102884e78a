import { administrationRoutes } from "./routes/administration-routes.ts";
import { dataRoutes } from "./routes/data-routes.ts";
import type { Route } from "./routes/route.ts";
import { statusRoutes } from "./routes/status-routes.ts";
import { strategyRoutes } from "./routes/strategy-routes.ts";
import { valueRoutes } from "./routes/value-routes.ts";

/** All endpoints, each with the very types of its schemas: a client asks in these. */
export const routeTable = [
  ...strategyRoutes,
  ...valueRoutes,
  ...dataRoutes,
  ...administrationRoutes,
  ...statusRoutes,
] as const;

/** All endpoints, for whoever goes through them. */
export const routes: readonly Route[] = [...routeTable];
