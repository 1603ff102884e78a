import { describe, expect, it } from "vitest";
import { wireError, wireOk } from "../../wire/contract.ts";
import { createFakeApp } from "../actions/fake-app.ts";
import { changeStrategy, signAndSend, startGate } from "./publishing-actions.ts";
import { reducePublishing } from "./publishing-state.ts";
import { madeConnection, madeGate, madeStrategy, madeVersion } from "./testing/made-strategies.ts";

const draft = {
  tabId: "t",
  connectionId: "c1",
  variable: "momentum",
  kind: "strategy" as const,
  backtest: 1,
  strategy: "momentum",
};

/** A window in which something is about to be published; `answers` stand in for the main process. */
const begin = (answers: Readonly<Record<string, unknown>>) => {
  const { context } = createFakeApp();
  const calls: { name: string; input: unknown }[] = [];
  const app = {
    ...context.app,
    call: (async (name: string, input: unknown) => {
      calls.push({ name, input });
      return answers[name] ?? wireOk({});
    }) as typeof context.app.call,
  };
  const publishing = [
    { type: "connections" as const, connections: [madeConnection()] },
    { type: "drafted" as const, draft },
  ].reduce(reducePublishing, context.store.getState().publishing);
  context.store.setState({ publishing });
  return { context: { ...context, app }, calls, state: () => context.store.getState().publishing };
};

describe("publishing", () => {
  it("checks the text as it stands in the window, and keeps the tab to itself", async () => {
    const { context, calls, state } = begin({ "gate/start": wireOk(madeGate(1)) });
    await startGate(context);
    const { tabId: _, ...wanted } = draft;
    expect(calls).toEqual([
      {
        name: "gate/start",
        input: {
          ...wanted,
          notebook: { path: "/n/one.nb.ts", name: "one.nb.ts", text: expect.stringContaining("1") },
        },
      },
    ]);
    expect(state().gate).toEqual(madeGate(1));
  });

  it("signs only what passed", async () => {
    const { context, calls } = begin({ "gate/start": wireOk(madeGate(1)) });
    await startGate(context);
    await signAndSend(context);
    expect(calls.map(({ name }) => name)).toEqual(["gate/start"]);
  });

  it("says why sending failed and keeps what passed", async () => {
    const { context, state } = begin({
      "gate/start": wireOk(madeGate(1, { state: "passed" })),
      "publish/send": wireError("digest-known", "Version 3 is this bundle already."),
    });
    await startGate(context);
    await signAndSend(context);
    expect(state()).toMatchObject({
      gate: { state: "passed" },
      busy: null,
      fault: { code: "digest-known", message: "Version 3 is this bundle already." },
    });
  });
});

describe("a change of a strategy", () => {
  const seen = madeStrategy([madeVersion(1)], { revision: 4 });

  it("names the revision that was seen, and shows what it led to", async () => {
    const after = madeStrategy([madeVersion(1, { state: "approved" })], { revision: 5 });
    const { context, calls, state } = begin({ "version/approve": wireOk(after) });
    const named = { version: 1, digest: seen.versions[0]!.digest };
    expect((await changeStrategy(context, "version/approve", seen, named)).ok).toBe(true);
    expect(calls[0]!.input).toEqual({ connectionId: "c1", strategy: "momentum", revision: 4, ...named });
    expect(state().lists.c1!.strategies).toEqual([after]);
  });

  it("of what somebody else changed meanwhile shows what is there now, and changes nothing", async () => {
    const list = { connectionId: "c1", readAt: 1, strategies: [{ ...seen, revision: 6 }] };
    const { context, calls, state } = begin({
      "deployment/halt": wireError("stale-revision", "It is at revision 6 now."),
      "strategy/list": wireOk(list),
    });
    const halted = await changeStrategy(context, "deployment/halt", seen, { reason: "bad prices" });
    expect(halted).toMatchObject({ ok: false, error: { code: "stale-revision" } });
    await expect.poll(() => state().lists.c1?.strategies[0]?.revision).toBe(6);
    expect(calls.map(({ name }) => name)).toEqual(["deployment/halt", "strategy/list"]);
  });
});
