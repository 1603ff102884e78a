import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { openApiDocument } from "../http/open-api.ts";
import { doubleDocument } from "../testing/bundle-checker-double.ts";
import { doubleApproval } from "../testing/double-approval.ts";
import { type ListeningServer, listeningServer } from "../testing/listening-server.ts";
import type { StreamEvent } from "./follow-stream.ts";
import { type ClientOptions, type ServingClient, servingClient } from "./serving-client.ts";

let server: ListeningServer;
beforeAll(async () => {
  server = await listeningServer();
});
afterAll(() => server.close());

const clientOf = (person: string, given: Partial<ClientOptions> = {}): ServingClient =>
  servingClient({
    server: server.address,
    token: () => server.tokenOf(person),
    wait: async () => {},
    ...given,
  });

/** The network's fault: the request arrives and is done, and its answer is lost, as often as said. */
const losingAnswers = (times: number): { fetch: typeof fetch; keys: (string | null)[] } => {
  const keys: (string | null)[] = [];
  let left = times;
  return {
    keys,
    fetch: async (input, init) => {
      keys.push(new Headers(init?.headers).get("idempotency-key"));
      const answer = await fetch(input, init);
      if (left-- > 0) throw new TypeError("fetch failed", { cause: { code: "ECONNRESET" } });
      return answer;
    },
  };
};

const auditCount = async (): Promise<number> => {
  const answered = await clientOf("rita").ask("listAudit", { query: { limit: 1000 } });
  if (!answered.ok) throw new Error(answered.failure.message);
  return answered.value.entries.length;
};

describe("a client", () => {
  it("V21: keeps the document that other services make their clients from as the server serves it", async () => {
    const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, "openapi.json"));
    const served = await clientOf("ann").ask("getOpenApi", {});
    expect(served.ok && JSON.parse(served.value)).toEqual(JSON.parse(text));
  });

  it("V21: brings a bundle to live in typed steps, each with the ETag of the one before", async () => {
    const uploaded = await clientOf("ann").ask("uploadBundle", { document: doubleDocument("typed") });
    if (!uploaded.ok) throw new Error(uploaded.failure.message);
    const { digest } = uploaded.value;
    const params = { strategy: "typed" };
    const made = await clientOf("ann").ask("createVersion", { params, body: { digest, desk: "equities" } });
    if (!made.ok) throw new Error(made.failure.message);
    expect(made.value.versions[0]?.state).toBe("checked");
    const approve = { version: 1, statement: doubleApproval("ada", digest) };
    const stale = await clientOf("ada").ask("judgeVersion", { params, body: approve, ifMatch: '"0"' });
    expect(stale).toMatchObject({ ok: false, failure: { code: "stale-revision", status: 412 } });
    const approved = await clientOf("ada").ask("judgeVersion", {
      params,
      body: approve,
      ifMatch: made.etag!,
    });
    if (!approved.ok) throw new Error(approved.failure.message);
    const deployed = await clientOf("otto").ask("deployVersion", {
      params,
      body: { version: 1 },
      ifMatch: approved.etag!,
    });
    if (!deployed.ok) throw new Error(deployed.failure.message);
    const shared = await clientOf("otto").ask("shareTraffic", {
      params: { ...params, version: 1 },
      body: { share: 1 },
      ifMatch: deployed.etag!,
    });
    expect(shared).toMatchObject({ ok: true, value: { versions: [{ state: "canary", share: 1 }] } });
  });

  it("V21: tells a refusal by its code, with the request's id, and a wrong role as one", async () => {
    const answered = await clientOf("ann").ask("getStrategy", { params: { strategy: "nowhere" } });
    expect(answered).toMatchObject({
      ok: false,
      failure: {
        code: "unknown-strategy",
        status: 404,
        request: expect.stringMatching(/^urn:asof:request:/),
      },
    });
    const wrong = await clientOf("ann").ask("halt", {
      params: { strategy: "typed" },
      body: { reason: "x" },
      ifMatch: "*",
    });
    expect(wrong).toMatchObject({ ok: false, failure: { code: "wrong-role" } });
    const shapeless = await clientOf("otto").ask("halt", {
      params: { strategy: "typed" },
      body: { reason: "" },
      ifMatch: "*",
    });
    expect(shapeless).toMatchObject({ ok: false, failure: { errors: [{ path: "reason" }] } });
  });

  it("V21: takes what is no serving API for none", async () => {
    const other = createServer((_, answer) => answer.end("<html>hello</html>"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const client = clientOf("ann", { server: `http://127.0.0.1:${port}` });
    expect(await client.ask("whoAmI", {})).toMatchObject({ ok: false, failure: { code: "no-such-server" } });
    await new Promise((resolve) => other.close(resolve));
    expect(await client.ask("whoAmI", {})).toMatchObject({
      ok: false,
      failure: { code: "unreachable", message: expect.stringContaining("nothing listens there") },
    });
  });

  it("V22: sends again with the same key when an answer was lost, and it is done once", async () => {
    const before = await auditCount();
    const network = losingAnswers(3);
    const client = clientOf("ann", { fetch: network.fetch });
    const uploaded = await client.ask("uploadBundle", { document: doubleDocument("lost") });
    expect(uploaded.ok).toBe(true);
    expect(network.keys).toHaveLength(4);
    expect(new Set(network.keys).size).toBe(1);
    expect(await auditCount()).toBe(before + 1);
  });

  it("V22: does not repeat a change without a key, and gives up in the end", async () => {
    await server.makeLive("once", "once", "canary");
    const network = losingAnswers(9);
    const client = clientOf("otto", { fetch: network.fetch });
    const params = { strategy: "once", version: 1 };
    const shared = await client.ask("shareTraffic", { params, body: { share: 25 }, ifMatch: "*" });
    expect([shared.ok, network.keys.length]).toEqual([false, 1]);
    const read = await client.ask("listStrategies", {});
    expect([read.ok, network.keys.length]).toEqual([false, 5]);
  });

  it("V23: follows the stream over lost connections, each event once and without a gap", async () => {
    await server.makeLive("streamed", "streamed", "canary");
    const leave = new AbortController();
    const connections: boolean[] = [];
    const heard: StreamEvent[] = [];
    const total = await auditCount();
    const listen = async () => {
      const options = {
        after: 0,
        signal: leave.signal,
        onConnected: (isConnected: boolean) => connections.push(isConnected),
      };
      for await (const event of clientOf("ann").follow(options)) {
        heard.push(event);
        if (event.seq === 3) server.breakConnections();
        if (event.seq === total) {
          server.breakConnections();
          await server.ask("otto", "POST", "/v1/strategies/streamed/promote", { version: 1 });
        }
        if (event.name === "strategy/promoted") leave.abort();
      }
    };
    await listen();
    expect(heard.map(({ seq }) => seq)).toEqual(Array.from({ length: total + 1 }, (_, k) => k + 1));
    expect(connections.filter(Boolean).length).toBeGreaterThan(1);
  });

  it("V23: ends with the reason when the server does not let it in", async () => {
    const client = clientOf("ann", { token: () => "asof_0000000000000000_x" });
    const stream = client.follow({ after: null, signal: new AbortController().signal });
    expect(await stream.next()).toMatchObject({ done: true, value: { code: "unauthenticated" } });
  });

  it("V24: sends the token over HTTPS or to this machine only, and never shows it", async () => {
    const secret = "asof_secret_secret";
    const sent: string[] = [];
    const spy: typeof fetch = async (input) => {
      sent.push(String(input));
      throw new TypeError(`could not send Bearer ${secret}`);
    };
    const ask = (at: string, token = secret, allowsPlainHttp = false) =>
      servingClient({ server: at, token: () => token, fetch: spy, attempts: 1, allowsPlainHttp }).ask(
        "whoAmI",
        {},
      );
    for (const at of ["http://10.0.0.5:8471", "ftp://x", "nowhere", "https://ann:pw@example.com"])
      expect(await ask(at)).toMatchObject({ ok: false, failure: { code: "bad-address" } });
    expect(await ask("https://example.com", `${secret}\nx`)).toMatchObject({
      ok: false,
      failure: { code: "bad-token" },
    });
    expect(sent).toEqual([]);
    const failed = [
      await ask("https://example.com/base"),
      await ask("http://[::1]:1"),
      await ask("http://10.0.0.5", secret, true),
      await ask("https://x", `${secret}\n`),
    ];
    expect(sent).toEqual(["https://example.com/base/v1/me", "http://[::1]:1/v1/me", "http://10.0.0.5/v1/me"]);
    expect(JSON.stringify(failed)).not.toContain("secret");
  });

  // Last: the tests of a process share one database, and another server begins with an empty one.
  it("V22: waits as long as the server says before it asks again", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const strict = await listeningServer({ readsPerSecond: 2 });
    const waits: number[] = [];
    const client = servingClient({
      server: strict.address,
      token: () => strict.tokenOf("ann"),
      wait: async (milliseconds) => void waits.push(milliseconds),
      attempts: 2,
    });
    for (let k = 0; k < 3; k++) await client.ask("whoAmI", {});
    expect(waits).toEqual([1_000]);
    await strict.close();
  });
});
