import { describe, expect, it } from "vitest";
import {
  connectionOf,
  emptyPublishing,
  type PublishingEvent,
  type PublishingState,
  reducePublishing,
  strategiesOf,
} from "./publishing-state.ts";
import { madeConnection, madeGate, madeStrategy, madeVersion } from "./testing/made-strategies.ts";

const told = (...events: readonly PublishingEvent[]): PublishingState =>
  events.reduce(reducePublishing, emptyPublishing);

describe("servers", () => {
  const [one, two] = [madeConnection(), madeConnection({ id: "c2" })];

  it("begin with the first one", () => {
    expect(connectionOf(told({ type: "connections", connections: [one, two] }))).toEqual(one);
    expect(connectionOf(told({ type: "connections", connections: [] }))).toBeNull();
  });

  it("stay chosen when others change, and not when they are removed", () => {
    const chosen = [
      { type: "connections", connections: [one, two] },
      { type: "connection-chosen", id: "c2" },
    ] as const;
    const offline = { ...two, state: "offline" as const };
    expect(connectionOf(told(...chosen, { type: "connections", connections: [one, offline] }))).toEqual(
      offline,
    );
    expect(connectionOf(told(...chosen, { type: "connections", connections: [one] }))).toEqual(one);
  });
});

describe("strategies", () => {
  const connections = { type: "connections", connections: [madeConnection()] } as const;
  const known = (revision: number) => madeStrategy([madeVersion(1)], { revision });
  const list = (revision: number, readAt = 1): PublishingEvent => ({
    type: "strategies",
    list: { connectionId: "c1", readAt, strategies: [known(revision)] },
  });

  it("keep the newest revision, whether the list or the answer to a change comes last", () => {
    const answer = { type: "strategy", connectionId: "c1", strategy: known(7) } as const;
    expect(strategiesOf(told(connections, answer, list(6)))[0]!.revision).toBe(7);
    expect(strategiesOf(told(connections, list(6), answer))[0]!.revision).toBe(7);
    expect(strategiesOf(told(connections, list(8), answer))[0]!.revision).toBe(8);
  });

  it("of one server do not show under another", () => {
    const other = [
      { type: "connections", connections: [madeConnection(), madeConnection({ id: "c2" })] },
      list(1),
      { type: "connection-chosen", id: "c2" },
    ] as const;
    expect(strategiesOf(told(...other))).toEqual([]);
  });

  it("stay shown when they cannot be read again, with the reason, until they can", () => {
    const failed = {
      type: "strategies-failed",
      connectionId: "c1",
      fault: { code: "offline", message: "no route to it" },
    } as const;
    const state = told(connections, list(3), failed);
    expect(strategiesOf(state)).toHaveLength(1);
    expect(state.listFaults.c1?.message).toBe("no route to it");
    expect(reducePublishing(state, list(3, 2)).listFaults).toEqual({});
  });
});

describe("a gate", () => {
  const passed = madeGate(4, { state: "passed" });

  it("is the one that was started, whatever an older one still says", () => {
    const state = told(
      { type: "gate-starting" },
      { type: "gate", gate: madeGate(4), isAnswer: true },
      { type: "gate", gate: madeGate(3, { state: "failed" }) },
    );
    expect(state.gate).toEqual(madeGate(4));
    expect(state.busy).toBeNull();
  });

  it("keeps what events said when the answer to its start comes behind them", () => {
    const state = told(
      { type: "gate-starting" },
      { type: "gate", gate: passed },
      { type: "gate", gate: madeGate(4), isAnswer: true },
    );
    expect(state.gate).toEqual(passed);
  });

  it("that nobody waits for is not shown", () => {
    expect(told({ type: "gate", gate: passed }).gate).toBeNull();
    expect(
      told({ type: "gate-starting" }, { type: "gate", gate: passed }, { type: "chosen-anew" }).gate,
    ).toBe(null);
  });

  it("keeps its figures when sending fails, and says why", () => {
    const state = told(
      { type: "gate-starting" },
      { type: "gate", gate: passed },
      { type: "sending" },
      { type: "failed", code: "wrong-role", message: "Only an author may." },
    );
    expect(state).toMatchObject({ gate: passed, busy: null, fault: { code: "wrong-role" } });
    expect(reducePublishing(state, { type: "sending" })).toMatchObject({ busy: "sending", fault: null });
  });
});
