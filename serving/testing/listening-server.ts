import type { AddressInfo } from "node:net";
import type { OidcOptions } from "../auth/oidc.ts";
import type { BundleChecker } from "../domain/bundle-checker.ts";
import type { Limits } from "../http/limits.ts";
import { type TestServer, testServer } from "./test-server.ts";

/** A test server at a port of its own, for clients that speak HTTP. */
export interface ListeningServer extends TestServer {
  readonly address: string;
  /** Breaks every connection that is open, as a lost network does. */
  breakConnections(): void;
}

export const listeningServer = async (
  limits?: Partial<Limits>,
  checker?: BundleChecker,
  oidc?: OidcOptions,
): Promise<ListeningServer> => {
  const server = await testServer(limits, checker, oidc);
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.app.server.address() as AddressInfo;
  return {
    ...server,
    address: `http://127.0.0.1:${port}`,
    breakConnections: () => server.app.server.closeAllConnections(),
    close: async () => {
      // Clients keep connections for their next request; a test has none.
      server.app.server.closeAllConnections();
      await server.close();
    },
  };
};
