import type { KeyObject } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evidenceOf } from "../../bundle/document/evidence-of.ts";
import { readPublicKey } from "../../bundle/document/keys.ts";
import { readDocument } from "../../bundle/document/read-document.ts";
import { runHere } from "../../bundle/testing/run-here.ts";
import { authorKey, buildOn, cells, codeCell } from "../../bundle/testing/world-notebook.ts";
import { checkSignatures } from "../../bundle/verify/check-signatures.ts";
import { openApproval } from "../../bundle/verify/open-approval.ts";
import type { NotebookCell } from "../../kernel/contract/document.ts";
import { servingClient } from "../../serving/client/serving-client.ts";
import type { BundleChecker } from "../../serving/domain/bundle-checker.ts";
import { commandByServer } from "../../serving/live/server-command.ts";
import { type ListeningServer, listeningServer } from "../../serving/testing/listening-server.ts";
import type { WireResult } from "../../wire/contract.ts";
import { createDispatch, type Handlers } from "../../wire/dispatch.ts";
import {
  type Connection,
  publishCalls,
  publishEvents,
  type SigningKey,
  type StrategyList,
} from "../contract/publish-calls.ts";
import type { VersionEvidence } from "../contract/publish-evidence.ts";
import { jsonFile } from "../files/json-file.ts";
import { Connections, connectionsSchema } from "./connections.ts";
import { Gates } from "./gates.ts";
import { Outbox } from "./outbox.ts";
import { publishHandlers } from "./publish-handlers.ts";
import { Secrets } from "./secrets.ts";
import { SignIns } from "./sign-ins.ts";
import { signingKey } from "./signing-key.ts";
import { StrategyLists } from "./strategy-lists.ts";

/** Takes in what is a bundle and signed by the author of these tests; the replay is tested where bundles are. */
const checker: BundleChecker = {
  trusted: async () => [],
  check: async (document) => {
    const read = readDocument(document);
    if (!read.ok) return { ok: false, code: read.fault.code, message: read.fault.message };
    const { digest, manifest } = read.value.document;
    const signed = checkSignatures(read.value.document, [authorKey]);
    if (!signed.ok) return { ok: false, code: signed.fault.code, message: signed.fault.message };
    return { ok: true, bundle: { digest, signedBy: "ann", evidence: evidenceOf(manifest) } };
  },
  checkApproval: async (statement) => {
    const opened = openApproval(statement, new Map([...registered].map(([id, { key }]) => [id, key])));
    if (typeof opened === "string") return { ok: false, code: opened, message: "Have the key registered." };
    return { ok: true, signedBy: registered.get(opened.keyid)!.person, approval: opened.approval };
  },
};
/** Public keys that the server knows, by their ids. */
const registered = new Map<string, { readonly person: string; readonly key: KeyObject }>();
/** Hands somebody's public key to whoever runs the server. */
const register = async (person: string): Promise<void> => {
  const shown = (await ask(person, "signing-key/get")) as WireResult<SigningKey>;
  if (shown.ok) registered.set(shown.value.keyid, { person, key: readPublicKey(shown.value.publicKey) });
};

let server: ListeningServer;
let folder = "";
const people = new Map<
  string,
  { ask: (name: string, input: unknown) => Promise<WireResult<unknown>>; id: string }
>();
const lists: StrategyList[] = [];
const all: Connections[] = [];

/** Somebody at the app, whose main process answers; no window and no kernel. */
const sitDown = async (person: string) => {
  const own = join(folder, person);
  const secrets = new Secrets(join(own, "secrets.json"), {
    isAvailable: () => false,
    seal: (text) => text,
    open: (text) => text,
  });
  const connections = new Connections({
    file: jsonFile(join(folder, `${person}.json`), connectionsSchema),
    secrets,
    clientOf: (url, token) => servingClient({ server: url, token, attempts: 1 }),
    onChanged: () => {},
    onOnline: () => {},
    onStrategies: (id) => void strategies.refresh(id),
  });
  all.push(connections);
  const clientOf = (id: string) => connections.client(id);
  const strategies = new StrategyLists({ clientOf, onChanged: (list) => lists.push(list), now: () => 5 });
  const outbox = new Outbox({ folder: own, clientOf, onChanged: () => {}, now: () => 5 });
  const never = () => Promise.reject(new Error("not in this test"));
  const gates = new Gates({ cleanRun: never, build: never, policy: never }, () => {});
  const publishing = {
    connections,
    signIns: new SignIns({ connections, open: never, onChanged: () => {} }),
    key: signingKey(secrets),
    gates,
    outbox,
    strategies,
    decisions: never,
    isGranted: () => false,
    isStoreReady: () => true,
  };
  const contract = { calls: publishCalls, events: publishEvents };
  const ask = createDispatch(contract, publishHandlers(publishing) as unknown as Handlers<typeof contract>);
  const draft = { id: null, name: "Desk", url: server.address, desk: "equities" };
  const saved = await ask("connection/save", { ...draft, token: server.tokenOf(person) });
  people.set(person, { ask, id: saved.ok ? (saved.value as Connection).id : "" });
};
const ask = (person: string, name: string, input: object = {}) => {
  const { ask: own, id } = people.get(person)!;
  return own(name, { connectionId: id, ...input });
};

const upload = async (strategy: string, written: readonly NotebookCell[]): Promise<string> => {
  const built = await buildOn(runHere(), { cells: written, vectors: 50 });
  if (!built.ok) throw new Error(built.fault.message);
  const { text, digest } = built.value;
  expect((await server.ask("ann", "POST", "/v1/bundles", text)).statusCode).toBe(201);
  await server.ask("ann", "POST", `/v1/strategies/${strategy}/versions`, { digest, desk: "equities" });
  return digest;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-handlers-"));
  server = await listeningServer({}, checker);
  const { policy } = (await server.ask("root", "GET", "/v1/desks/equities/policy")).json();
  const evidence = { ...policy.evidence, needsAuditCertificate: false, maxDrawdown: 0.9 };
  await server.ask("root", "PUT", "/v1/desks/equities/policy", { ...policy, evidence });
  for (const person of ["ann", "ada", "otto", "rita"]) await sitDown(person);
});
afterAll(async () => {
  for (const connections of all) connections.endAll();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the calls of publishing", () => {
  it("Q4: shows an approver the very bundle, each cell beside that of the live version", async () => {
    const first = await upload("best", cells);
    const evidence = (await ask("ada", "version/evidence", {
      strategy: "best",
      version: 1,
    })) as WireResult<VersionEvidence>;
    expect(evidence).toMatchObject({
      ok: true,
      value: {
        isDigestChecked: true,
        uploadedBy: "ann",
        version: { digest: first, signedBy: "ann" },
        parameters: { lag: 5 },
        parityCount: 50,
        limits: [{ limit: "maxDrawdown", allowed: 0.9 }],
        live: null,
      },
    });
    publishCalls["version/evidence"].output.parse(evidence.ok && evidence.value);
    const at = { strategy: "best", version: 1 };
    // Nobody's word until it carries a signature that the server knows to be his.
    const judged = { ...at, revision: 2, digest: first };
    expect(await ask("ada", "version/approve", judged)).toMatchObject({
      error: { code: "approval-refused", message: expect.stringContaining("unknown-key") },
    });
    await register("ada");
    for (const [person, call, input] of [
      ["ada", "version/approve", { ...at, revision: 2, digest: first }],
      ["otto", "deployment/shadow", { ...at, revision: 3 }],
      ["otto", "deployment/share", { ...at, revision: 4, share: 1 }],
      ["otto", "deployment/share", { ...at, revision: 5, share: 5 }],
      ["otto", "deployment/share", { ...at, revision: 6, share: 25 }],
      ["otto", "deployment/share", { ...at, revision: 7, share: 50 }],
      ["otto", "deployment/promote", { ...at, revision: 8 }],
    ] as const)
      expect(await ask(person, call, input), call).toMatchObject({ ok: true });

    const second = [codeCell("half", "const half = (x: number): number => x / 4;"), cells[1]!];
    await upload("best", second);
    const next = (await ask("ada", "version/evidence", {
      strategy: "best",
      version: 2,
    })) as WireResult<VersionEvidence>;
    const shown = next.ok ? next.value : null;
    expect(shown?.live?.version.digest).toBe(first);
    expect(shown?.cells.map(({ cellId, source, liveSource }) => [cellId, source === liveSource])).toEqual([
      ["half", false],
      ["best", true],
    ]);
  });

  it("Q4: holds limits against the server's own figures where it has them, and says whose they are", async () => {
    const { policy } = (await server.ask("root", "GET", "/v1/desks/equities/policy")).json();
    const wanting = (needsRecomputedFigures: boolean) =>
      server.ask("root", "PUT", "/v1/desks/equities/policy", {
        ...policy,
        evidence: { ...policy.evidence, needsRecomputedFigures },
      });
    await wanting(true);
    await upload("recomputed", [codeCell("half", "const half = (x: number): number => x / 16;"), cells[1]!]);
    const shown = async () => {
      const at = { strategy: "recomputed", version: 1 };
      const { value } = (await ask("ada", "version/evidence", at)) as { value: VersionEvidence };
      return [
        value.version.recomputed?.outcome,
        ...value.limits.map(({ limit, verdict }) => [limit, verdict]),
      ];
    };
    expect(await shown()).toEqual([undefined, ["maxDrawdown", "met"], ["needsRecomputedFigures", "broken"]]);
    const figures = { annualTurnover: 1, grossLeverage: 1, deflatedSharpe: null, hasAuditCertificate: false };
    const recomputed = { outcome: "same", evidence: { drawdown: 0.95, ...figures } } as const;
    await commandByServer(server.services, "recomputed", {
      kind: "report-recomputed",
      version: 1,
      recomputed,
    });
    expect(await shown()).toEqual(["same", ["maxDrawdown", "broken"], ["needsRecomputedFigures", "met"]]);
    await wanting(false);
  });

  it("Q4: a bundle that is not the one of its digest is not shown as evidence", async () => {
    const digest = await upload("swapped", [
      codeCell("half", "const half = (x: number): number => x / 8;"),
      cells[1]!,
    ]);
    const other = await buildOn(runHere(), { vectors: 60 });
    await server.services.database.query("update bundles set document = $1 where digest = $2", [
      other.ok ? other.value.text : "",
      digest,
    ]);
    const at = { strategy: "swapped", version: 1 };
    expect(await ask("ada", "version/evidence", at)).toMatchObject({ error: { code: "digest-mismatch" } });
    await server.services.database.query("update bundles set document = '{}' where digest = $1", [digest]);
    expect(await ask("ada", "version/evidence", at)).toMatchObject({ error: { code: "not-readable" } });
  });

  it("Q4: a change names the revision that was seen, and a halt goes through whatever was seen", async () => {
    const stale = { strategy: "best", revision: 1, reason: "losses" };
    expect(await ask("otto", "deployment/rollback", stale)).toMatchObject({
      error: { code: "stale-revision" },
    });
    expect(await ask("ann", "deployment/halt", stale)).toMatchObject({ error: { code: "wrong-role" } });
    const halted = await ask("otto", "deployment/halt", stale);
    expect(halted).toMatchObject({ ok: true, value: { halt: { by: "otto", reason: "losses" } } });
    const { revision } = (halted as { value: { revision: number } }).value;
    expect(await ask("otto", "signal/compare", { strategy: "best", notebooks: null })).toMatchObject({
      error: { code: "halted" },
    });
    expect(await ask("otto", "deployment/resume", { strategy: "best", revision })).toMatchObject({
      ok: true,
    });
  });

  it("Q4: what one does, another sees: by the stream, in the audit log, and out of reach what was last read", async () => {
    await expect
      .poll(() => lists.at(-1)?.strategies.map(({ id }) => id))
      .toEqual(["best", "recomputed", "swapped"]);
    const audit = await ask("rita", "audit/list", { after: 0, limit: 1000 });
    expect(audit).toMatchObject({ ok: true });
    expect(await ask("rita", "audit/verify")).toMatchObject({
      ok: true,
      value: { isWhole: true, brokenAt: null },
    });
    expect(await ask("ann", "audit/verify")).toMatchObject({ error: { code: "wrong-role" } });
    expect(await ask("ann", "strategy/list")).toMatchObject({ ok: true, value: { readAt: 5 } });
    expect(await ask("ann", "signal/compare", { strategy: "best", notebooks: null })).toMatchObject({
      error: { code: "no-values" },
    });
  });

  it("Q2, Q3: nothing is signed without its gate, no file is checked that was not opened, no server asked that is gone", async () => {
    expect(await ask("ann", "publish/send", { gateId: 1 })).toMatchObject({ error: { code: "not-passed" } });
    const request = {
      strategy: "best",
      kind: "strategy",
      variable: "best",
      backtest: 1,
      notebook: { path: "/etc/passwd", name: "x", text: "" },
    };
    expect(await ask("ann", "gate/start", request)).toMatchObject({ error: { code: "not-granted" } });
    const gone = { connectionId: "gone" };
    expect(await ask("ann", "strategy/list", gone)).toMatchObject({ error: { code: "unknown-connection" } });
    expect(await ask("ann", "gate/start", { ...request, ...gone })).toMatchObject({
      error: { code: "unknown-connection" },
    });
    const trial = { id: null, url: server.address, token: server.tokenOf("rita") };
    expect(await ask("ann", "connection/test", trial)).toMatchObject({
      ok: true,
      value: { subject: "rita" },
    });
    const wrong = await ask("ann", "connection/test", { ...trial, token: "asof_x" });
    expect(wrong).toMatchObject({ error: { code: "unauthenticated" } });
    const listed = await ask("ann", "connection/list");
    for (const shown of [listed, wrong]) expect(JSON.stringify(shown)).not.toContain(server.tokenOf("ann"));
  });
});
