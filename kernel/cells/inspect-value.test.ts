import { expect, it } from "vitest";
import { inspectedPartsSchema, inspectedValueSchema, MAX_PARTS } from "../contract/inspected-value.ts";
import { describeAs } from "./described-value.ts";
import { inspectValue, type Place, partsOf } from "./inspect-value.ts";
import { previewOf } from "./preview-value.ts";

/** A value as a reader opens it: its first lines, and the next ones by number. */
const openable = (value: unknown) => {
  const places: Place[] = [];
  const keep = (place: Place) => places.push(place);
  const first = inspectedValueSchema.parse(inspectValue(value, keep));
  return {
    first,
    children: first.children ?? [],
    open: (node: number | undefined) => inspectedPartsSchema.parse(partsOf(places[node! - 1]!, keep)),
    places,
  };
};
const first = (value: unknown) => openable(value).first;

it("a value of the research API is shown by its documented type and one line, frozen or not", () => {
  const run = describeAs(Object.freeze({ dates: [1, 2] }), "BacktestRun", "2 sessions");
  expect(previewOf(run)).toBe("2 sessions");
  expect(first(run)).toMatchObject({ type: "BacktestRun", preview: "2 sessions" });
  expect(Object.keys(run)).toEqual(["dates"]);
});

it.each([
  [[1, 2, 3], "[1, 2, 3]"],
  ["text", '"text"'],
  [-0, "-0"],
  [new Map([["a", 1]]), "Map(1)"],
  [{ a: 1, b: { c: 2 } }, "{a: 1, b: {c: 2}}"],
])("%j previews as %s", (value, preview) => {
  expect(previewOf(value)).toBe(preview);
});

class Position {
  static runs = 0;
  readonly mic = "XKRX";
  #secret = 1;
  get value(): number {
    Position.runs++;
    return this.#secret;
  }
}
class Named extends Map<unknown, unknown> {
  override get size(): number {
    Position.runs++;
    return 99;
  }
}

it.each<[unknown, string, string]>([
  [new Position(), "Position", 'Position {mic: "XKRX"}'],
  [new Named([["a", 1]]), "Named(1)", "Named(1)"],
  [new Set([1, 2]), "Set(2)", "Set(2)"],
  [Float64Array.of(1, Number.NaN, -0), "Float64Array(3)", "[1, NaN, -0]"],
  [new Float64Array(5_000_000), "Float64Array(5000000)", "[0, 0, 0, 0, 0, …]"],
  [BigInt64Array.of(1n), "BigInt64Array(1)", "[1n]"],
  [new ArrayBuffer(8), "ArrayBuffer", "ArrayBuffer {}"],
  [new DataView(new ArrayBuffer(8)), "DataView", "DataView {}"],
  [new Date(0), "Date", "1970-01-01T00:00:00.000Z"],
  [new Date(Number.NaN), "Date", "Invalid Date"],
  [new RangeError("too far"), "RangeError", "RangeError: too far"],
  [/a+/gu, "RegExp", "/a+/gu"],
  [Object.create(null), "Object", "{}"],
  [Symbol("x"), "symbol", "Symbol(x)"],
  [class Strategy {}, "function", "class Strategy"],
  [function decide() {}, "function", "decide()"],
  [() => 1, "function", "function()"],
  [12n, "bigint", "12n"],
  [10n ** 100_000n, "bigint", "a whole number of about 100,001 digits"],
  [{ 1: 1, a: 1, b: 1, c: 1, d: 1, e: 1 }, "Object", "{1: 1, a: 1, b: 1, c: 1, d: 1, …}"],
  [Object.assign(new Array(3), { 0: 1, 2: 3 }), "Array(3)", "[1, empty, 3]"],
])("O7: shows a value of a class by its class and one line", (value, type, preview) => {
  expect(first(value)).toMatchObject({ type, preview });
});

it("O7: never runs a getter, nor any other code of a value, wherever it stands and however far it is opened", () => {
  const run = (): number => ++Position.runs;
  const trap = { get: run, enumerable: true };
  const tagged = Object.defineProperty({}, Symbol.toStringTag, trap);
  const texts = {
    toString: run,
    valueOf: run,
    toJSON: run,
    [Symbol.toPrimitive]: run,
    [Symbol.iterator]: run,
  };
  const pattern = Object.defineProperties(/a/g, { source: trap, flags: trap, global: trap, exec: trap });
  const error = Object.defineProperties(new Error("x"), {
    message: trap,
    name: trap,
    stack: trap,
    cause: trap,
  });
  const made = Object.create(Object.defineProperty({}, "constructor", trap)) as object;
  const Class = Object.defineProperty(class {}, "name", trap);
  const map = new Named([[Object.defineProperty({}, "k", trap), Object.defineProperty({}, "v", trap)]]);
  const temporal = Object.create({ [Symbol.toStringTag]: "Temporal.PlainDate", toString: run }) as object;
  const all = [Object.defineProperty([0, 1], 0, trap), tagged, Object.defineProperty({}, "length", trap)];
  all.push(error, made, new Class(), Class, map, new Position(), pattern, texts, temporal);
  // Making them may have read some.
  Position.runs = 0;
  const { children, open } = openable(all);
  for (const { node } of children)
    for (const inner of node === undefined ? [] : open(node)) if (inner.node) open(inner.node);
  expect(Position.runs).toBe(0);
  expect(children[0]).toMatchObject({ preview: "[(…), 1]", type: "Array(2)", kind: "list" });
  expect(open(children[0]!.node)).toMatchObject([
    { label: "0", kind: "getter", preview: "(…)" },
    { preview: "1" },
  ]);
});

it("O14: one level at a time: what a value first shows has a number for each part that has parts", () => {
  const { children, open } = openable({ a: 1, deep: { list: [1, 2], at: new Date(0) } });
  expect(children).toEqual([
    { label: "a", type: "number", preview: "1" },
    { label: "deep", type: "Object", preview: expect.any(String), node: 1 },
  ]);
  const inner = open(1);
  expect(inner.map(({ label, node, kind }) => [label, node, kind])).toEqual([
    ["list", 2, "list"],
    ["at", undefined, undefined],
  ]);
  expect(open(2).map(({ preview }) => preview)).toEqual(["1", "2"]);
});

it("O14: a circle ends where it closes, and a value seen twice is shown twice", () => {
  const cycle: { self?: unknown; both?: unknown } = {};
  cycle.self = cycle;
  const shared = { a: 1 };
  cycle.both = [shared, { cycle }];
  const { children, open } = openable(cycle);
  expect(children[0]).toEqual({ label: "self", type: "Object", preview: "↻ Object" });
  const [one, two] = open(children[1]!.node);
  expect(open(one!.node)).toMatchObject([{ label: "a" }]);
  expect(open(two!.node)).toMatchObject([{ label: "cycle", preview: "↻ Object" }]);
});

it("O14: entries of maps and sets by their keys; a key that is an object opens with its value", () => {
  const key = { mic: "XKRX" };
  const { children, open } = openable(
    new Map<unknown, unknown>([
      ["a", 1],
      [key, [2]],
      [Number.NaN, 3n],
    ]),
  );
  expect(children.map(({ label, preview }) => [label, preview])).toEqual([
    ['"a"', "1"],
    ['{mic: "XKRX"}', "[2]"],
    ["NaN", "3n"],
  ]);
  expect(children[1]).toMatchObject({ kind: "entry" });
  expect(open(children[1]!.node).map(({ label }) => label)).toEqual(["key", "value"]);
  expect(first(new Set(["x"])).children).toMatchObject([{ label: "0", preview: '"x"' }]);
});

it("O14: of names also symbols, of an error what caused it, of a function what stands on it", () => {
  const error = new Error("late", { cause: { code: 1 } });
  expect(first({ [Symbol("s")]: 1 }).children).toMatchObject([{ label: "Symbol(s)", preview: "1" }]);
  expect(first(error).children).toMatchObject([{ label: "cause", preview: "{code: 1}" }]);
  expect(first(Object.assign(() => 1, { window: 20 })).children).toMatchObject([{ label: "window" }]);
});

it("O14: ten million entries: a hundred and ranges, each of which opens in the same way, down to any entry", () => {
  const list = new Float64Array(10_000_000);
  list[9_999_999] = 7;
  const { children, open } = openable(list);
  expect(children[99]).toMatchObject({ label: "99", preview: "0" });
  expect(children.slice(100, 102).map(({ label }) => label)).toEqual([
    "[100 … 999999]",
    "[1000000 … 1999999]",
  ]);
  let at = children;
  let opened = 0;
  while (at.at(-1)!.kind === "range") {
    at = open(at.at(-1)!.node);
    opened++;
  }
  expect([at.at(-1)!.label, at.at(-1)!.preview, opened]).toEqual(["9999999", "7", 3]);
});

it("O14: every entry stands in one line or one range, whatever the length, and no answer is longer than agreed", () => {
  for (const length of [0, 1, 99, 100, 101, 200, 201, 9_999, 10_100, 10_101, 1_000_001]) {
    const { children, open } = openable(Array.from({ length }, (_, at) => at));
    const seen: string[] = [];
    let longest = 0;
    const visit = (parts: typeof children): void => {
      longest = Math.max(longest, parts.length);
      for (const part of parts) part.kind === "range" ? visit(open(part.node)) : seen.push(part.label);
    };
    if (length <= 10_101) {
      visit(children);
      expect(seen).toEqual(Array.from({ length }, (_, at) => String(at)));
    } else longest = children.length;
    expect(longest).toBeLessThanOrEqual(MAX_PARTS);
  }
});

it("O14: ten thousand levels open one by one, and the answer stays as small", () => {
  let deep: unknown = "end";
  for (let level = 0; level < 10_000; level++) deep = { deep };
  const { children, open } = openable(deep);
  let at = children[0]!;
  for (let level = 1; level < 10_000; level++) [at] = open(at.node) as [typeof at];
  expect(at).toEqual({ label: "deep", type: "string", preview: '"end"' });
});

it("O14: a place that has become shorter, or cannot be read, says so and throws nothing", () => {
  const list = Array.from({ length: 150 }, (_, at) => at);
  const { children, open } = openable({ list });
  const range = open(children[0]!.node).at(-1)!;
  list.length = 3;
  expect(open(range.node)).toEqual([]);
  const unknown = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error("no");
      },
    },
  );
  expect(first(unknown)).toMatchObject({ preview: "could not be read: Error: no", kind: "fault" });
});
