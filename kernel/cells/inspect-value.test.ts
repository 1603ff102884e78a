import { expect, it } from "vitest";
import { describeAs } from "./described-value.ts";
import { inspectValue, previewOf } from "./inspect-value.ts";

it("a value of the research API is shown by its documented type and one line, frozen or not", () => {
  const run = describeAs(Object.freeze({ dates: [1, 2] }), "BacktestRun", "2 sessions");
  expect(previewOf(run)).toBe("2 sessions");
  expect(inspectValue(run)).toMatchObject({ type: "BacktestRun", preview: "2 sessions" });
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
class PlainDate {
  declare readonly [Symbol.toStringTag]: string;
  toString(): string {
    return "2024-02-29";
  }
}
Object.defineProperty(PlainDate.prototype, Symbol.toStringTag, { value: "Temporal.PlainDate" });

it.each<[unknown, string, string]>([
  [new Position(), "Position", 'Position {mic: "XKRX"}'],
  [new Named([["a", 1]]), "Named(1)", "Named(1)"],
  [new Set([1, 2]), "Set(2)", "Set(2)"],
  [Float64Array.of(1, Number.NaN), "Float64Array(2)", "[1, NaN]"],
  [new Float64Array(5_000_000), "Float64Array(5000000)", "[0, 0, 0, 0, 0, …]"],
  [BigInt64Array.of(1n), "BigInt64Array(1)", "[1n]"],
  [new ArrayBuffer(8), "ArrayBuffer", "ArrayBuffer {}"],
  [new Date(0), "Date", "1970-01-01T00:00:00.000Z"],
  [new Date(Number.NaN), "Date", "Invalid Date"],
  [new PlainDate(), "PlainDate", "2024-02-29"],
  [new RangeError("too far"), "RangeError", "RangeError: too far"],
  [/a+/g, "RegExp", "/a+/g"],
  [Object.create(null), "Object", "{}"],
  [Symbol("x"), "symbol", "Symbol(x)"],
  [class Strategy {}, "function", "Strategy()"],
  [Object.assign(new Array(3), { 0: 1, 2: 3 }), "Array(3)", "[1, undefined, 3]"],
])("O7: shows a value of a class by its class and one line", (value, type, preview) => {
  expect(inspectValue(value)).toMatchObject({ type, preview });
});

it("O7: never runs a getter, wherever it stands", () => {
  const run = (): number => ++Position.runs;
  const trap = { get: run, enumerable: true };
  const array = Object.defineProperty([0, 1], 0, trap);
  const tagged = Object.defineProperty({}, Symbol.toStringTag, trap);
  const long = Object.defineProperty({}, "length", trap);
  const error = Object.defineProperties(new Error("x"), { message: trap, name: trap, stack: trap });
  const made = Object.create(Object.defineProperty({}, "constructor", trap)) as object;
  const Class = Object.defineProperty(class {}, "name", trap);
  const map = new Named([[Object.defineProperty({}, "k", trap), Object.defineProperty({}, "v", trap)]]);
  const all = [array, tagged, long, error, made, new Class(), Class, map, new Position()];
  // Making them may have read some.
  Position.runs = 0;
  const { children } = inspectValue(all);
  expect(Position.runs).toBe(0);
  expect(children![0]).toMatchObject({
    preview: "[(…), 1]",
    children: [{ type: "getter" }, { preview: "1" }],
  });
});

it("O7: a circle ends where it closes, and a value seen twice is shown twice", () => {
  const cycle: { self?: unknown; both?: unknown } = {};
  cycle.self = cycle;
  const shared = { a: 1 };
  cycle.both = [shared, shared];
  const [self, both] = inspectValue(cycle).children!;
  expect(self).toEqual({ label: "self", type: "Object", preview: "↻ Object" });
  expect(both!.children!.map(({ preview }) => preview)).toEqual(["{a: 1}", "{a: 1}"]);
});

it("O7: a large value is cut in length, depth and number of parts, and says what is left out", () => {
  const list = Array.from({ length: 120 }, (_, index) => index);
  expect(inspectValue(list).children!.at(-1)).toEqual({ label: "", type: "more", preview: "… 70" });
  const wide = (depth: number): unknown =>
    depth === 0 ? 1 : Array.from({ length: 60 }, () => wide(depth - 1));
  expect(JSON.stringify(inspectValue(wide(4))).length).toBeLessThan(1_000_000);
  const proxy = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error("no");
      },
    },
  );
  expect(inspectValue(proxy)).toMatchObject({ type: "error", preview: "could not be read: Error: no" });
});
