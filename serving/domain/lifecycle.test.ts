import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Strategy } from "../contract/lifecycle.ts";
import { strategySchema } from "../contract/lifecycle.ts";
import type { Recomputation } from "../contract/recomputation.ts";
import { doubleApproval } from "../testing/double-approval.ts";
import { bend, stepArbitrary } from "../testing/lifecycle-arbitraries.ts";
import { modelStep, newModel } from "../testing/lifecycle-model.ts";
import type { Actor, Command } from "./command.ts";
import { decide } from "./decide.ts";
import { evolve } from "./evolve.ts";
import { emptyStrategy } from "./strategy-state.ts";

const author: Actor = { subject: "ann", roles: ["author"] };
const approver: Actor = { subject: "ada", roles: ["approver"] };
const operator: Actor = { subject: "otto", roles: ["operator"] };
const server: Actor = { subject: "server", roles: ["server"] };
const A = "a".repeat(64);
const B = "b".repeat(64);
const statement = doubleApproval("ada", A);

const act = (strategy: Strategy, command: Command, actor: Actor): Strategy => {
  const decision = decide(strategy, command, actor, []);
  if (!decision.ok) throw new Error(`${command.kind}: ${decision.refusal.code}`);
  return decision.events.reduce(evolve, strategy);
};
const codeOf = (
  strategy: Strategy,
  command: Command,
  actor: Actor,
  problems: readonly string[] = [],
): string => {
  const decision = decide(strategy, command, actor, problems);
  return decision.ok ? "ok" : decision.refusal.code;
};

const uploaded = (strategy: Strategy, digest: string): Strategy =>
  act(strategy, { kind: "upload", digest, desk: "equities", signedBy: "sam" }, author);
const checked = (strategy: Strategy, version: number): Strategy =>
  act(strategy, { kind: "check", version }, server);
const live = (strategy: Strategy, digest: string): Strategy => {
  const version = strategy.versions.length + 1;
  let next = checked(uploaded(strategy, digest), version);
  next = act(next, { kind: "approve", statement, version, digest }, approver);
  next = act(next, { kind: "deploy", version }, operator);
  for (const share of [1, 5, 25, 50] as const) next = act(next, { kind: "share", version, share }, operator);
  return act(next, { kind: "promote", version }, operator);
};
const states = ({ versions }: Strategy) => versions.map(({ state, share }) => `${state} ${share}`);
const start = emptyStrategy("momentum", "equities");

describe("the life of a version", () => {
  it("V1: goes step by step from upload to live", () => {
    expect(states(live(start, A))).toEqual(["live 100"]);
    expect(states(live(live(start, A), B))).toEqual(["superseded 0", "live 100"]);
  });

  it("V1: no step is left out", () => {
    const fresh = uploaded(start, A);
    const early: readonly (readonly [Command, Actor])[] = [
      [{ kind: "approve", statement, version: 1, digest: A }, approver],
      [{ kind: "deploy", version: 1 }, operator],
      [{ kind: "share", version: 1, share: 1 }, operator],
      [{ kind: "promote", version: 1 }, operator],
    ];
    for (const [command, actor] of early) expect(codeOf(fresh, command, actor)).toBe("wrong-state");
  });

  it("V1: a canary grows one step at a time and shrinks at will", () => {
    let now = checked(uploaded(start, A), 1);
    now = act(now, { kind: "approve", statement, version: 1, digest: A }, approver);
    now = act(now, { kind: "deploy", version: 1 }, operator);
    const share = (per: 1 | 5 | 25 | 50): Command => ({ kind: "share", version: 1, share: per });
    expect(codeOf(now, share(5), operator)).toBe("share-too-far");
    for (const step of [1, 5, 25] as const) now = act(now, share(step), operator);
    expect(codeOf(now, { kind: "promote", version: 1 }, operator)).toBe("share-too-far");
    now = act(now, share(1), operator);
    expect([states(now), codeOf(now, share(25), operator)]).toEqual([["canary 1"], "share-too-far"]);
  });

  it("V2: who uploaded or signed a bundle cannot judge it, whatever his roles", () => {
    const ready = checked(uploaded(start, A), 1);
    for (const subject of ["ann", "sam"])
      for (const kind of ["approve", "reject"] as const)
        expect(
          codeOf(
            ready,
            { kind, version: 1, digest: A, reason: "no", statement },
            { subject, roles: ["author", "approver"] },
          ),
        ).toBe("own-bundle");
  });

  it("V2: an approval is of one digest and counts once", () => {
    const ready = checked(uploaded(start, A), 1);
    expect(codeOf(ready, { kind: "approve", statement, version: 1, digest: B }, approver)).toBe(
      "wrong-digest",
    );
    const approved = act(ready, { kind: "approve", statement, version: 1, digest: A }, approver);
    expect(codeOf(approved, { kind: "approve", statement, version: 1, digest: A }, approver)).toBe(
      "wrong-state",
    );
  });

  it("V3: a rollback withdraws the candidate, then leads back version by version, then refuses", () => {
    let now = live(live(live(start, A), B), "c".repeat(64));
    now = checked(uploaded(now, "d".repeat(64)), 4);
    now = act(now, { kind: "approve", statement, version: 4, digest: "d".repeat(64) }, approver);
    now = act(now, { kind: "deploy", version: 4 }, operator);
    const back: Command = { kind: "rollback", reason: "losses" };
    const seen = [];
    for (let k = 0; k < 3; k++) {
      now = act(now, back, operator);
      seen.push(states(now));
    }
    expect(seen).toEqual([
      ["superseded 0", "superseded 0", "live 100", "superseded 0"],
      ["superseded 0", "live 100", "superseded 0", "superseded 0"],
      ["live 100", "superseded 0", "superseded 0", "superseded 0"],
    ]);
    expect(codeOf(now, back, operator)).toBe("nothing-before");
  });

  it("V3: a rollback passes over a version that has retired", () => {
    let now = live(live(live(start, A), B), "c".repeat(64));
    now = act(now, { kind: "retire", version: 2, reason: "old" }, operator);
    now = act(now, { kind: "rollback", reason: "losses" }, operator);
    expect(states(now)).toEqual(["live 100", "retired 0", "superseded 0"]);
  });

  it("V4: halted, nothing goes forward, and a rollback still works", () => {
    const now = act(live(live(start, A), B), { kind: "halt", reason: "odd prices" }, operator);
    expect(codeOf(now, { kind: "deploy", version: 1 }, operator)).toBe("halted");
    expect(codeOf(now, { kind: "halt", reason: "again" }, operator)).toBe("halted");
    expect(states(act(now, { kind: "rollback", reason: "losses" }, operator))).toEqual([
      "live 100",
      "superseded 0",
    ]);
    expect(act(now, { kind: "resume" }, operator).halt).toBeNull();
  });

  it("V5: a broken guardrail takes a version out of traffic, and halts when none is before it", () => {
    const breach = (version: number): Command => ({
      kind: "breach",
      version,
      guardrail: "gross leverage",
      observed: 3,
      limit: 2,
    });
    const one = live(start, A);
    expect(states(act(live(one, B), breach(2), server))).toEqual(["live 100", "superseded 0"]);
    const halted = act(one, breach(1), server);
    expect([states(halted), halted.halt?.by]).toEqual([["live 100"], "guardrails"]);
  });

  it("V8: a version that a policy holds something against takes no step forward, and any step back", () => {
    const broken = ["drawdown is 0.3, at most 0.2 is allowed"];
    let now = checked(uploaded(start, A), 1);
    const forward: readonly (readonly [Command, Actor])[] = [
      [{ kind: "approve", statement, version: 1, digest: A }, approver],
      [{ kind: "deploy", version: 1 }, operator],
      ...([1, 5, 25, 50] as const).map((share) => [{ kind: "share", version: 1, share }, operator] as const),
      [{ kind: "promote", version: 1 }, operator],
    ];
    for (const [command, actor] of forward) {
      expect([command.kind, codeOf(now, command, actor, broken)]).toEqual([command.kind, "policy-not-met"]);
      now = act(now, command, actor);
      const back: readonly Command[] = [
        { kind: "rollback", reason: "losses" },
        { kind: "share", version: 1, share: 1 },
      ];
      if (states(now)[0] === "canary 5")
        expect(back.map((command) => codeOf(now, command, operator, broken))).toEqual(["ok", "ok"]);
    }
    const ready = checked(uploaded(start, A), 1);
    const rejected: Command = { kind: "reject", statement, version: 1, digest: A, reason: "too deep" };
    expect(codeOf(ready, rejected, approver, broken)).toBe("ok");
    const refused = decide(ready, { kind: "approve", statement, version: 1, digest: A }, approver, broken);
    expect(refused.ok ? "" : refused.refusal.message).toContain(`equities as it is now: ${broken[0]}.`);
  });

  it("V43: what a recomputation gave counts once; what could not be run may be run again", () => {
    const ready = checked(uploaded(start, A), 1);
    const report = (recomputed: Recomputation): Command => ({
      kind: "report-recomputed",
      version: 1,
      recomputed,
    });
    const notHere = report({ outcome: "not-here", reason: "other-data", message: "Bring it in." });
    const differs = report({ outcome: "differs", figure: "sharpe", stated: null, recomputed: null });
    const missing = act(ready, notHere, server);
    expect(codeOf(missing, notHere, server)).toBe("wrong-state");
    const settled = act(missing, differs, server);
    expect(settled.versions[0]!.recomputed).toMatchObject({ outcome: "differs", figure: "sharpe" });
    expect(codeOf(settled, notHere, server)).toBe("wrong-state");
    expect(codeOf(live(start, A), notHere, server)).toBe("wrong-state");
    expect(codeOf(ready, differs, operator)).toBe("wrong-role");
  });

  it("V1, V2, V3, V4, V5, V8, V43: 250 histories of commands give what a small model says", () => {
    const reached = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(stepArbitrary, { minLength: 1, maxLength: 80, size: "max" }), (steps) => {
        let strategy = start;
        const model = newModel("equities");
        for (const step of steps) {
          const { command, actor } = bend(step, strategy.versions);
          const { problems } = step;
          const decision = decide(strategy, command, actor, problems);
          const got = decision.ok ? "ok" : decision.refusal.code;
          const wanted = modelStep(model, command, actor, problems);
          if (decision.ok) strategy = decision.events.reduce(evolve, strategy);
          const modelled = model.versions.map(({ state, share }) => `${state} ${share}`);
          // One comparison a step: thousands of them are what this test costs.
          const seen = [command.kind, got, strategy.halt !== null, ...states(strategy)].join();
          expect(seen).toBe([command.kind, wanted, model.isHalted, ...modelled].join());
          const key = `${command.kind} ${got}`;
          reached.set(key, (reached.get(key) ?? 0) + 1);
          const inTraffic = strategy.versions.filter(({ share }) => share > 0);
          const isSound =
            inTraffic.filter(({ state }) => state === "live").length <= 1 &&
            inTraffic.filter(({ state }) => state === "canary").length <= 1 &&
            inTraffic.every(
              ({ approver: eye, author: hand, signedBy }) => eye !== null && eye !== hand && eye !== signedBy,
            );
          if (!isSound) throw new Error(JSON.stringify(strategy));
        }
        expect(strategySchema.parse(strategy)).toEqual(strategy);
      }),
      { numRuns: 250, seed: 6 },
    );
    // Histories that never get anywhere would agree with any model.
    for (const key of [
      "promote ok",
      "rollback ok",
      "breach ok",
      "retire ok",
      "approve own-bundle",
      "deploy policy-not-met",
    ])
      expect([key, (reached.get(key) ?? 0) > 9]).toEqual([key, true]);
  });
});
