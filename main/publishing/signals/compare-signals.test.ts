import { afterAll, beforeAll, expect, it } from "vitest";
import { notebookDecisions } from "../../../bundle/build/notebook-decisions.ts";
import type { DecidedWeights } from "../../../bundle/contract/runner-contract.ts";
import { evidenceOf } from "../../../bundle/document/evidence-of.ts";
import { readDocument } from "../../../bundle/document/read-document.ts";
import { runHere } from "../../../bundle/testing/run-here.ts";
import { buildOn, cells, codeCell, loadPanel, world } from "../../../bundle/testing/world-notebook.ts";
import type { NotebookCell } from "../../../kernel/contract/document.ts";
import { serialiseNotebook } from "../../../kernel/notebook/index.ts";
import { servingClient } from "../../../serving/client/serving-client.ts";
import type { BundleChecker } from "../../../serving/domain/bundle-checker.ts";
import { checkDoubleApproval } from "../../../serving/testing/bundle-checker-double.ts";
import { doubleApproval } from "../../../serving/testing/double-approval.ts";
import { type ListeningServer, listeningServer } from "../../../serving/testing/listening-server.ts";
import { wireOk } from "../../../wire/contract.ts";
import { signalComparisonSchema } from "../../contract/publish-evidence.ts";
import type { NotebookDecisions } from "../fork-build.ts";
import { compareSignals } from "./compare-signals.ts";

const checker: BundleChecker = {
  trusted: async () => [],
  check: async (document) => {
    const read = readDocument(document);
    if (!read.ok) return { ok: false, code: read.fault.code, message: read.fault.message };
    const { digest, manifest } = read.value.document;
    return { ok: true, bundle: { digest, signedBy: "ann", evidence: evidenceOf(manifest) } };
  },
  checkApproval: checkDoubleApproval,
};

/** The backtest of a notebook, in this process and on the generated world. */
const decisions: NotebookDecisions = async ({ snapshot, ...wish }) => {
  const decided = await notebookDecisions(wish, loadPanel, runHere());
  if (decided.ok) return wireOk({ ok: true, snapshot, decisions: [...decided.value] });
  return wireOk({ ok: false, fault: { ...decided.fault, places: [] } });
};

let server: ListeningServer;
/** What the backtest decides at its last decisions. */
let decided: readonly DecidedWeights[];
const clientOf = (person: string) =>
  servingClient({ server: server.address, token: () => server.tokenOf(person) });

const publish = (weights: DecidedWeights, day: number, change: (values: Float64Array) => void = () => {}) => {
  const ids = world.instruments.map(({ iid }) => iid);
  const values = Float64Array.from(ids, (iid) => weights.weights[iid] ?? 0);
  change(values);
  const asOf = weights.at / 1_000;
  server.services.online.publish({
    ...{ kind: "signal", name: "best", version: 1, snapshot: "a".repeat(64) },
    ...{ asOf, knownAt: asOf + day * 86_400_000, computedAt: asOf, ids, values },
    bundle: digest,
  });
};
let digest = "";

beforeAll(async () => {
  server = await listeningServer({}, checker);
  const { policy } = (await server.ask("root", "GET", "/v1/desks/equities/policy")).json();
  const evidence = { ...policy.evidence, needsAuditCertificate: false, maxDrawdown: 0.9 };
  await server.ask("root", "PUT", "/v1/desks/equities/policy", { ...policy, evidence });
  const built = await buildOn(runHere(), { vectors: 50 });
  if (!built.ok) throw new Error(built.fault.message);
  digest = built.value.digest;
  const { manifest, text } = built.value;
  await server.ask("ann", "POST", "/v1/bundles", text);
  const at = { params: { strategy: "best" }, ifMatch: "*" };
  await server.ask("ann", "POST", "/v1/strategies/best/versions", { digest, desk: "equities" });
  const statement = doubleApproval("ada", digest);
  await clientOf("ada").ask("judgeVersion", { ...at, body: { version: 1, statement } });
  const otto = clientOf("otto");
  await otto.ask("deployVersion", { ...at, body: { version: 1 } });
  for (const share of [1, 5, 25, 50] as const)
    await otto.ask("shareTraffic", {
      params: { strategy: "best", version: 1 },
      ifMatch: "*",
      body: { share },
    });
  await otto.ask("promoteVersion", { ...at, body: { version: 1 } });
  const { decisionAt } = world.markets[0]!;
  const wish = { manifest, cells, folder: [], since: 0, until: decisionAt.at(-1)! };
  const whole = await notebookDecisions(wish, loadPanel, runHere());
  if (!whole.ok) throw new Error(whole.fault.message);
  decided = whole.value;
});
afterAll(() => server.close());

const open = (written: readonly NotebookCell[], name = "n.nb.ts") => ({
  ...{ path: null, name },
  text: serialiseNotebook({ title: "T", snapshot: "s", asOf: null, cells: [...written] }),
});
const compare = async (notebooks: ReturnType<typeof open>[] | null, given: NotebookDecisions = decisions) => {
  const around = { decisions: given, isGranted: () => false };
  const compared = await compareSignals(clientOf("ann"), { strategy: "best", notebooks }, around);
  if (!compared.ok) throw new Error(compared.error.message);
  return signalComparisonSchema.parse(compared.value);
};

it("Q6: without a value nothing is compared, and that is said", async () => {
  const around = { decisions, isGranted: () => false };
  expect(await compareSignals(clientOf("ann"), { strategy: "best", notebooks: null }, around)).toMatchObject({
    error: { code: "no-values" },
  });
});

it("Q6: every set that the server keeps is held against the open notebook's backtest, and one other bit is marked", async () => {
  const last = decided.slice(-4);
  expect(last).toHaveLength(4);
  for (const each of last) publish(each, 1);
  // Computed once more, when data came: the same decision, and known later.
  publish(last[3]!, 2);
  const same = await compare([open([codeCell("other", "const a = 1;")]), open(cells)]);
  expect(same.withoutBacktest).toBeNull();
  expect(same.backtestSnapshot).toBe("a".repeat(64));
  expect(same.days.map(({ differing }) => differing)).toEqual([0, 0, 0, 0, 0]);
  expect(same.rows.filter(({ live }) => (live ?? 0) > 0).length).toBeGreaterThan(3);
  expect(same.rows.every(({ isEqual, steps }) => isEqual && steps === 0)).toBe(true);

  let changed = -1;
  publish(last[3]!, 2, (values) => {
    changed = values.findIndex((value) => value > 0);
    new Uint32Array(values.buffer)[2 * changed]! ^= 1;
  });
  const other = await compare([open(cells)]);
  expect(other.days.map(({ differing }) => differing)).toEqual([0, 0, 0, 0, 1]);
  expect(other.days.at(-1)!.greatestDifference).toBeGreaterThan(0);
  expect(other.rows.filter(({ isEqual }) => !isEqual)).toMatchObject([
    { id: world.instruments[changed]!.iid, steps: 1 },
  ]);
});

it("Q6: a notebook with another cell, and none at all, are not compared with: what to open is said", async () => {
  expect((await compare(null)).withoutBacktest).toMatchObject({ reason: "not-asked" });
  const none = await compare([]);
  expect(none.withoutBacktest).toMatchObject({ reason: "not-open", name: "Best", cellId: "best" });
  expect(none.rows.some(({ isEqual, backtest }) => isEqual || backtest !== null)).toBe(false);
  const edited = [codeCell("half", "const half = (x: number): number => x / 3;"), cells[1]!];
  expect((await compare([open(edited, "edited.nb.ts")])).withoutBacktest).toMatchObject({
    ...{ reason: "other-code", notebook: "edited.nb.ts", cellId: "half" },
  });
});

it("Q6: a notebook with the backtest behind its definition is compared with, and one with more behind it is not", async () => {
  const behind = (rest: string) => [cells[0]!, codeCell("best", `${cells[1]!.source}${rest}`)];
  const run = await compare([open(behind("\nawait backtest(best, { from: date('2020-01-01') });"))]);
  expect(run.withoutBacktest).toBeNull();
  expect((await compare([open(behind("\nbest.name;"), "more.nb.ts")])).withoutBacktest).toMatchObject({
    ...{ reason: "other-code", notebook: "more.nb.ts" },
  });
});

it("Q6: a backtest that fails, or that the data here is too old for, says so", async () => {
  const fails: NotebookDecisions = async () =>
    wireOk({ ok: false, fault: { code: "runner-failed", message: "It ended.", places: [] } });
  expect((await compare([open(cells)], fails)).withoutBacktest).toMatchObject({
    ...{ reason: "failed", message: "It ended." },
  });
  const ends: NotebookDecisions = (input) => decisions({ ...input, until: decided.at(-2)!.at });
  const early = await compare([open(cells)], ends);
  expect(early.withoutBacktest).toMatchObject({ reason: "no-decision" });
  expect(early.days.map(({ differing }) => differing)).toEqual([0, 0, 0, null, null]);
});
