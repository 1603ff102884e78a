import { describe, expect, it } from "vitest";
import { slugSchema } from "../../serving/contract/names.ts";
import { createFakeApp } from "../actions/fake-app.ts";
import { reduceSession } from "../state/session/reduce-session.ts";
import { candidatesOf, slugOf } from "./candidates.ts";

const manifest = (cellId: string, strategy: string) => ({
  cellId,
  state: "done" as const,
  codeHash: "0".repeat(64),
  closureHash: "0".repeat(64),
  inputs: {},
  needs: [],
  snapshotId: "",
  asOf: null,
  seed: 1,
  engine: "1",
  orderLog: "1",
  backtests: [{ strategy, parameters: {}, orderHash: "1".repeat(64) }],
  outputs: [],
});

describe("what can be published", () => {
  it("is every strategy of the notebook with its own backtests", () => {
    const { context } = createFakeApp();
    const tab = context.store.getState().tabs[0]!;
    const events = [
      {
        type: "variables" as const,
        variables: [
          { name: "x", type: "number", preview: "1", cellId: "a" },
          { name: "momentum", type: "Strategy", preview: "Twelve-one", cellId: "a" },
          { name: "value", type: "Strategy", preview: "Value", cellId: "a" },
        ],
      },
      { type: "manifest" as const, runNumber: 1, manifest: manifest("a", "Twelve-one") },
    ];
    const session = events.reduce(reduceSession, tab.session);
    const found = candidatesOf({ ...tab, session });
    expect(found.map(({ variable, name, backtests }) => [variable, name, backtests.length])).toEqual([
      ["momentum", "Twelve-one", 1],
      ["value", "Value", 0],
    ]);
  });

  it("gets a name that a server takes, as far as the name has letters for one", () => {
    for (const name of ["Twelve-one momentum, global", "  Élan – 2  ", "A".repeat(90), "x"])
      expect(slugSchema.safeParse(slugOf(name)).success).toBe(true);
    expect(slugOf("Twelve-one momentum, global")).toBe("twelve-one-momentum-global");
    expect(slugOf("모멘텀")).toBe("");
  });
});
