import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { ProxyAgent } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ListeningServer, listeningServer } from "../testing/listening-server.ts";
import { selfSigned } from "../testing/self-signed.ts";
import { type TunnelProxy, tunnelProxy } from "../testing/tunnel-proxy.ts";
import { type FindWay, fetchThrough, NoWay } from "./fetch-through.ts";
import { findIssuer } from "./issuer.ts";
import { type ServingClient, servingClient } from "./serving-client.ts";

const HOST = "serving.test";
const certificate = selfSigned(HOST);

let server: ListeningServer;
let proxy: TunnelProxy;
/** The server's own answers, over TLS. */
let secure: ReturnType<typeof createServer>;
let port = 0;
beforeAll(async () => {
  server = await listeningServer();
  proxy = await tunnelProxy();
  if (!certificate) return;
  secure = createServer(certificate, (request, response) => server.app.routing(request, response));
  await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
  ({ port } = secure.address() as AddressInfo);
});
afterAll(async () => {
  proxy.close();
  secure?.closeAllConnections();
  secure?.close();
  await server.close();
});
afterEach(() => {
  proxy.refuse(null);
  proxy.asked.length = 0;
});

const agents: ProxyAgent[] = [];
afterAll(() => Promise.all(agents.map((agent) => agent.destroy())));
const byProxy =
  (requestTls?: ProxyAgent.Options["requestTls"], uri = proxy.address): FindWay =>
  async () => {
    agents.push(new ProxyAgent({ uri, ...(requestTls && { requestTls }) }));
    return agents.at(-1)!;
  };
const clientOf = (address: string, find: FindWay): ServingClient =>
  servingClient({
    server: address,
    token: () => server.tokenOf("ann"),
    fetch: fetchThrough(find),
    attempts: 1,
  });

describe.runIf(certificate)("a client behind a proxy (needs OpenSSL)", () => {
  const trusting = { ca: certificate?.cert ?? "", servername: HOST };

  it("V41: asks, changes and follows through a tunnel, in which the server's certificate is checked", async () => {
    const client = clientOf(`https://${HOST}:${port}`, byProxy(trusting));
    const me = await client.ask("whoAmI", {});
    expect(me).toMatchObject({ ok: true, value: { subject: "ann" } });
    expect(proxy.asked).toEqual([`${HOST}:${port}`]);
    const gone = await client.ask("getStrategy", { params: { strategy: "none" } });
    expect(gone).toMatchObject({ ok: false, failure: { code: "unknown-strategy", status: 404 } });

    const ending = new AbortController();
    const stream = client.follow({ after: 0, signal: ending.signal });
    await server.makeLive("tunnelled", "tunnelled", "checked");
    expect(await stream.next()).toMatchObject({ done: false, value: { seq: 1 } });
    ending.abort();
    await stream.next();

    const strange = clientOf(`https://${HOST}:${port}`, byProxy());
    expect(await strange.ask("whoAmI", {})).toMatchObject({
      failure: { message: expect.stringContaining("signed by nobody that this machine trusts") },
    });
  });

  it("V41: says what to do when a proxy wants a password, leads nowhere or is not there, and never tells it the token", async () => {
    const address = `https://${HOST}:${port}`;
    for (const [status, said] of [
      [407, "the proxy wants a name and a password"],
      [403, `the proxy does not lead to ${HOST}:${port} (it answers 403)`],
    ] as const) {
      proxy.refuse(status);
      const asked = await clientOf(address, byProxy(trusting)).ask("whoAmI", {});
      expect(asked).toMatchObject({
        failure: { code: "unreachable", message: expect.stringContaining(said) },
      });
    }
    proxy.refuse(407);
    const signIn = { issuer: address, clientId: "asof", audience: "asof", scopes: ["openid"] };
    const issuer = await findIssuer(signIn, { fetch: fetchThrough(byProxy(trusting)) });
    expect(issuer).toMatchObject({ failure: { message: expect.stringContaining("a name and a password") } });
    const nobody = byProxy(trusting, "http://127.0.0.1:9");
    expect(await clientOf(address, nobody).ask("whoAmI", {})).toMatchObject({
      failure: { code: "unreachable", message: expect.stringContaining("nothing listens at 127.0.0.1:9") },
    });
    const without = async () => {
      throw new NoWay("the proxy is of no use");
    };
    expect(await clientOf(address, without).ask("whoAmI", {})).toMatchObject({
      failure: { message: `${address} cannot be reached: the proxy is of no use.` },
    });
  });
});

it("V41: what is asked of this machine goes to no proxy", async () => {
  expect(await clientOf(server.address, byProxy()).ask("whoAmI", {})).toMatchObject({ ok: true });
  expect(proxy.asked).toEqual([]);
});
