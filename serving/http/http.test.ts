import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { ValueSet } from "../contract/value-set.ts";
import type { BundleChecker } from "../domain/bundle-checker.ts";
import { bundleCheckerDouble, doubleDocument } from "../testing/bundle-checker-double.ts";
import { doubleApproval } from "../testing/double-approval.ts";
import { listeningServer } from "../testing/listening-server.ts";
import { TEST_NOW, type TestServer, testServer } from "../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());

const codeOf = (answer: { body: string; statusCode: number }) => [
  answer.statusCode,
  JSON.parse(answer.body).code,
];
const signals = (strategy: string, version: number, values: readonly number[], at = TEST_NOW): ValueSet => ({
  kind: "signal",
  name: strategy,
  version,
  bundle: "a".repeat(64),
  snapshot: "s1",
  asOf: at - 60_000,
  knownAt: at,
  computedAt: at,
  ids: values.map((_, k) => `i${k}`),
  values: Float64Array.from(values),
});

describe("a strategy over HTTP", () => {
  it("V1, V2, V28: goes from upload to live by three people, and not by one, nor by the key of another", async () => {
    const digest = await server.makeLive("momentum", "one", "checked");
    const approval = { version: 1, statement: doubleApproval("ada", digest) };
    const own = await server.ask("ann", "POST", "/v1/strategies/momentum/approvals", approval);
    expect(codeOf(own)).toEqual([403, "wrong-role"]);
    const { digest: second } = (
      await server.ask("both", "POST", "/v1/bundles", doubleDocument("two"))
    ).json();
    await server.ask("both", "POST", "/v1/strategies/momentum/versions", {
      digest: second,
      desk: "equities",
    });
    const ofOwn = { version: 2, statement: doubleApproval("both", second) };
    expect(codeOf(await server.ask("both", "POST", "/v1/strategies/momentum/approvals", ofOwn))).toEqual([
      403,
      "own-bundle",
    ]);
    const other = await server.ask("ada", "POST", "/v1/strategies/momentum/approvals", {
      version: 1,
      statement: doubleApproval("ada", second),
    });
    expect(codeOf(other)).toEqual([409, "wrong-digest"]);
    for (const signer of ["both", "stranger"]) {
      const borrowed = { version: 1, statement: doubleApproval(signer, digest) };
      const refused = await server.ask("ada", "POST", "/v1/strategies/momentum/approvals", borrowed);
      expect(codeOf(refused)).toEqual([422, "approval-refused"]);
    }
    const done = await server.ask("ada", "POST", "/v1/strategies/momentum/approvals", approval);
    expect([done.statusCode, done.json().versions[0].approver]).toEqual([200, "ada"]);
    const replayed = await server.ask("ada", "POST", "/v1/strategies/momentum/approvals", approval);
    expect(codeOf(replayed)).toEqual([409, "wrong-state"]);
  });

  it("V8: a bundle that breaks its desk's policy is rejected with the reason", async () => {
    const current = (await server.ask("root", "GET", "/v1/desks/rates/policy")).json();
    expect(current.revision).toBe(0);
    const policy = { ...current.policy, evidence: { ...current.policy.evidence, maxDrawdown: 0.05 } };
    expect(
      (await server.ask("root", "PUT", "/v1/desks/rates/policy", policy, { "if-match": '"0"' })).statusCode,
    ).toBe(200);
    expect(
      codeOf(await server.ask("root", "PUT", "/v1/desks/rates/policy", policy, { "if-match": '"0"' })),
    ).toEqual([412, "stale-revision"]);
    const { digest } = (await server.ask("ann", "POST", "/v1/bundles", doubleDocument("rates"))).json();
    const made = await server.ask("ann", "POST", "/v1/strategies/carry/versions", { digest, desk: "rates" });
    expect(made.json().versions[0]).toMatchObject({
      state: "rejected",
      reason: "drawdown is 0.1, at most 0.05 is allowed",
    });
  });

  it("V8: a policy that became stricter is asked at the approval and at every step towards traffic", async () => {
    const base = "/v1/strategies/tightened";
    const limited = async (maxDrawdown: number | null) => {
      const { policy } = (await server.ask("root", "GET", "/v1/desks/swaps/policy")).json();
      policy.evidence.maxDrawdown = maxDrawdown;
      expect((await server.ask("root", "PUT", "/v1/desks/swaps/policy", policy)).statusCode).toBe(200);
    };
    const { digest } = (await server.ask("ann", "POST", "/v1/bundles", doubleDocument("tightened"))).json();
    const made = await server.ask("ann", "POST", `${base}/versions`, { digest, desk: "swaps" });
    expect(made.json().versions[0].state).toBe("checked");
    const approve = () =>
      server.ask("ada", "POST", `${base}/approvals`, {
        version: 1,
        statement: doubleApproval("ada", digest),
      });
    const deploy = () => server.ask("otto", "POST", `${base}/deployments`, { version: 1 });
    const share = (per: number) => server.ask("otto", "PATCH", `${base}/deployments/1`, { share: per });
    for (const step of [approve, deploy, () => share(1)]) {
      await limited(0.05);
      const refused = await step();
      expect(codeOf(refused)).toEqual([409, "policy-not-met"]);
      expect(refused.json().detail).toContain("drawdown is 0.1, at most 0.05 is allowed");
      await limited(null);
      expect((await step()).statusCode).toBe(200);
    }
    await limited(0.05);
    const back = await server.ask("otto", "POST", `${base}/rollback`, { reason: "the policy" });
    expect(back.json().versions[0].state).toBe("superseded");
  });

  it("V10, V11, V12: asks for a key and a revision, and takes each for what it is", async () => {
    await server.makeLive("keyed", "keyed", "approved");
    const url = "/v1/strategies/keyed/deployments";
    const deploy = (headers: Record<string, string>) =>
      server.ask("otto", "POST", url, { version: 1 }, headers);
    expect(codeOf(await deploy({ "idempotency-key": "" }))).toEqual([400, "idempotency-key-required"]);
    expect(codeOf(await deploy({ "if-match": '"1"' }))).toEqual([412, "stale-revision"]);
    expect(codeOf(await deploy({ "if-match": "W/x" }))).toEqual([400, "bad-request"]);
    const { etag } = (await server.ask("otto", "GET", "/v1/strategies/keyed")).headers;
    const headers = { "idempotency-key": "same", "if-match": String(etag) };
    const first = await deploy(headers);
    const again = await deploy(headers);
    expect([first.statusCode, again.statusCode, again.body === first.body, again.headers.etag]).toEqual([
      200,
      200,
      true,
      first.headers.etag,
    ]);
    const other = await server.ask("otto", "POST", url, { version: 2 }, headers);
    expect(codeOf(other)).toEqual([422, "key-reused"]);
    const none = await server.app.inject({
      method: "POST",
      url,
      headers: { authorization: `Bearer ${server.tokenOf("otto")}`, "idempotency-key": "x" },
      payload: { version: 1 },
    });
    expect(codeOf(none)).toEqual([428, "if-match-required"]);
  });

  it("V13: signals carry where they come from, bit for bit, and follow roll-out, rollback, halt and retirement", async () => {
    const url = "/v1/strategies/alpha/signals";
    expect(codeOf(await server.ask("ann", "GET", url))).toEqual([404, "unknown-strategy"]);
    await server.makeLive("alpha", "alpha one");
    expect(codeOf(await server.ask("ann", "GET", url))).toEqual([404, "no-values"]);
    server.services.online.publish(signals("alpha", 1, [0.1 + 0.2, -0, Number.NaN, 5e-324]));
    const answer = await server.ask("ann", "GET", url);
    expect(answer.json().values[0]).toEqual({
      id: "i0",
      value: 0.30000000000000004,
      asOf: "2026-01-05T08:59:00.000Z",
      knownAt: "2026-01-05T09:00:00.000Z",
      computedAt: "2026-01-05T09:00:00.000Z",
      version: 1,
      bundle: "a".repeat(64),
      snapshot: "s1",
      stale: false,
      forming: false,
    });
    const values = answer.json().values.map(({ value }: { value: number | null }) => value);
    expect([Object.is(values[1], -0), values[2], values[3]]).toEqual([true, null, 5e-324]);

    await server.makeLive("alpha", "alpha two", "canary");
    server.services.online.publish(signals("alpha", 2, [1]));
    const versionFor = async (caller: string) =>
      (await server.ask("ann", "GET", `${url}?caller=${caller}`)).json().version;
    const seen = await Promise.all(Array.from({ length: 40 }, (_, k) => versionFor(`account-${k}`)));
    expect(new Set(seen)).toEqual(new Set([1, 2]));
    await server.ask("otto", "POST", "/v1/strategies/alpha/promote", { version: 2 });
    expect(await versionFor("anybody")).toBe(2);
    await server.ask("otto", "POST", "/v1/strategies/alpha/rollback", { reason: "losses" });
    expect(await versionFor("anybody")).toBe(1);
    await server.ask("otto", "POST", "/v1/strategies/alpha/halt", { reason: "odd prices" });
    expect(codeOf(await server.ask("ann", "GET", url))).toEqual([423, "halted"]);
    await server.ask("otto", "POST", "/v1/strategies/alpha/resume", {});
    await server.ask("otto", "POST", "/v1/strategies/alpha/retire", { version: 1, reason: "old" });
    expect(codeOf(await server.ask("ann", "GET", url))).toEqual([410, "retired"]);
  });

  it("V33: values of a session under way are the newest, and none of those that were known at an instant", async () => {
    await server.makeLive("forming", "forming one");
    const url = "/v1/factors/forming/values";
    const set = (value: number, at: number, isForming?: true): ValueSet => ({
      ...signals("forming", 1, [value], at),
      kind: "factor",
      ...(isForming && { isForming }),
    });
    const { online } = server.services;
    const read = async (more = "") => {
      const { forming, value, knownAt } = (await server.ask("ann", "GET", `${url}${more}`)).json().values[0];
      return [forming, value, Date.parse(knownAt) - TEST_NOW];
    };
    const asked = `?asOf=${new Date(TEST_NOW + 90_000).toISOString()}`;
    online.publish(set(1, TEST_NOW));
    for (let second = 1; second <= 100; second++)
      online.publish(set(second / 8, TEST_NOW + second * 1_000, true));
    expect(await read()).toEqual([true, 12.5, 100_000]);
    expect(await read(asked)).toEqual([false, 1, 0]);
    // An older session that is computed anew does not end the one under way; its own end does.
    online.publish(set(2, TEST_NOW + 10));
    expect(await read()).toEqual([true, 12.5, 100_000]);
    online.publish(set(3, TEST_NOW + 200_000));
    expect(await read()).toEqual([false, 3, 200_000]);
    online.publish(set(4, TEST_NOW + 300_000, true));
    online.forgetForming();
    expect(await read()).toEqual([false, 3, 200_000]);
  });

  it("V13: values are those known at the instant asked for, and old ones are marked stale", async () => {
    const factor = (value: number, at: number): ValueSet => ({
      ...signals("value", 1, [value, value], at),
      kind: "factor",
    });
    expect(codeOf(await server.ask("ann", "GET", "/v1/factors/value/values"))).toEqual([
      404,
      "unknown-strategy",
    ]);
    await server.makeLive("value", "a factor");
    await server.makeLive("old", "another factor");
    server.services.online.publish(factor(2, TEST_NOW));
    server.services.online.publish(factor(1, TEST_NOW - 7_200_000));
    const get = (query: string) => server.ask("ann", "GET", `/v1/factors/value/values${query}`);
    expect((await get("?ids=i1,nix")).json()).toMatchObject({
      values: [{ id: "i1", value: 2 }],
      missing: ["nix"],
    });
    expect((await get("?asOf=2026-01-05T17:30:00%2B09:00")).json().values[0].value).toBe(1);
    expect(codeOf(await get("?asOf=2026-01-05T06:00:00Z"))).toEqual([404, "no-values"]);
    const batch = await server.ask("ann", "POST", "/v1/factors/value/values:batchGet", { ids: ["i0"] });
    expect(batch.json().values[0]).toMatchObject({ id: "i0", value: 2, stale: false });
    server.services.online.publish({ ...factor(3, TEST_NOW - 37 * 3_600_000), name: "old" });
    const old = await server.ask("ann", "GET", "/v1/factors/old/values?ids=i0");
    expect(old.json().values[0]).toMatchObject({ value: 3, stale: true });
  });

  it("V14: a token ends when it is revoked or its time is over, and is kept as a hash only", async () => {
    const wish = { subject: "temp", roles: ["auditor"], seconds: 60 };
    const issue = () => server.ask("root", "POST", "/v1/tokens", wish);
    const use = (token: string) =>
      server.app.inject({ url: "/v1/audit", headers: { authorization: `Bearer ${token}` } });
    const first = (await issue()).json();
    const second = (await issue()).json();
    expect((await use(first.token)).statusCode).toBe(200);
    await server.ask("root", "DELETE", `/v1/tokens/${first.id}`);
    expect(codeOf(await use(first.token))).toEqual([401, "unauthenticated"]);
    expect((await use(second.token)).statusCode).toBe(200);
    server.pass(61_000);
    expect(codeOf(await use(second.token))).toEqual([401, "unauthenticated"]);
    server.pass(-61_000);
    const kept = JSON.stringify([
      await server.services.database.query("select * from tokens"),
      await server.services.database.query("select * from answers"),
      await server.services.database.query("select * from audit"),
    ]);
    expect(kept).toContain(second.id);
    for (const { token } of [first, second])
      expect(kept).not.toContain(token.slice("asof_0123456789abcdef_".length));
  });

  it("V6: the audit log names who did what, and verifies", async () => {
    const { entries } = (await server.ask("rita", "GET", "/v1/audit?limit=1000")).json();
    expect(
      entries.some(
        ({ action, actor }: Record<string, string>) => action === "strategy/rolled-back" && actor === "otto",
      ),
    ).toBe(true);
    expect((await server.ask("rita", "GET", "/v1/audit/verification")).json()).toMatchObject({
      verified: true,
    });
  });

  it("V15: of bundles that are being checked a caller has a few, and leaves others to the rest", async () => {
    const waiting: (() => void)[] = [];
    const check: BundleChecker["check"] = (document) =>
      new Promise((resolve) => waiting.push(() => resolve(bundleCheckerDouble.check(document))));
    const limits = { uploads: { ofOne: 2, ofAll: 3 } };
    const busy = await testServer(limits, { ...bundleCheckerDouble, check });
    const upload = (person: string, name: string) =>
      busy.ask(person, "POST", "/v1/bundles", doubleDocument(name));
    const [first, second] = [upload("ann", "a"), upload("ann", "b")];
    await expect.poll(() => waiting.length).toBe(2);
    const third = await upload("ann", "c");
    expect([codeOf(third), third.headers["retry-after"]]).toEqual([[429, "too-many-requests"], "10"]);
    const other = upload("both", "d");
    await expect.poll(() => waiting.length).toBe(3);
    for (const settle of waiting.splice(0)) settle();
    for (const one of [first, second, other]) expect((await one).statusCode).toBe(201);
    // What was refused before its check leaves its place too.
    for (let k = 0; k < 4; k++)
      expect(
        codeOf(
          await busy.ask(
            "ann",
            "POST",
            "/v1/bundles",
            { no: "bundle" },
            { "content-type": "application/json" },
          ),
        ),
      ).toEqual([415, "unsupported-media-type"]);
    const last = upload("ann", "e");
    await expect.poll(() => waiting.length).toBe(1);
    waiting[0]!();
    expect((await last).statusCode).toBe(201);
    await busy.close();
  });

  it("V14, V15: a stream ends with its token, and a caller has a few", async () => {
    const listening = await listeningServer({ heartbeatMs: 20, streams: { ofOne: 2, ofAll: 3 } });
    const issued = await listening.ask("root", "POST", "/v1/tokens", {
      subject: "sam",
      roles: ["auditor"],
      seconds: 600,
    });
    const { id, token } = issued.json();
    const open = (bearer: string) =>
      fetch(`${listening.address}/v1/stream`, { headers: { authorization: `Bearer ${bearer}` } });
    const mine = [await open(token), await open(token)];
    expect(mine.map(({ status }) => status)).toEqual([200, 200]);
    expect((await open(token)).status).toBe(429);
    const others = await open(listening.tokenOf("rita"));
    expect(others.status).toBe(200);
    expect((await listening.ask("root", "DELETE", `/v1/tokens/${id}`)).statusCode).toBe(200);
    for (const { body } of mine) for await (const _ of body!);
    expect((await open(token)).status).toBe(401);
    const reader = others.body!.getReader();
    for (let k = 0; k < 3; k++) expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    await listening.close();
  });

  it("V15: what is guessed too often is refused before it is looked up, and keeps out nobody who was here before", async () => {
    const strict = await testServer({ failuresPerMinute: 2 });
    const from = async (remoteAddress: string, token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await strict.app.inject({ url: "/v1/me", remoteAddress, headers })).statusCode;
    };
    const [near, far] = ["10.0.0.7", "10.0.0.8"];
    expect(await from(near, strict.tokenOf("ann"))).toBe(200);
    const asked = vi.spyOn(strict.services.database, "query");
    const guessed = [];
    for (let k = 0; k < 5; k++)
      guessed.push(await from(near, `asof_${String(k).padStart(16, "0")}_${"x".repeat(43)}`));
    expect([guessed, asked.mock.calls.length]).toEqual([[401, 401, 429, 429, 429], 2]);
    // By now ann's token is looked up anew, too.
    strict.pass(10_000);
    expect(await from(near, strict.tokenOf("ann"))).toBe(200);
    expect([await from(near, strict.tokenOf("rita")), await from(far, strict.tokenOf("rita"))]).toEqual([
      429, 200,
    ]);
    await strict.close();
  });

  it("V15: whoever asks too much waits", async () => {
    // A window of a second begins with its first request: none may end while these are sent.
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const strict = await testServer({ readsPerSecond: 3, failuresPerMinute: 2 });
    const statuses = [];
    for (let k = 0; k < 5; k++) statuses.push((await strict.ask("ann", "GET", "/v1/me")).statusCode);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const wrong = [];
    for (let k = 0; k < 4; k++) wrong.push((await strict.app.inject("/v1/me")).statusCode);
    expect(wrong).toEqual([401, 401, 429, 429]);
    // Ticks come often, and have a limit of their own; this server has no store for them.
    const ticking = await testServer({ changesPerMinute: 0, ticksPerSecond: 2 });
    const tick = { id: "1", instrument: "A", at: "2026-01-05T15:00:00Z", price: 1, size: 1 };
    const sent = [];
    for (let k = 0; k < 4; k++)
      sent.push(
        (await ticking.ask("otto", "POST", "/v1/ticks", { market: "XNYS", ticks: [tick] })).statusCode,
      );
    expect(sent).toEqual([503, 503, 429, 429]);
    await ticking.close();
    await strict.close();
  });
});
