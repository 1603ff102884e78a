import { expect, it } from "vitest";
import { createWorld } from "../../engine/testing/world.ts";
import type { LoadedPanel } from "../host/panel-cache.ts";
import { createReadPanel } from "./read-panel.ts";
import { loadedPanel } from "./testing/run-notebook.ts";

const world = loadedPanel(createWorld({ seed: 5, instruments: 2, sessions: 4 }));
const question = {
  universe: "WORLD",
  fields: ["close"],
  warmUpSessions: 0,
  decision: { kind: "close" as const, delayMinutes: 30 },
  from: 0,
  to: 10,
};

/** A host that answers with the panel of an id, as a message brings it: a new object each time. */
const hostOf = (panelIds: readonly string[]) => {
  const asked: unknown[] = [];
  const rest = [...panelIds];
  return {
    asked,
    asOf: () => 7,
    request: async (name: string, input: unknown): Promise<LoadedPanel> => {
      asked.push([name, input]);
      return { columns: [...world.columns], header: { ...world.header, panelId: rest.shift()! } };
    },
  };
};

it("asks for a panel as of the notebook's instant", async () => {
  const host = hostOf(["a"]);
  const panel = await createReadPanel(host)(question);
  expect(host.asked).toEqual([["panel", { ...question, asOf: 7 }]]);
  const at = world.header.columns.findIndex(({ name }) => name === "close");
  expect(panel.columns.close).toEqual(new Float64Array(world.columns[at]!));
});

it("gives one object for one panel, and never that of another", async () => {
  const read = createReadPanel(hostOf(["a", "b", "a"]));
  const [a, b, again] = [await read(question), await read(question), await read(question)];
  expect(again).toBe(a);
  expect(b).not.toBe(a);
});

it("keeps the four that were asked for last", async () => {
  const read = createReadPanel(hostOf(["a", "b", "c", "d", "a", "e", "a", "b"]));
  const panels = [];
  for (let k = 0; k < 8; k++) panels.push(await read(question));
  expect(panels[6]).toBe(panels[0]);
  expect(panels[7]).not.toBe(panels[1]);
});
