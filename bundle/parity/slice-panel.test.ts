import { expect, test } from "vitest";
import { createWorld } from "../../engine/testing/world.ts";
import { slicePanel } from "./slice-panel.ts";

const world = createWorld({ seed: 3, instruments: 9, sessions: 40, hasActions: true, hasExchanges: true });
const fields = Object.keys(world.columns);

test("a slice with everything in it holds all that a panel holds", () => {
  const whole = slicePanel(world, fields, Int32Array.from(world.instruments.keys()));
  // Whoever adds something to panels decides here what a bundle needs of it.
  expect(Object.keys(whole).sort()).toEqual(
    [...new Set([...Object.keys(world), "groups", "lateActions", "sharesSplitFactor"])].sort(),
  );
  expect(whole.columns).toEqual(world.columns);
  expect(whole.members).toEqual(world.members);
  expect(whole.offsets).toEqual(world.offsets);
  expect(whole.actions).toMatchObject({ ...world.actions });
});

test("of chosen instruments the rows, memberships and actions stay, and nothing of the others", () => {
  const chosen = Int32Array.of(1, 4, 7);
  const slice = slicePanel(world, ["close"], chosen);
  expect(slice.instruments.map(({ iid }) => iid)).toEqual(
    Array.from(chosen, (i) => world.instruments[i]!.iid),
  );
  expect(Object.keys(slice.columns)).toEqual(["close"]);
  chosen.forEach((i, place) => {
    const of = (column: Float64Array, offsets: Int32Array, at: number) =>
      column.slice(offsets[at], offsets[at + 1]);
    expect(of(slice.columns.close!, slice.offsets, place)).toEqual(
      of(world.columns.close!, world.offsets, i),
    );
  });
  const mine = Array.from(world.actions.instrument.keys()).filter((k) =>
    chosen.includes(world.actions.instrument[k]!),
  );
  expect(slice.actions.row).toEqual(Int32Array.from(mine, (k) => world.actions.row[k]!));
  expect(slice.actions.other.every((other) => other === -1 || other < 3)).toBe(true);
});
