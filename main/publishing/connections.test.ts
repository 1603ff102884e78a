import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { servingClient } from "../../serving/client/serving-client.ts";
import { type ListeningServer, listeningServer } from "../../serving/testing/listening-server.ts";
import type { Connection } from "../contract/publish-calls.ts";
import { jsonFile } from "../files/json-file.ts";
import { Connections, connectionsSchema } from "./connections.ts";
import { type KeyStore, Secrets } from "./secrets.ts";
import { signingKey } from "./signing-key.ts";

let server: ListeningServer;
let folder = "";
let open: Connections[] = [];
beforeAll(async () => {
  server = await listeningServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-connections-"));
});
afterEach(async () => {
  for (const connections of open) connections.endAll();
  open = [];
  await rm(folder, { recursive: true, force: true });
});

/** A stand-in for the system's key store, which exists in the app only: what it seals, only it opens. */
const keyStore = (password: number): KeyStore => {
  const turn = (text: string) => Buffer.from(Buffer.from(text).map((byte) => byte ^ password));
  return {
    isAvailable: () => true,
    seal: (text) => `${password}:${turn(text).toString("base64")}`,
    open: (sealed) => {
      const [own, bytes] = sealed.split(":");
      return Number(own) === password ? turn(Buffer.from(bytes!, "base64").toString()).toString() : null;
    },
  };
};
const none: KeyStore = {
  isAvailable: () => false,
  seal: () => {
    throw new Error("there is no key store");
  },
  open: () => null,
};

const start = async (store: KeyStore = keyStore(7)) => {
  const secrets = new Secrets(join(folder, "secrets.json"), store);
  await secrets.load();
  const heard: { changes: Connection[][]; online: string[]; strategies: string[] } = {
    changes: [],
    online: [],
    strategies: [],
  };
  const connections = new Connections({
    file: jsonFile(join(folder, "connections.json"), connectionsSchema),
    secrets,
    clientOf: (url, token) => servingClient({ server: url, token, attempts: 1 }),
    onChanged: (list) => heard.changes.push(list),
    onOnline: (id) => heard.online.push(id),
    onStrategies: (id) => heard.strategies.push(id),
  });
  await connections.load();
  open.push(connections);
  return { connections, secrets, heard };
};
const draft = () => ({ name: "Desk", url: server.address, desk: "equities" });
const stateOf = (connections: Connections) => connections.list()[0]?.state;

describe("connections", () => {
  it("Q2: keep the token in the key store only, over a restart, and say who one is", async () => {
    const { connections } = await start();
    const saved = await connections.save(null, draft(), server.tokenOf("ann"));
    expect(saved).toMatchObject({ ok: true, value: { state: "connecting", isTokenKept: true } });
    await expect.poll(() => stateOf(connections)).toBe("online");
    expect(connections.list()).toMatchObject([{ subject: "ann", roles: ["author"], message: "" }]);
    for (const name of await readdir(folder))
      expect(await readFile(join(folder, name), "utf8")).not.toContain(server.tokenOf("ann"));
    connections.endAll();
    const again = await start();
    await expect.poll(() => stateOf(again.connections)).toBe("online");
    expect(again.heard.online).toHaveLength(1);
  });

  it("Q2: what is saved and removed at the same time does not undo one another", async () => {
    const { connections, secrets } = await start();
    const first = await connections.save(null, draft(), server.tokenOf("ann"));
    const { id } = first.ok ? first.value : { id: "" };
    const names = ["A", "B", "C", "A"];
    const saved = names.map((name) => connections.save(null, { ...draft(), name }, server.tokenOf("ann")));
    const removed = connections.remove(id);
    const key = secrets.set("key", "k");
    expect((await Promise.all(saved)).map(({ ok }) => ok)).toEqual([true, true, true, false]);
    expect(await removed).toMatchObject({ ok: true });
    await key;
    connections.endAll();
    const again = await start();
    const kept = again.connections.list().map(({ name, isTokenKept }) => ({ name, isTokenKept }));
    expect(kept).toEqual(["A", "B", "C"].map((name) => ({ name, isTokenKept: true })));
    expect(again.secrets.get("key")).toBe("k");
    expect(again.secrets.get(`token:${id}`)).toBeNull();
  });

  it("Q2: without a key store a token is held until the end and written nowhere, which is said", async () => {
    const { connections } = await start(none);
    const saved = await connections.save(null, draft(), server.tokenOf("ann"));
    expect(saved).toMatchObject({ ok: true, value: { isTokenKept: false } });
    await expect.poll(() => stateOf(connections)).toBe("online");
    expect(await readdir(folder)).toEqual(["connections.json"]);
    connections.endAll();
    const again = await start(none);
    expect(again.connections.list()).toMatchObject([
      { state: "refused", message: expect.stringContaining("Enter it, or sign in again.") },
    ]);
  });

  it("Q2: what another user or machine sealed is not taken for a token", async () => {
    const { connections } = await start(keyStore(7));
    await connections.save(null, draft(), server.tokenOf("ann"));
    connections.endAll();
    const other = await start(keyStore(8));
    expect(other.connections.list()).toMatchObject([{ state: "refused", isTokenKept: false }]);
    await writeFile(join(folder, "secrets.json"), "{ torn");
    expect((await start()).connections.list()).toMatchObject([{ state: "refused" }]);
  });

  it("Q2: a token goes to the server it was entered for, and to no other address", async () => {
    const { connections } = await start();
    expect(await connections.save(null, draft(), null)).toMatchObject({ error: { code: "token-needed" } });
    const saved = await connections.save(null, draft(), server.tokenOf("ann"));
    const { id } = saved.ok ? saved.value : { id: "" };
    const elsewhere = { ...draft(), url: "https://evil.example" };
    expect(await connections.save(id, elsewhere, null)).toMatchObject({ error: { code: "token-needed" } });
    expect(connections.trial("https://evil.example", id, null)).toMatchObject({
      error: { code: "token-needed" },
    });
    expect(connections.trial(server.address, id, null).ok).toBe(true);
    expect(await connections.save(id, { ...draft(), name: "Renamed" }, null)).toMatchObject({ ok: true });
    for (const url of ["http://10.1.2.3", "ftp://x", "https://a:b@x"])
      expect(await connections.save(id, { ...draft(), url }, "t")).toMatchObject({
        error: { code: "url-refused" },
      });
    const second = { ...draft(), name: "Renamed" };
    expect(await connections.save(null, second, "t")).toMatchObject({ error: { code: "name-taken" } });
    expect(await connections.save("nothing", draft(), "t")).toMatchObject({
      error: { code: "unknown-connection" },
    });
    await connections.remove(id);
    expect(connections.list()).toEqual([]);
    expect(await readFile(join(folder, "secrets.json"), "utf8")).not.toContain(id);
  });

  it("Q2: several servers are watched at once: one that is away or refuses says so, and one that is back is told", async () => {
    const { connections, heard } = await start();
    const away = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => away.once("listening", resolve));
    const { port } = away.address() as AddressInfo;
    await new Promise((resolve) => away.close(resolve));
    const url = `http://127.0.0.1:${port}`;
    await connections.save(null, { ...draft(), name: "Away", url }, "asof_x");
    await connections.save(null, { ...draft(), name: "Wrong" }, "asof_0000000000000000_x");
    await connections.save(null, draft(), server.tokenOf("otto"));
    const states = () => connections.list().map(({ state }) => state);
    await expect.poll(() => states()).toEqual(["offline", "refused", "online"]);
    expect(connections.list()[0]?.message).toContain("nothing listens there");
    const told = () => heard.strategies.length;
    await expect.poll(() => told()).toBeGreaterThan(0);
    const before = told();
    await server.makeLive("watched", "watched", "checked");
    await expect.poll(() => told()).toBeGreaterThan(before);
    server.breakConnections();
    await expect.poll(() => heard.online.length).toBe(2);
    expect(heard.changes.some((list) => list[2]?.state === "offline")).toBe(true);
  });

  it("Q2: the signing key is made once, kept sealed, and its private half shown to nobody", async () => {
    const { secrets } = await start();
    const key = signingKey(secrets);
    const shown = await key.show();
    expect(shown).toMatchObject({ isKept: true, publicKey: expect.stringContaining("BEGIN PUBLIC KEY") });
    expect(JSON.stringify(shown)).not.toContain("PRIVATE");
    expect(await readFile(join(folder, "secrets.json"), "utf8")).not.toContain("PRIVATE");
    expect(await signingKey((await start()).secrets).show()).toEqual(shown);
    const held = signingKey((await start(none)).secrets);
    expect([(await held.show()).isKept, (await held.show()).keyid === shown.keyid]).toEqual([false, false]);
    expect(await held.show()).toEqual(await held.show());
  });
});
