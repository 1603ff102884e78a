import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ServingClient, servingClient } from "../../serving/client/serving-client.ts";
import { doubleDocument } from "../../serving/testing/bundle-checker-double.ts";
import { type ListeningServer, listeningServer } from "../../serving/testing/listening-server.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import type { QueuedBundle } from "../contract/publish-calls.ts";
import { Outbox, type Outgoing } from "./outbox.ts";

let server: ListeningServer;
let folder = "";
beforeAll(async () => {
  server = await listeningServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-outbox-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A network that can be away, or lose the answer to a request that arrived. */
const network = { isAway: false, loses: (_path: string) => false };
beforeEach(() => Object.assign(network, { isAway: false, loses: () => false }));
const unreliable: typeof fetch = async (input, init) => {
  if (network.isAway) throw new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });
  const answer = await fetch(input, init);
  if (network.loses(new URL(String(input)).pathname)) throw new TypeError("fetch failed");
  return answer;
};
const clientOf = (person: string): ServingClient =>
  servingClient({
    server: server.address,
    token: () => server.tokenOf(person),
    fetch: unreliable,
    wait: async () => {},
  });

const boxOf = async (person = "ann", changes: QueuedBundle[][] = []): Promise<Outbox> => {
  const outbox = new Outbox({
    folder,
    clientOf: (id) => (id === "c1" ? wireOk(clientOf(person)) : wireError("unknown-connection", "gone")),
    onChanged: (entries) => changes.push(entries),
    now: () => 1_000,
  });
  await outbox.load();
  return outbox;
};

const outgoing = async (name: string, strategy: string): Promise<Outgoing> => {
  const document = doubleDocument(name);
  const checked = await server.services.checker.check(document);
  if (!checked.ok) throw new Error(checked.message);
  return { connectionId: "c1", strategy, desk: "equities", digest: checked.bundle.digest, document };
};
const actionsOf = async (): Promise<string[]> => {
  const { entries } = (await server.ask("rita", "GET", "/v1/audit?limit=1000")).json();
  return entries.map(({ action, subject }: Record<string, string>) => `${action} ${subject}`);
};

describe("the queue of bundles", () => {
  it("Q1: sends at once, and leaves nothing behind", async () => {
    const changes: QueuedBundle[][] = [];
    const outbox = await boxOf("ann", changes);
    const sent = await outbox.send(await outgoing("q1", "direct"));
    expect(sent).toMatchObject({ ok: true, value: { outcome: "sent", version: 1 } });
    expect(changes.map((entries) => entries.map(({ state }) => state))).toEqual([
      ["waiting"],
      ["sending"],
      [],
    ]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("Q1: keeps what could not be sent over a restart, and sends it once when the server is there", async () => {
    network.isAway = true;
    const bundle = await outgoing("q2", "later");
    const queued = await (await boxOf()).send(bundle);
    expect(queued).toMatchObject({
      ok: true,
      value: {
        outcome: "queued",
        entry: { state: "waiting", message: expect.stringContaining("nothing listens") },
      },
    });
    const restarted = await boxOf();
    expect(restarted.list()).toMatchObject([{ strategy: "later", state: "waiting", queuedAt: 1_000 }]);
    await restarted.flush("c1");
    expect(restarted.list()).toMatchObject([{ state: "waiting" }]);
    network.isAway = false;
    await Promise.all([restarted.flush("c1"), restarted.flush("c1")]);
    expect(restarted.list()).toEqual([]);
    expect((await actionsOf()).filter((line) => line === "strategy/uploaded later")).toHaveLength(1);
  });

  it("Q1: a version whose answer was lost, the app being ended then, is not made twice", async () => {
    network.loses = (path) => path.endsWith("/versions");
    const bundle = await outgoing("q3", "lost");
    expect(await (await boxOf()).send(bundle)).toMatchObject({ ok: true, value: { outcome: "queued" } });
    expect((await server.ask("ann", "GET", "/v1/strategies/lost")).json().versions).toHaveLength(1);
    network.loses = () => false;
    const restarted = await boxOf();
    await restarted.flush("c1");
    expect(restarted.list()).toEqual([]);
    expect((await server.ask("ann", "GET", "/v1/strategies/lost")).json().versions).toHaveLength(1);
    expect((await actionsOf()).filter((line) => line === `bundle/taken-in ${bundle.digest}`)).toHaveLength(1);
  });

  it("Q1: what the server refuses stays with its reason until it is tried again or discarded", async () => {
    const bundle = await outgoing("q4", "refused");
    const outbox = await boxOf("otto");
    expect(await outbox.send(bundle)).toMatchObject({
      ok: true,
      value: { outcome: "refused", failure: { code: "wrong-role" } },
    });
    expect(outbox.list()).toMatchObject([{ state: "refused" }]);
    await outbox.flush("c1");
    expect(outbox.list()).toMatchObject([{ state: "refused" }]);
    const [entry] = outbox.list();
    const again = await boxOf("ann");
    expect([again.retry("nothing"), again.retry(entry!.id)]).toEqual([false, true]);
    await again.flush("c1");
    await again.send(await outgoing("q4b", "other"));
    expect(again.list()).toEqual([]);
    network.isAway = true;
    await again.send(bundle);
    expect(await again.discard(again.list()[0]!.id)).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  it("Q1: the same bundle for the same strategy waits once, and one that was published is found", async () => {
    network.isAway = true;
    const bundle = await outgoing("q5", "twice");
    const outbox = await boxOf();
    await outbox.send(bundle);
    await outbox.send(bundle);
    expect(outbox.list()).toHaveLength(1);
    network.isAway = false;
    await outbox.flush("c1");
    const again = await outbox.send(bundle);
    expect(again).toMatchObject({ ok: true, value: { outcome: "sent", version: 1 } });
  });

  it("Q1: files that are torn, alone or of somebody else keep nothing from being sent", async () => {
    network.isAway = true;
    const outbox = await boxOf();
    await outbox.send(await outgoing("q6", "whole"));
    await writeFile(join(folder, "a.json"), '{"id":');
    await writeFile(join(folder, "b.bundle"), "left behind");
    const restarted = await boxOf();
    expect(restarted.list()).toMatchObject([{ strategy: "whole" }]);
    expect(await readdir(folder)).not.toContain("b.bundle");
    const [{ id }] = restarted.list() as [QueuedBundle];
    await rm(join(folder, `${id}.bundle`));
    network.isAway = false;
    await restarted.flush("c1");
    expect(restarted.list()).toMatchObject([
      { state: "refused", message: "The bundle's file is gone. Publish it again." },
    ]);
    expect(await readFile(join(folder, `${id}.json`), "utf8")).not.toContain(server.tokenOf("ann"));
  });
});
