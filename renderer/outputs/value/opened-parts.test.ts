import { describe, expect, it } from "vitest";
import type { InspectedPart } from "../../../kernel/contract/inspected-value.ts";
import { faultOf, keysUnder, type OpenedPart, partsToAsk, ROOT_KEY } from "./opened-parts.ts";
import { previewShown, typeShown } from "./shown-part.ts";

const part = (label: string, node?: number): InspectedPart => ({
  label,
  type: "Object",
  preview: "{}",
  ...(node === undefined ? {} : { node }),
});
const valueWith = (...children: InspectedPart[]) => ({ ...part(""), children });
const read = (...parts: InspectedPart[]): OpenedPart => ({ kind: "read", parts });

describe("the rows of a value", () => {
  it("have keys of their own, also where names look alike or hold a slash", () => {
    const keys = keysUnder("root", [part("a"), part("a"), part("a/b"), part("a#2"), part("보유")]);
    expect(new Set(keys).size).toBe(5);
    expect(keysUnder(keys[0]!, [part("b")])[0]).not.toBe(keys[2]);
  });

  it("O16: are asked for in the next run's value where they are open, level by level, under its own numbers", () => {
    const expanded = new Set([ROOT_KEY, "root/a", "root/a/b", "root/gone"]);
    const next = valueWith(part("new", 1), part("a", 2));
    expect(partsToAsk(next, { expanded, opened: new Map() })).toEqual([{ key: "root/a", node: 2 }]);
    const opened = new Map([["root/a", read(part("b", 7), part("closed", 8))]]);
    expect(partsToAsk(next, { expanded, opened })).toEqual([{ key: "root/a/b", node: 7 }]);
    opened.set("root/a/b", { kind: "failed", fault: "gone" });
    expect(partsToAsk(next, { expanded, opened })).toEqual([]);
  });

  it("are not asked for when the value is closed, or when they hold nothing any more", () => {
    const value = valueWith(part("a"));
    expect(partsToAsk(value, { expanded: new Set([ROOT_KEY, "root/a"]), opened: new Map() })).toEqual([]);
    const open = valueWith(part("a", 1));
    expect(partsToAsk(open, { expanded: new Set(["root/a"]), opened: new Map() })).toEqual([]);
  });

  it("say whether trying again can help", () => {
    expect(["value-gone", "gone", "too-many-requests", "bad-answer"].map(faultOf)).toEqual([
      "gone",
      "gone",
      "busy",
      "unreadable",
    ]);
  });
});

describe("a row's line", () => {
  it.each([
    ["number", "100000000", "100,000,000"],
    ["number", "-1940312", "−1,940,312"],
    ["number", "2024", "2024"],
    ["number", "1234567.5", "1234567.5"],
    ["number", "1e+21", "1e+21"],
    ["number", "NaN", "NaN"],
    ["string", "100000000", "100000000"],
    ["bigint", "100000000n", "100000000n"],
    ["BacktestRun", "2516 sessions", "2,516 sessions"],
    ["Date", "2024-03-24T00:00:00.000Z", "2024-03-24T00:00:00.000Z"],
  ])("shows the %s %s as %s", (type, preview, shown) => {
    expect(previewShown({ type, preview })).toBe(shown);
  });

  it.each([
    ["Map(1)", "Map(1)", null],
    ["Proxy", "Proxy", null],
    ["null", "null", null],
    ["Object", "↻ Object", null],
    ["Position", "Position {mic: 1}", null],
    ["Object", "{mic: 1}", "Object"],
    ["Float64Array(10000000)", "[0, 0, …]", "Float64Array(10,000,000)"],
    ["BacktestRun", "2 sessions", "BacktestRun"],
  ])("names the type %s beside %s once", (type, preview, shown) => {
    expect(typeShown({ type, preview })).toBe(shown);
  });
});
