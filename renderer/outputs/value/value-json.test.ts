import { expect, it } from "vitest";
import { inspectValue, type Place, partsOf } from "../../../kernel/cells/inspect-value.ts";
import type { InspectedPart } from "../../../kernel/contract/inspected-value.ts";
import { keysUnder, type OpenedPart, ROOT_KEY } from "./opened-parts.ts";
import { jsonOf } from "./value-json.ts";

/** A value as a reader sees it after opening the parts that `isOpen` names, wherever they stand. */
const copied = (value: unknown, isOpen: (part: InspectedPart) => boolean): string => {
  const places: Place[] = [];
  const keep = (place: Place) => places.push(place);
  const first = inspectValue(value, keep);
  const opened = new Map<string, OpenedPart>();
  const expanded = new Set<string>([ROOT_KEY]);
  const visit = (above: string, parts: readonly InspectedPart[] = []): void => {
    const keys = keysUnder(above, parts);
    for (const [at, part] of parts.entries()) {
      if (part.node === undefined || !isOpen(part)) continue;
      const inner = partsOf(places[part.node - 1]!, keep);
      opened.set(keys[at]!, { kind: "read", parts: inner });
      expanded.add(keys[at]!);
      visit(keys[at]!, inner);
    }
  };
  visit(ROOT_KEY, first.children);
  return jsonOf(first, { opened, expanded });
};
const all = () => true;

it.each<[unknown]>([
  [{ a: [1, -0.25, 1e300, 'x " \n', true, null], b: { c: {}, d: [] }, "": [[[5]]] }],
  [Array.from({ length: 350 }, (_, at) => ({ at }))],
  ["한 줄"],
  [12.5],
])("O16: a value that is open whole is copied as JSON has it", (value) => {
  expect(JSON.parse(copied(value, all))).toEqual(value);
});

it("O16: what is closed, and what JSON does not have, is copied as its line says it", () => {
  const value = { closed: { a: 1 }, open: { b: Number.NaN, c: -0, d: 3n, e: undefined }, at: new Date(0) };
  expect(JSON.parse(copied(value, ({ label }) => label === "open"))).toEqual({
    closed: "{a: 1}",
    open: { b: "NaN", c: -0, d: "3n", e: null },
    at: "1970-01-01T00:00:00.000Z",
  });
  const long = JSON.parse(
    copied(
      Array.from({ length: 101 }, () => 1),
      () => false,
    ),
  ) as unknown[];
  expect([long.length, long[100]]).toEqual([101, "… [100 … 100]"]);
});

it("O16: entries of a map are copied under their keys, none lost where two look alike", () => {
  const map = new Map<unknown, unknown>([
    ["a", 1],
    [{ k: 1 }, 2],
    [{ k: 1 }, 3],
  ]);
  expect(JSON.parse(copied(map, ({ kind }) => kind !== "entry"))).toEqual({
    a: 1,
    "{k: 1}": "2",
    "{k: 1} (2)": "3",
  });
  expect(JSON.parse(copied(new Set(["x", 1]), all))).toEqual(["x", 1]);
});
