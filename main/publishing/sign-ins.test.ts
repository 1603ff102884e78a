import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Grant } from "../../serving/client/grant.ts";
import { servingClient } from "../../serving/client/serving-client.ts";
import {
  type IdentityProviderDouble,
  identityProviderDouble,
} from "../../serving/testing/identity-provider-double.ts";
import { type ListeningServer, listeningServer } from "../../serving/testing/listening-server.ts";
import type { SignInState } from "../contract/sign-in-calls.ts";
import { jsonFile } from "../files/json-file.ts";
import { Connections, connectionsSchema } from "./connections.ts";
import { Secrets } from "./secrets.ts";
import { SignIns } from "./sign-ins.ts";

let provider: IdentityProviderDouble;
let server: ListeningServer;
let plain: ListeningServer;
let folder = "";
let open: Connections[] = [];
beforeAll(async () => {
  provider = await identityProviderDouble();
  // They share a database, whose tokens are those of the second.
  plain = await listeningServer();
  server = await listeningServer({}, undefined, provider.oidc);
});
afterAll(async () => {
  await server.close();
  await plain.close();
  await provider.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-sign-ins-"));
  Object.assign(provider.ways, { life: 300, audience: "asof-serving", refreshes: true, isBroken: false });
});
afterEach(async () => {
  for (const connections of open) connections.endAll();
  open = [];
  // What was being written when it ended is there a moment longer.
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A stand-in for the system's key store, which exists in the app only. */
const keyStore = {
  isAvailable: () => true,
  seal: (text: string) => Buffer.from(text).toString("base64"),
  open: (sealed: string) => Buffer.from(sealed, "base64").toString(),
};

const start = async (now: () => number = Date.now) => {
  const secrets = new Secrets(join(folder, "secrets.json"), keyStore);
  await secrets.load();
  const connections = new Connections({
    file: jsonFile(join(folder, "connections.json"), connectionsSchema),
    secrets,
    grants: { now },
    clientOf: (url, token) => servingClient({ server: url, token, attempts: 1 }),
    onChanged: () => {},
    onOnline: () => {},
    onStrategies: () => {},
  });
  await connections.load();
  open.push(connections);
  const heard: SignInState[] = [];
  const opened: string[] = [];
  const signIns = new SignIns({
    connections,
    open: async (address) => void opened.push(address),
    onChanged: (state) => heard.push(state),
    device: { wait: () => new Promise((resolve) => setImmediate(resolve)) },
  });
  return { connections, signIns, heard, opened };
};
const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });
type Started = Awaited<ReturnType<typeof start>>;
const draft = () => ({ name: "Desk", url: server.address, desk: "equities" });
const codeOf = async ({ signIns }: Started, id: string | null = null): Promise<string> => {
  const begun = await signIns.start(id, draft());
  if (!begun.ok || begun.value.state !== "waiting") throw new Error(JSON.stringify(begun));
  return begun.value.userCode;
};
const signIn = async (started: Started): Promise<string> => {
  provider.decide(await codeOf(started), true, "mara");
  await soon(() => expect(started.heard.at(-1)?.state).toBe("done"));
  const last = started.heard.at(-1)!;
  return last.state === "done" ? last.connectionId : "";
};
const shown = ({ connections }: Started) => connections.list()[0];

describe("signing in to a server", () => {
  it("Q5: gives a connection without a token of the server's, and keeps what the issuer gave in the key store only", async () => {
    const started = await start();
    expect(await started.signIns.offer(server.address)).toEqual({
      ok: true,
      value: { issuer: provider.issuer },
    });
    await signIn(started);
    await soon(() => expect(shown(started)?.state).toBe("online"));
    expect(shown(started)).toMatchObject({
      subject: "oidc:mara",
      roles: ["author"],
      isTokenKept: true,
      signIn: { issuer: provider.issuer, hasEnded: false },
    });
    const secrets = JSON.parse(await readFile(join(folder, "secrets.json"), "utf8"));
    const [, sealed] = Object.entries<string>(secrets).find(([name]) => name.startsWith("grant:"))!;
    const { accessToken, refreshToken } = JSON.parse(keyStore.open(sealed)) as Grant;
    for (const name of await readdir(folder))
      for (const secret of [accessToken, refreshToken!])
        expect(await readFile(join(folder, name), "utf8")).not.toContain(secret);
    expect(JSON.stringify([started.heard, started.connections.list()])).not.toContain(accessToken);
    started.connections.endAll();
    const again = await start();
    await soon(() => expect(shown(again)?.state).toBe("online"));
  });

  it("Q5: opens the issuer's own address, and nothing when no sign-in is under way", async () => {
    const started = await start();
    expect(await started.signIns.open()).toMatchObject({ error: { code: "no-sign-in" } });
    const code = await codeOf(started);
    await started.signIns.open();
    expect(started.opened).toEqual([`${provider.issuer}/activate?user_code=${code}`]);
    started.signIns.cancel();
    expect(await started.signIns.open()).toMatchObject({ error: { code: "no-sign-in" } });
  });

  it("Q5: what was refused, cancelled, or not taken by the server gives no connection and says why", async () => {
    const started = await start();
    provider.decide(await codeOf(started), false);
    await soon(() => expect(started.heard.at(-1)).toMatchObject({ code: "denied" }));
    const cancelled = await codeOf(started);
    started.signIns.cancel();
    provider.decide(cancelled, true);
    provider.ways.audience = "payroll";
    provider.decide(await codeOf(started), true);
    await soon(() => expect(started.heard.at(-1)).toMatchObject({ code: "not-accepted" }));
    expect(started.connections.list()).toEqual([]);
    expect(await started.signIns.start(null, { ...draft(), url: plain.address })).toMatchObject({
      error: { code: "not-offered" },
    });
    expect(await started.signIns.offer(plain.address)).toEqual({ ok: true, value: { issuer: null } });
    provider.ways.isBroken = true;
    expect(await started.signIns.start(null, draft())).toMatchObject({
      ok: true,
      value: { state: "failed", code: "unreachable" },
    });
  });

  it("Q5: asks for new tokens before the old ones end, once for many requests at a time", async () => {
    let passed = 0;
    const started = await start(() => Date.now() + passed);
    const id = await signIn(started);
    await soon(() => expect(shown(started)?.state).toBe("online"));
    const refreshes = () => provider.heard.filter((what) => what === "/token refresh_token").length;
    const before = refreshes();
    const client = started.connections.client(id);
    const ask = async () => (client.ok ? (await client.value.ask("whoAmI", {})).ok : false);
    expect([await ask(), refreshes() - before]).toEqual([true, 0]);
    passed = 250_000;
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([true, true, true]);
    expect(refreshes() - before).toBe(1);
    // By itself, as the time comes: these tokens are half over at once.
    provider.ways.life = 0.4;
    passed = 600_000;
    await ask();
    await soon(() => expect(refreshes() - before).toBeGreaterThan(3));
  });

  it("Q5: an issuer that is away ends nothing; one that gives no more does, and signing in goes on from there", async () => {
    let passed = 0;
    const started = await start(() => Date.now() + passed);
    const id = await signIn(started);
    const client = started.connections.client(id);
    const ask = async () => {
      const me = client.ok ? await client.value.ask("whoAmI", {}) : null;
      return me?.ok ? "ok" : me?.failure.code;
    };
    provider.ways.isBroken = true;
    passed = 250_000;
    expect(await ask()).toBe("ok");
    passed = 310_000;
    expect(await ask()).toBe("unreachable");
    provider.ways.isBroken = false;
    expect(await ask()).toBe("ok");
    provider.endSessions();
    passed = 620_000;
    expect(await ask()).toBe("sign-in-ended");
    await soon(() =>
      expect(shown(started)).toMatchObject({
        state: "refused",
        code: "sign-in-ended",
        signIn: { hasEnded: true },
      }),
    );
    passed = 0;
    provider.decide(await codeOf(started, id), true, "mara");
    await soon(() => expect(shown(started)).toMatchObject({ state: "online", id }));
    expect(started.connections.list()).toHaveLength(1);
  });

  it("Q5: signing out forgets the tokens and tells the issuer; a token takes the place of a sign-in", async () => {
    const started = await start();
    const id = await signIn(started);
    expect(await started.signIns.signOut("nobody")).toMatchObject({ error: { code: "unknown-connection" } });
    await started.signIns.signOut(id);
    expect(shown(started)).toMatchObject({ state: "refused", code: "token-needed", signIn: null });
    expect(await readFile(join(folder, "secrets.json"), "utf8")).toBe("{}\n");
    await soon(() => expect(provider.heard.at(-1)).toBe("/revoke"));
    expect(await started.connections.save(id, draft(), null)).toMatchObject({
      error: { code: "token-needed" },
    });
    provider.decide(await codeOf(started, id), true, "mara");
    await soon(() => expect(shown(started)).toMatchObject({ subject: "oidc:mara" }));
    await started.connections.save(id, draft(), server.tokenOf("otto"));
    await soon(() => expect(shown(started)).toMatchObject({ subject: "otto", signIn: null }));
  });
});
