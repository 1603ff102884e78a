import { describe, expect, it } from "vitest";
import { canaryShares } from "../../serving/contract/lifecycle.ts";
import { standingOf } from "./standing-of.ts";
import { madeConnection, madeStrategy, madeVersion } from "./testing/made-strategies.ts";
import {
  awaitingOf,
  haltRefusal,
  isApprovable,
  judgeRefusal,
  nextShare,
  promoteRefusal,
  resumeRefusal,
  retireRefusal,
  rollbackRefusal,
  rollbackTarget,
  shadowRefusal,
  shareRefusal,
} from "./what-may-be-done.ts";

const ada = madeConnection();
const halt = { by: "otto", reason: "bad data" };

describe("judging", () => {
  it("is for an approver who neither uploaded nor signed the bundle", () => {
    expect(judgeRefusal(ada, madeVersion(1))).toBeNull();
    expect(judgeRefusal(ada, madeVersion(1, { author: "ada" }))).toBe("own-bundle");
    expect(judgeRefusal(ada, madeVersion(1, { signedBy: "ada" }))).toBe("own-bundle");
    expect(judgeRefusal(madeConnection({ roles: ["operator"] }), madeVersion(1))).toBe("not-approver");
  });

  it("says of a sign-in that has ended that it has, and not that the server refuses a token", () => {
    const gone = madeConnection({ state: "refused", code: "sign-in-ended" });
    expect([standingOf(gone), judgeRefusal(gone, madeVersion(1))]).toEqual(["ended", "ended"]);
    const refused = madeConnection({ state: "refused", code: "unauthenticated" });
    expect([standingOf(refused), judgeRefusal(refused, madeVersion(1))]).toEqual(["refused", "refused"]);
  });

  it("names one's own bundle as the reason before the role, and out of reach too", () => {
    const mara = madeConnection({ subject: "mara", roles: ["author"], state: "offline" });
    expect(judgeRefusal(mara, madeVersion(1))).toBe("own-bundle");
    expect(judgeRefusal(madeConnection({ state: "offline" }), madeVersion(1))).toBe("offline");
    expect(judgeRefusal(madeConnection({ state: "refused" }), madeVersion(1))).toBe("refused");
  });

  it("is no approval where the server got other figures, and may be a rejection", () => {
    const differs = { outcome: "differs", figure: "sharpe", stated: null, recomputed: null } as const;
    const notHere = { outcome: "not-here", reason: "failed", message: "It ended." } as const;
    const version = madeVersion(1, { recomputed: differs });
    expect([isApprovable(version), judgeRefusal(ada, version)]).toEqual([false, null]);
    for (const recomputed of [null, notHere]) expect(isApprovable(madeVersion(1, { recomputed }))).toBe(true);
  });

  it("counts once", () => {
    expect(judgeRefusal(ada, madeVersion(1, { state: "approved" }))).toBe("not-awaiting");
  });

  it("lists what the reader may judge before what only others may", () => {
    const own = madeVersion(1, { author: "ada" });
    const strategies = [
      madeStrategy([own, madeVersion(2, { state: "live" })], { id: "a" }),
      madeStrategy([madeVersion(3)], { id: "b" }),
    ];
    const listed = awaitingOf(ada, strategies).map(({ version }) => version.version);
    expect(listed).toEqual([3, 1]);
  });
});

describe("a canary", () => {
  const at = (share: number) => madeVersion(2, { state: share === 0 ? "shadow" : "canary", share });

  it("grows by one step and shrinks by any", () => {
    expect([0, 1, 5, 25, 50].map((share) => nextShare(at(share)))).toEqual([1, 5, 25, 50, 50]);
    const strategy = madeStrategy([at(5)]);
    expect(canaryShares.map((share) => shareRefusal(ada, strategy, at(5), share))).toEqual([
      null,
      "same-share",
      null,
      "share-too-far",
    ]);
  });

  it("is promoted from half of the callers only", () => {
    expect(promoteRefusal(ada, madeStrategy([at(0)]), at(0))).toBe("not-canary");
    expect(promoteRefusal(ada, madeStrategy([at(25)]), at(25))).toBe("share-too-far");
    expect(promoteRefusal(ada, madeStrategy([at(50)]), at(50))).toBeNull();
  });

  it("stands still while the strategy is halted", () => {
    const strategy = madeStrategy([at(50)], { halt });
    expect(shareRefusal(ada, strategy, at(50), 25)).toBe("halted");
    expect(promoteRefusal(ada, strategy, at(50))).toBe("halted");
  });

  it("is one at a time", () => {
    const approved = madeVersion(3, { state: "approved" });
    expect(shadowRefusal(ada, madeStrategy([at(5), approved]), approved)).toBe("candidate-in-the-way");
    expect(shadowRefusal(ada, madeStrategy([approved]), approved)).toBeNull();
    expect(shadowRefusal(ada, madeStrategy([at(5)]), at(5))).toBe("not-approved");
  });
});

describe("a rollback", () => {
  const live = madeVersion(3, { state: "live", share: 100 });
  const before = madeVersion(2, { state: "superseded" });
  const retired = madeVersion(1, { state: "retired" });

  it("withdraws the candidate before it touches what is live", () => {
    const candidate = madeVersion(4, { state: "canary", share: 5 });
    expect(rollbackTarget(madeStrategy([live, candidate], { before: [2] }))).toEqual({
      withdrawn: candidate,
      restored: live,
    });
  });

  it("brings back the last version that was live and has not retired", () => {
    const strategy = madeStrategy([retired, before, live], { before: [2, 1] });
    expect(rollbackTarget(strategy)).toEqual({ withdrawn: live, restored: before });
    expect(rollbackRefusal(ada, strategy)).toBeNull();
  });

  it("is refused with nothing to go back to", () => {
    expect(rollbackRefusal(ada, madeStrategy([retired, live], { before: [1] }))).toBe("nothing-before");
    expect(rollbackRefusal(ada, madeStrategy([madeVersion(1)]))).toBe("nothing-before");
    expect(rollbackRefusal(ada, madeStrategy([live], { halt }))).toBe("nothing-before-halted");
  });

  it("works while the strategy is halted, and needs an operator", () => {
    const strategy = madeStrategy([before, live], { before: [2], halt });
    expect(rollbackRefusal(ada, strategy)).toBeNull();
    expect(rollbackRefusal(madeConnection({ roles: ["author"] }), strategy)).toBe("not-operator");
  });
});

describe("halt, resume and retire", () => {
  it("are offered where they make sense", () => {
    const [running, halted] = [madeStrategy([]), madeStrategy([], { halt })];
    expect([haltRefusal(ada, running), resumeRefusal(ada, running)]).toEqual([null, "not-halted"]);
    expect([haltRefusal(ada, halted), resumeRefusal(ada, halted)]).toEqual(["halted", null]);
    expect(retireRefusal(ada, madeVersion(1, { state: "canary", share: 5 }))).toBe("in-traffic");
    expect(retireRefusal(ada, madeVersion(1, { state: "superseded" }))).toBeNull();
  });
});
