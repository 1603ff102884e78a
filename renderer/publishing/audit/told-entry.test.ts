import { describe, expect, it } from "vitest";
import { lifecycleEventSchema } from "../../../serving/contract/lifecycle-event.ts";
import { i18n, startI18n, type Translate } from "../../i18n/index.ts";
import { detailsText } from "./details-text.ts";
import { filterEntries, toldEntry } from "./told-entry.ts";

startI18n("ko");
const t: Translate = (key, values) =>
  String(i18n.t(key as never, { ...values, keySeparator: ":", nsSeparator: "|" } as never));

const entry = (seq: number, actor: string, action: string, details: unknown = {}) => ({
  seq,
  at: "2024-03-24T10:00:00.000Z",
  actor,
  action,
  subject: "momentum",
  details: typeof details === "string" ? details : JSON.stringify(details),
  previousHash: "",
  hash: "",
});
const happened = (
  seq: number,
  actor: string,
  event: { readonly kind: string; readonly [name: string]: unknown },
) => entry(seq, actor, `strategy/${event.kind}`, { revision: seq, event });
const skew = {
  found: "backtest",
  instrument: "XKRX:1",
  asOf: "2024-03-24T20:30:00.000Z",
  expectedBits: "3fb999999999999a",
  bits: "3fb999999999999b",
};
const told = (written: ReturnType<typeof entry>) =>
  toldEntry(t, written, {
    skew: ({ instrument }) => `value of ${instrument}`,
    recomputed: ({ outcome }) => outcome,
  });

describe("an entry of the audit trail", () => {
  it.each([
    [{ kind: "shared", version: 2, share: 5 }, "비율 배정", "버전 2, 호출자의 5%"],
    [{ kind: "promoted", version: 2, superseded: 1 }, "라이브 승격", "버전 2, 이전 라이브는 버전 1"],
    [{ kind: "promoted", version: 1, superseded: null }, "라이브 승격", "버전 1"],
    [{ kind: "rolled-back", version: 2, restored: 1, reason: "late" }, "되돌림", "버전 2, 버전 1 복귀, late"],
    [{ kind: "halted", by: "ada", reason: "시세 지연" }, "중단", "시세 지연"],
    [
      { kind: "breached", version: 1, guardrail: "turnover", observed: 2.5, limit: 1 },
      "한계 초과",
      "버전 1, turnover 2.5000 / 1",
    ],
  ])("tells what happened to a strategy in words: %j", (event, action, details) => {
    expect(told(happened(1, "ada", event))).toMatchObject({ action, details, isMarked: false });
  });

  it("tells the server's look for other values, with version and value, and marks it", () => {
    const marked = told(happened(1, "server", { kind: "skewed", version: 2, skew }));
    expect(marked.isMarked).toBe(true);
    expect(marked.details).toContain("버전 2");
    expect(marked.details).toContain("value of XKRX:1");
  });

  it("tells of figures that the server got otherwise, and marks it", () => {
    const recomputed = { outcome: "differs", figure: "sharpe", stated: "3fb999999999999a", recomputed: null };
    const marked = told(happened(1, "server", { kind: "recomputed", version: 2, recomputed }));
    expect(marked).toMatchObject({ action: "백테스트 재실행", details: "버전 2, differs", isMarked: true });
    const same = { outcome: "no-backtest" };
    const plain = told(happened(1, "server", { kind: "recomputed", version: 2, recomputed: same }));
    expect(plain.isMarked).toBe(false);
  });

  it("has a word for everything that can happen to a strategy", () => {
    const kinds = lifecycleEventSchema.options.map(({ shape }) => `strategy/${shape.kind.value}`);
    const unknown = kinds.filter((action) => told(entry(1, "ada", action)).action === action);
    expect([kinds.length > 10, unknown]).toEqual([true, []]);
  });

  it("stands as it is written where nothing is known of it", () => {
    expect(told(entry(1, "ada", "moon/landed", '{"event":{"kind":"moon"}}'))).toMatchObject({
      action: "moon/landed",
      details: 'event {"kind":"moon"}',
    });
    expect(told(entry(1, "ada", "strategy/halted", "not json")).details).toBe("not json");
  });

  it("tells details in words, with digests cut", () => {
    expect(detailsText(`{"version":3,"digest":"${"a".repeat(64)}","reason":null}`)).toBe(
      `version 3, digest ${"a".repeat(12)}…`,
    );
    expect(detailsText("3")).toBe("3");
  });
});

it("the audit trail stands with the newest first, and narrows down by every word, as told or as written", () => {
  const all = [
    entry(1, "mara", "strategy/uploaded"),
    entry(2, "ada", "strategy/approved"),
    happened(3, "otto", { kind: "halted", by: "otto", reason: "bad prices in Seoul" }),
  ].map(told);
  const found = (question: string) => filterEntries(all, question).map(({ entry: { seq } }) => seq);
  expect(found("")).toEqual([3, 2, 1]);
  expect(found("seoul otto")).toEqual([3]);
  expect(found("중단")).toEqual([3]);
  expect(found("halted")).toEqual([3]);
  expect(found("ada halted")).toEqual([]);
});
