import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleDocumentSchema } from "../../bundle/contract/bundle.ts";
import { readPrivateKey } from "../../bundle/document/keys.ts";
import { makeDocument } from "../../bundle/document/make-document.ts";
import type { Strategy } from "../../serving/contract/lifecycle.ts";
import type { Skew } from "../../serving/contract/skew.ts";
import { askSteadily } from "../../serving/testing/ask-steadily.ts";
import { bitsOf } from "../../wire/bits.ts";
import {
  backtestOf,
  buildSampleBundle,
  codeCell,
  readPanel,
  sampleCell,
} from "./testing/build-sample-bundle.ts";
import { type Answer, type WholeServer, wholeServer } from "./testing/whole-server.ts";

const LAST_DAY = Date.parse("2024-06-28") / 86_400_000;
/** Prices that nobody ever saw: what the hostile strategy waits for. */
const TRIGGERS = { loop: 424_242, memory: 535_353, flood: 646_464 } as const;

/** It behaves until it sees a price, so it passes every check. */
const HOSTILE = `let kept = [];
const momentum = strategy({
  name: "Sleeper", universe: "GLOBAL_LARGE", decide: atClose("XNYS", { delay: "30m" }), rebalance: "month-end",
  needs: { fields: ["close"], lookback: 2 },
  weights: (ctx) => {
    const top = Math.max(...ctx.members.map((iid) => ctx.history(iid, "close", 1)[0] || 0));
    if (top === ${TRIGGERS.loop}) for (;;) {}
    if (top === ${TRIGGERS.memory}) for (;;) kept.push(new Uint8Array(50_000_000).fill(1));
    if (top === ${TRIGGERS.flood}) throw new Error("x".repeat(60_000_000));
    return Object.fromEntries(ctx.members.map((iid) => [iid, 1 / ctx.members.length]));
  },
});`;

let whole: WholeServer;
let document = "";
let second = "";
beforeAll(async () => {
  whole = await wholeServer(20_000);
  await whole.allow("figures", {});
  const cell = await sampleCell();
  const build = (source: string) =>
    buildSampleBundle(whole.runner, whole.storeDir, codeCell(source), whole.authorKey);
  document = await build(cell.source);
  second = await build(cell.source.replace("percent(10)", "percent(20)"));
});
afterAll(() => whole?.close());

const codeOf = ({ status, json }: Answer) => [status, json?.code];
const strategyNow = async (id: string): Promise<Strategy> =>
  (await whole.ask("otto", "GET", `/v1/strategies/${id}`)).json;
const signals = (strategy: string) => whole.ask("otto", "GET", `/v1/strategies/${strategy}/signals`);
/** Values by instrument, once there are some of a state of the store. */
const signalsOf = async (strategy: string, snapshot?: string): Promise<ReadonlyMap<string, number>> => {
  let answer: Answer | undefined;
  await expect
    .poll(
      async () => {
        answer = await signals(strategy);
        return [answer.status, snapshot === undefined || answer.json.values?.[0]?.snapshot === snapshot];
      },
      { timeout: 60_000 },
    )
    .toEqual([200, true]);
  return new Map(answer!.json.values.map(({ id, value }: { id: string; value: number }) => [id, value]));
};
/** It reads the session under way, and is another with each trade. */
const FOLLOWING = `const momentum = strategy({
  name: "Following", universe: "GLOBAL_LARGE", decide: atClose("XNYS", { delay: "30m" }), rebalance: "month-end",
  signal: ({ field }) => field.close.mean(4, 2).plus(field.close.div(field.open)).plus(field.close.std(9, 4)).plus(field.totalReturn.max(5, 2)),
  weights: ({ signal }) => signal.top(10).equal(),
});`;

/** One row about an instrument that is in the strategy's universe, at a close that was known in time. */
const barOf = (id: string, market: string, date: string, price: number, knownAt: string) => ({
  table: "bars_1d",
  source: { id: "test-feed", label: "made for tests", licence: "none" },
  market,
  scheme: "iid",
  known: { kind: "rows" },
  rows: [{ id, date, open: price, high: price, low: price, close: price, volume: 1_000, knownAt }],
});
const sameBits = (found: ReadonlyMap<string, number>, wanted: Readonly<Record<string, number>>) =>
  [...new Set([...found.keys(), ...Object.keys(wanted)])].filter(
    (iid) => bitsOf(found.get(iid) ?? 0) !== bitsOf(wanted[iid] ?? 0),
  );

describe("a published strategy on a whole server", () => {
  it("V28: refuses a bundle that was changed, of another key, of another engine, or that was not tested so", async () => {
    const { manifest, blobs } = bundleDocumentSchema.parse(JSON.parse(document));
    const bytes = Object.values(blobs).map((text) => new Uint8Array(Buffer.from(text, "base64")));
    const again = (change: object, key = whole.authorKey) =>
      makeDocument({ ...manifest, ...change }, bytes, readPrivateKey(key));
    const at = document.indexOf('"lookBackSessions":') + '"lookBackSessions":'.length;
    const digit = document[at] === "1" ? "2" : "1";
    const wrong: readonly (readonly [string, string])[] = [
      [document.slice(0, at) + digit + document.slice(at + 1), "digest-mismatch"],
      [again({}, whole.strangerKey), "unknown-key"],
      [again({ engine: { ...manifest.engine, version: "999.0.0" } }), "engine-newer"],
      [again({ name: "Another name" }), "definition-differs"],
    ];
    for (const [text, code] of wrong) {
      const answer = await whole.ask("mara", "POST", "/v1/bundles", text);
      expect([...codeOf(answer), answer.json.detail.split(":")[0]]).toEqual([422, "bundle-refused", code]);
    }
  });

  it("V43: figures that a backtest on the same data does not give block the approval; what it was not tested on here is said to be the author's", async () => {
    const { manifest, blobs } = bundleDocumentSchema.parse(JSON.parse(document));
    const bytes = Object.values(blobs).map((text) => new Uint8Array(Buffer.from(text, "base64")));
    const { backtest, data } = manifest;
    const stating = (metrics: Record<string, string>) => ({ backtest: { ...backtest!, metrics } });
    const { maxDrawdown: _, ...withoutDrawdown } = backtest!.metrics;
    const elsewhere = { ...data, snapshot: "0".repeat(64) };
    const versions: readonly (readonly [object, object])[] = [
      [{}, { outcome: "same" }],
      [{ data: elsewhere }, { outcome: "same" }],
      [
        stating({ ...backtest!.metrics, sharpe: bitsOf(2.5) }),
        {
          outcome: "differs",
          figure: "sharpe",
          stated: bitsOf(2.5),
          recomputed: backtest!.metrics.sharpe,
        },
      ],
      [stating(withoutDrawdown), { outcome: "differs", figure: "maxDrawdown", stated: null }],
      [{ data: { ...data, inputs: "0".repeat(64) } }, { outcome: "differs", figure: "inputs" }],
      [{ data: { ...elsewhere, inputs: "0".repeat(64) } }, { outcome: "not-here", reason: "other-data" }],
    ];
    const base = "/v1/strategies/figures";
    const digests: string[] = [];
    for (const [change] of versions) {
      const text = makeDocument({ ...manifest, ...change }, bytes, readPrivateKey(whole.authorKey));
      const { digest } = (await whole.ask("mara", "POST", "/v1/bundles", text)).json;
      digests.push(digest);
      const made = await whole.ask("mara", "POST", `${base}/versions`, { digest, desk: "figures" });
      expect(made.json.versions.at(-1)).toMatchObject({ state: "checked", recomputed: null });
    }
    const came = async () => (await strategyNow("figures")).versions.map(({ recomputed }) => recomputed);
    await expect.poll(async () => (await came()).includes(null), { timeout: 60_000 }).toBe(false);
    expect(await came()).toMatchObject(versions.map(([, wanted]) => wanted));
    const approve = async (version: number) => {
      const statement = whole.approval(digests[version - 1]!);
      const { status, json } = await whole.ask("ada", "POST", `${base}/approvals`, { version, statement });
      return [status, json.code, json.detail ?? ""];
    };
    for (const version of [3, 4, 5])
      expect(await approve(version)).toEqual([
        409,
        "policy-not-met",
        expect.stringContaining("build it anew"),
      ]);
    expect((await approve(3))[2]).toContain(`states 2.5 (${bitsOf(2.5)}) for sharpe`);
    await whole.allow("figures", { needsRecomputedFigures: true });
    const stated = [409, "policy-not-met", expect.stringContaining("stated by the author")];
    expect([(await approve(1))[0], await approve(6)]).toEqual([200, stated]);
    await whole.allow("figures", { needsRecomputedFigures: false });
    expect((await approve(6))[0]).toBe(200);
  });

  it("V28: the log has whose keys the server trusts, and from when", async () => {
    const taken = async () =>
      (await whole.server().services.reader.audit(0, 1_000)).map(({ action }) => action);
    const before = await taken();
    // Before the first bundle, although nobody was asked to record it.
    expect(before.indexOf("keys/trusted")).toBeLessThan(before.indexOf("bundle/taken-in"));
    const file = join(whole.folder, "keys", "eve.pem");
    await copyFile(join(whole.folder, "keys", "ada.pem"), file);
    await whole.ask("mara", "POST", "/v1/bundles", "{}");
    await rm(file);
    await whole.ask("mara", "POST", "/v1/bundles", "{}");
    const since = (await taken()).slice(before.length).filter((action) => action === "keys/trusted");
    expect(since).toHaveLength(2);
  });

  it("V28: takes an approval for one digest, once, by somebody else", async () => {
    const { digest } = (await whole.ask("mara", "POST", "/v1/bundles", document)).json;
    const base = "/v1/strategies/approvals-only";
    await whole.ask("mara", "POST", `${base}/versions`, { digest, desk: "equities" });
    const approve = (body: object, key?: string) => whole.ask("ada", "POST", `${base}/approvals`, body, key);
    const approval = { version: 1, statement: whole.approval(digest) };
    const ofAnother = { version: 1, statement: whole.approval("0".repeat(64)) };
    expect(codeOf(await approve(ofAnother))).toEqual([409, "wrong-digest"]);
    // Nobody else's key, known or not, and no other text under the same signature.
    const { payload, ...rest } = approval.statement;
    const rejecting = Buffer.from(payload, "base64").toString().replace("approve", "reject");
    const changed = { ...rest, payload: Buffer.from(rejecting).toString("base64") };
    for (const [statement, fault] of [
      [whole.approval(digest, whole.strangerKey), "unknown-key"],
      [whole.approval(digest, whole.authorKey), "unknown-key"],
      [changed, "bad-signature"],
      [{ ...approval.statement, payloadType: "application/json" }, "bad-signature"],
    ] as const) {
      const refused = await approve({ version: 1, statement });
      expect([...codeOf(refused), refused.json.detail.split(":")[0]]).toEqual([
        422,
        "approval-refused",
        fault,
      ]);
    }
    const own = await whole.ask("mara", "POST", `${base}/approvals`, approval);
    expect(codeOf(own)).toEqual([403, "wrong-role"]);
    const first = await approve(approval, "the-one");
    expect([first.status, first.json.versions[0]]).toMatchObject([
      200,
      { approver: "ada", statement: approval.statement },
    ]);
    expect((await approve(approval, "the-one")).text).toBe(first.text);
    expect(codeOf(await approve(approval, "another"))).toEqual([409, "wrong-state"]);
  });

  it("V29: gives the weights that a backtest ends with, bit for bit, also after data came", async () => {
    await whole.publish("momentum", document);
    const before = await signalsOf("momentum");
    expect([...before.values()].filter((weight) => weight > 0).length).toBeGreaterThan(1);

    // A name that is ranked and not held had risen enormously a month ago, as was known in time.
    const { values: ranks } = (await whole.ask("otto", "GET", "/v1/factors/momentum/values")).json;
    const quiet: string = ranks.find(
      ({ id, value }: { id: string; value: number | null }) =>
        value !== null && before.get(id) === 0 && id.startsWith("US"),
    ).id;
    const batch = barOf(quiet, "XNYS", "2024-05-29", 99_999, "2024-05-29T20:30:00Z");
    const taken = await whole.ask("otto", "POST", "/v1/data/batches", batch, "once");
    expect([taken.status, taken.json]).toMatchObject([
      200,
      { rowsIn: 1, rowsRevised: 1, rowsQuarantined: 0 },
    ]);
    const after = await signalsOf("momentum", taken.json.snapshot);
    expect([before.get(quiet), after.get(quiet)! > 0]).toEqual([0, true]);

    // Memory has new values first, the registry a moment later.
    const { database } = whole.server().services;
    const kept = async () =>
      (
        await database.query(
          "select snapshot from value_sets where kind = 'signal' and name = 'momentum' order by seq desc limit 1",
        )
      )[0]?.snapshot;
    await expect.poll(kept).toBe(taken.json.snapshot);
    await whole.restart(false);
    expect(await signalsOf("momentum")).toEqual(after);
    const cell = await sampleCell();
    const { decisions } = await backtestOf(whole.runner, whole.storeDir, codeCell(cell.source), LAST_DAY);
    expect(sameBits(after, decisions.at(-1)!.weights)).toEqual([]);
    await whole.restart(true);
  });

  it("V27: takes rows in once, by the rules of the store, and refuses what has no shape", async () => {
    const panel = await readPanel(whole.storeDir, LAST_DAY, 0).catch(() => null);
    expect(panel).not.toBeNull();
    const { iid } = panel!.instruments.find(({ market }) => panel!.markets[market]!.mic === "XNYS")!;
    const post = (body: object, key?: string) => whole.ask("otto", "POST", "/v1/data/batches", body, key);
    const batch = barOf(iid, "XNYS", "2024-06-20", 123.25, "2024-06-20T20:30:00Z");
    const first = await post(batch, "batch-key");
    expect(first.json).toMatchObject({ rowsIn: 1, rowsRevised: 1 });
    expect((await post(batch, "batch-key")).text).toBe(first.text);
    const other = barOf(iid, "XNYS", "2024-06-21", 5, "2024-06-21T20:30:00Z");
    expect(codeOf(await post(other, "batch-key"))).toEqual([422, "key-reused"]);
    const again = await post(batch);
    expect(again.json).toMatchObject({ batch: null, rowsUnchanged: 1, snapshot: first.json.snapshot });
    // A Saturday, and nobody's name.
    const kept = await post(barOf(iid, "XNYS", "2024-06-22", 5, "2024-06-22T20:30:00Z"));
    expect(kept.json).toMatchObject({ batch: null, rowsQuarantined: 1 });
    expect(kept.json.checks.map(({ check }: { check: string }) => check)).toContain("not-a-session");
    const stranger = await post(barOf("NOBODY", "XNYS", "2024-06-21", 5, "2024-06-21T20:30:00Z"));
    expect(stranger.json).toMatchObject({ batch: null, rowsQuarantined: 1 });
    const assumed = { kind: "after-close", minutes: 10 };
    const later = { ...barOf(iid, "XNYS", "2024-06-25", 51, ""), known: assumed };
    const unsaid = { id: iid, date: "2024-06-25", open: 51, high: 52, low: 50, close: 51.5, volume: 10 };
    expect((await post({ ...later, rows: [unsaid] })).json).toMatchObject({ rowsIn: 1, rowsQuarantined: 0 });
    const { rows: _, ...about } = { ...batch, known: { kind: "arrival" } };
    const fact = {
      id: iid,
      field: "orderBacklog",
      periodEnd: "2024-03-31",
      periodType: "quarter",
      value: 12.5,
    };
    const fields = [{ name: "orderBacklog", unit: "currency", description: "Orders not yet delivered" }];
    const facts = await post({ ...about, table: "fundamentals", fields, rows: [fact] });
    expect(facts.json).toMatchObject({ rowsAdded: 1, rowsQuarantined: 0 });
    const dividend = {
      id: iid,
      kind: "cash-dividend",
      exDate: "2024-08-01",
      cash: 0.2,
      payDate: "2024-08-20",
    };
    const actions = await post({ ...about, table: "actions", rows: [dividend] });
    expect(actions.json).toMatchObject({ rowsAdded: 1, rowsQuarantined: 0 });
    expect(codeOf(await post({ ...batch, rows: [] }))).toEqual([422, "bad-body"]);
    expect(codeOf(await post({ ...batch, table: "snapshots" }))).toEqual([422, "bad-body"]);
    expect(codeOf(await whole.ask("mara", "POST", "/v1/data/batches", batch))).toEqual([403, "wrong-role"]);
    const { entries } = (await whole.ask("rita", "GET", "/v1/audit?limit=1000")).json;
    const noted = entries.filter(({ action }: { action: string }) => action === "data/taken-in");
    expect(noted.some(({ subject }: { subject: string }) => subject === first.json.batch)).toBe(true);
  });

  it("V43: a store that has grown has the data of the backtest still, by its digest alone", async () => {
    const { manifest, blobs } = bundleDocumentSchema.parse(JSON.parse(document));
    const bytes = Object.values(blobs).map((text) => new Uint8Array(Buffer.from(text, "base64")));
    const { snapshot } = manifest.data;
    const now = (await signals("momentum")).json.values[0].snapshot;
    expect(now).not.toBe(snapshot);
    const data = { ...manifest.data, snapshot: "1".repeat(64) };
    const text = makeDocument({ ...manifest, data }, bytes, readPrivateKey(whole.authorKey));
    const { digest } = (await whole.ask("mara", "POST", "/v1/bundles", text)).json;
    await whole.ask("mara", "POST", "/v1/strategies/grown/versions", { digest, desk: "figures" });
    await expect
      .poll(async () => (await strategyNow("grown")).versions[0]!.recomputed?.outcome, { timeout: 60_000 })
      .toBe("same");
  });

  it("V29: decides anew when the strategy does, and not with every session; a factor goes on with each", async () => {
    const before = await signalsOf("momentum");
    const [name] = [...before.keys()].filter((id) => id.startsWith("US"));
    const batch = barOf(name!, "XNYS", "2024-07-01", 50, "2024-07-01T20:10:00Z");
    const taken = await whole.ask("otto", "POST", "/v1/data/batches", batch);
    expect(taken.json).toMatchObject({ rowsAdded: 1 });
    expect(await signalsOf("momentum", taken.json.snapshot)).toEqual(before);
    const asOf = async (path: string) => (await whole.ask("otto", "GET", path)).json.values[0].asOf;
    expect(await asOf("/v1/strategies/momentum/signals")).toBe("2024-06-28T20:30:00.000Z");
    expect(await asOf("/v1/factors/momentum/values")).toBe("2024-07-01T20:30:00.000Z");
  });

  it("V29: rolls back while 300 requests a second are answered, and none fails", async () => {
    const wanted = await signalsOf("momentum");
    await whole.publish("momentum", second);
    await expect.poll(async () => (await signals("momentum")).json.version, { timeout: 60_000 }).toBe(2);
    const wide = await signalsOf("momentum");
    expect([...wide.values()].filter((weight) => weight > 0).length).toBeGreaterThan(
      [...wanted.values()].filter((weight) => weight > 0).length,
    );
    const { answers, rate, midwayMs } = await askSteadily({
      perSecond: 300,
      total: 600,
      ask: async () => (await signals("momentum")).status,
      midway: async () => {
        const rollback = { reason: "a test" };
        const answer = await whole.ask("otto", "POST", "/v1/strategies/momentum/rollback", rollback);
        expect(answer.status).toBe(200);
      },
    });
    expect(answers.filter((status) => status !== 200)).toEqual([]);
    expect(midwayMs).toBeLessThan(1_000);
    expect((await signals("momentum")).json.version).toBe(1);
    expect(await signalsOf("momentum")).toEqual(wanted);
    console.info(`rolled back in ${midwayMs.toFixed(0)} ms under ${rate.toFixed(0)} requests a second`);
  });

  it("V32, V33: a factor follows ticks, and ends with the bits of the bar that was made of them", async () => {
    const cell = codeCell(FOLLOWING);
    await whole.publish(
      "following",
      await buildSampleBundle(whole.runner, whole.storeDir, cell, whole.authorKey),
    );
    const path = "/v1/factors/following/values";
    const values = async (more = "") => (await whole.ask("otto", "GET", `${path}${more}`)).json;
    const isForming = async () => (await values()).values?.[0]?.forming;
    await expect.poll(isForming, { timeout: 60_000 }).toBe(false);
    const before = await values();
    const panel = await readPanel(whole.storeDir, LAST_DAY, 0);
    const names = panel.instruments.flatMap(({ iid, market }, i) => {
      const last = panel.offsets[i + 1]! - 1;
      const isTraded = panel.members[last] === 1 && !Number.isNaN(panel.columns.close![last]!);
      return panel.markets[market]!.mic === "XNYS" && isTraded ? [iid] : [];
    });
    expect(names.length).toBeGreaterThan(3);
    const ticks = names.flatMap((instrument, k) =>
      [0, 1, 2].map((step) => ({
        id: `${instrument}-${step}`,
        instrument,
        at: `2024-07-02T1${4 + step}:0${k % 10}:00.00000${step}Z`,
        price: 40 + k + [0.25, 1.5, -0.75][step]!,
        size: 100 * (step + 1),
      })),
    );
    const send = (sent: readonly object[], key?: string) =>
      whole.ask("otto", "POST", "/v1/ticks", { market: "XNYS", ticks: sent }, key);
    const all = { taken: ticks.length, repeated: 0, late: 0, outside: 0, ahead: 0, unknown: 0 };
    // Backwards, in two parts with some in both, and a part twice.
    const backwards = ticks.toReversed();
    const half = Math.floor(ticks.length / 2);
    const first = await send(backwards.slice(0, half), "first-half");
    expect(first.json).toMatchObject({ ...all, taken: half });
    expect((await send(backwards.slice(0, half), "first-half")).text).toBe(first.text);
    expect(codeOf(await send(ticks, "first-half"))).toEqual([422, "key-reused"]);
    await expect.poll(isForming, { timeout: 60_000 }).toBe(true);
    const rest = await send(backwards.slice(half - 2));
    expect(rest.json).toMatchObject({ ...all, taken: ticks.length - half, repeated: 2 });
    const strange = { ...ticks[0]!, instrument: "NOBODY", id: "strange" };
    expect((await send([strange])).json).toMatchObject({
      taken: 0,
      unknown: 1,
      unknownInstruments: ["NOBODY"],
    });
    expect((await whole.ask("otto", "GET", "/metrics")).text).toContain(
      'asof_ticks_total{outcome="unknown"} 1',
    );
    const closed = { ...ticks[0]!, at: "2024-07-02T22:00:00Z", id: "closed" };
    const over = { ...ticks[0]!, at: "2024-07-01T15:00:00Z", id: "over" };
    expect((await send([closed, over])).json).toMatchObject({ taken: 0, outside: 1, late: 1 });
    expect(codeOf(await whole.ask("mara", "POST", "/v1/ticks", { market: "XNYS", ticks }))).toEqual([
      403,
      "wrong-role",
    ]);
    expect(codeOf(await send([]))).toEqual([422, "bad-body"]);
    expect(codeOf(await send([{ ...ticks[0]!, price: -1 }]))).toEqual([422, "bad-body"]);
    const unknown = await whole.ask("otto", "POST", "/v1/ticks", { market: "NONE", ticks });
    expect(codeOf(unknown)).toEqual([422, "batch-refused"]);

    const byId = ({ values: rows }: Answer["json"]) =>
      new Map<string, number | null>(
        rows.map(({ id, value }: { id: string; value: number | null }) => [id, value]),
      );
    const newest = ticks.reduce((a, b) => (a.at > b.at ? a : b)).at.slice(0, 23);
    const asOfNow = async () => (await values()).values[0].asOf;
    await expect.poll(asOfNow).toBe(`${newest}Z`);
    const streamed = await values();
    expect(byId(streamed)).not.toEqual(byId(before));
    expect(names.filter((iid) => byId(streamed).get(iid) === null)).toEqual([]);
    expect(Date.parse(streamed.values[0].knownAt)).toBeGreaterThan(Date.parse(newest));
    // What was known at an instant is that of sessions that were over, whenever it is asked.
    expect(byId(await values(`?asOf=${new Date().toISOString()}`))).toEqual(byId(before));

    // What was acknowledged is there again after a restart.
    await whole.restart(true);
    await expect.poll(isForming, { timeout: 60_000 }).toBe(true);
    expect(byId(await values())).toEqual(byId(streamed));

    const bars = names.map((id) => {
      const own = ticks.filter(({ instrument }) => instrument === id);
      const prices = own.map(({ price }) => price);
      return {
        id,
        date: "2024-07-02",
        open: prices[0],
        high: Math.max(...prices),
        low: Math.min(...prices),
        close: prices[2],
        volume: 600,
        knownAt: "2024-07-02T20:10:00Z",
      };
    });
    const batch = { ...barOf("", "XNYS", "", 0, ""), rows: bars };
    expect((await whole.ask("otto", "POST", "/v1/data/batches", batch)).json).toMatchObject({
      rowsAdded: names.length,
    });
    await expect.poll(isForming, { timeout: 60_000 }).toBe(false);
    const batched = await values();
    expect(batched.values[0].asOf).toBe("2024-07-02T20:30:00.000Z");
    expect(byId(batched)).toEqual(byId(streamed));
    expect((await send([{ ...ticks[0]!, id: "too-late" }])).json).toMatchObject({ late: 1 });
    const { text } = await whole.ask("otto", "GET", "/metrics");
    expect(text).toContain('asof_ticks_total{outcome="late"} 1');
  });

  it("V30: finds a value that is not what a backtest gives, marks the version and takes it out of traffic", async () => {
    const { services, conductor } = whole.server();
    await conductor()!.checkSkew();
    expect((await strategyNow("momentum")).versions[0]!.skew).toBeNull();
    const { set } = services.online.read("signal", "momentum", 1)!;
    const values = set.values.slice();
    const held = values.findIndex((weight) => weight > 0);
    values[held] = values[held]! * (1 + Number.EPSILON);
    services.online.publish({ ...set, values });
    await conductor()!.checkSkew();
    const { versions, halt } = await strategyNow("momentum");
    const skew = versions[0]!.skew as Skew;
    expect(skew).toMatchObject({ found: "backtest", instrument: set.ids[held], bits: bitsOf(values[held]!) });
    expect(skew.expectedBits).toBe(bitsOf(set.values[held]!));
    expect(halt?.by).toBe("guardrails");
    const { text } = await whole.ask("otto", "GET", "/metrics");
    expect(text).toContain('asof_parity_mismatches_total{strategy="momentum"} 1');
    const events = await services.reader.events(0, 1_000);
    expect(events.map(({ topic }) => topic)).toContain("strategy/skewed");
    services.online.publish(set);
    await whole.ask("otto", "POST", "/v1/strategies/momentum/resume", {});
  });

  it("V31: a version that turns on its server leaves the traffic, and all others are answered", async () => {
    await whole.restart(true);
    const sleeper = await buildSampleBundle(whole.runner, whole.storeDir, codeCell(HOSTILE), whole.authorKey);
    await whole.publish("sleeper", sleeper);
    const calm = await signalsOf("sleeper");
    const [name] = [...calm.keys()].filter((id) => id.startsWith("US"));
    const batch = barOf(name!, "XNYS", "2024-06-28", TRIGGERS.flood, "2024-06-28T20:15:00Z");
    expect((await whole.ask("otto", "POST", "/v1/data/batches", batch)).json).toMatchObject({
      rowsRevised: 1,
    });
    const others: number[] = [];
    await expect
      .poll(
        async () => {
          others.push((await signals("momentum")).status);
          return (await strategyNow("sleeper")).halt?.reason ?? "";
        },
        { timeout: 100_000 },
      )
      .toContain("ended processes");
    expect(new Set(others)).toEqual(new Set([200]));
    expect(codeOf(await signals("sleeper"))).toEqual([423, "halted"]);
    const { text } = await whole.ask("otto", "GET", "/metrics");
    expect(text).toMatch(/asof_sandbox_kills_total\{strategy="sleeper",limit="output"\} [4-9]/);
  });
});
