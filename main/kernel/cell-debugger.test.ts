import { describe, expect, it } from "vitest";
import type { Pause } from "../contract/debug-calls.ts";
import { CellDebugger } from "./cell-debugger.ts";
import { previewOf } from "./read-pause.ts";

const scope = (type: string, objectId: string) => ({ type, object: { type: "object", objectId } });
const frame = (
  scriptId: string,
  lineNumber: number,
  functionName: string,
  scopeChain = [scope("closure", "")],
) => ({
  functionName,
  url: "",
  location: { scriptId, lineNumber, columnNumber: 3 },
  scopeChain,
});
const number = (name: string, value: number) => ({
  name,
  value: { type: "number", value, description: String(value) },
});

/** A debugger whose workers answer each question about a scope with these names. */
const debuggerWith = (names: Record<string, object[]> = {}) => {
  const sent: string[] = [];
  const paused: (Pause | null)[] = [];
  const cells = new CellDebugger(
    async (method, parameters, worker) => {
      const { url, lineNumber, breakpointId, objectId, terminateOnResume } = parameters as Record<
        string,
        unknown
      >;
      const end = terminateOnResume === true ? "terminate" : undefined;
      sent.push(
        [worker, method.replace("Debugger.", ""), url, lineNumber, breakpointId, end]
          .filter((x) => x !== undefined)
          .join(" "),
      );
      if (method === "Debugger.setBreakpointByUrl") return { breakpointId: `${url}:${lineNumber}` };
      return { result: names[String(objectId)] ?? [] };
    },
    (pause) => paused.push(pause),
  );
  return { cells, sent, paused };
};
const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

describe("the debugger of cells", () => {
  it("D1: is off until there is a breakpoint, is on in every worker then, and off again without", async () => {
    const { cells, sent } = debuggerWith();
    await cells.attached("w1");
    expect(sent).toEqual([]);
    await cells.setBreakpoints([{ cellId: "a", line: 2 }]);
    await cells.attached("w2");
    for (const worker of ["w1", "w2"])
      expect(sent.filter((line) => line.startsWith(worker))).toEqual([
        `${worker} enable`,
        `${worker} setBlackboxPatterns`,
        `${worker} setBreakpointByUrl cell:a 1`,
      ]);
    sent.length = 0;
    await cells.setBreakpoints([]);
    expect(sent.sort()).toEqual(["w1 disable", "w2 disable"]);
  });

  it("D1: takes away and adds what differs only, so that a cell that stands goes on standing", async () => {
    const { cells, sent } = debuggerWith();
    await cells.attached("w1");
    await cells.setBreakpoints([
      { cellId: "a", line: 2 },
      { cellId: "b", line: 1 },
    ]);
    sent.length = 0;
    const both = [
      { cellId: "b", line: 1 },
      { cellId: "b", line: 5 },
    ];
    await cells.setBreakpoints(both);
    expect(sent).toEqual(["w1 removeBreakpoint cell:a:1", "w1 setBreakpointByUrl cell:b 4"]);
    await cells.setBreakpoints(both);
    expect(sent).toHaveLength(2);
  });

  it("D1: whoever asks for the same again waits until it holds", async () => {
    const { cells, sent } = debuggerWith();
    await cells.attached("w1");
    void cells.setBreakpoints([{ cellId: "a", line: 2 }]);
    expect(sent).toEqual([]);
    await cells.setBreakpoints([{ cellId: "a", line: 2 }]);
    expect(sent).toEqual(["w1 enable", "w1 setBlackboxPatterns", "w1 setBreakpointByUrl cell:a 1"]);
  });

  it("D1, D3: tells the line, the calls within cells and the names of a cell that stands, and evaluates nothing", async () => {
    const { cells, sent, paused } = debuggerWith({
      local: [number("n", 3), { name: "inner" }, { name: "this" }],
      around: [number("total", 0.1 + 0.2), { name: "__define", value: { type: "function" } }],
    });
    await cells.attached("w1");
    await cells.setBreakpoints([{ cellId: "a", line: 2 }]);
    cells.hear("Debugger.scriptParsed", { scriptId: "7", url: "cell:a" }, "w1");
    cells.hear("Debugger.scriptParsed", { scriptId: "8", url: "kernel://k1/cell-worker.js" }, "w1");
    const chain = [scope("local", "local"), scope("closure", "around"), scope("global", "global")];
    const callFrames = [
      frame("7", 1, "twice", chain),
      frame("7", 6, ""),
      frame("7", 10, "", []),
      frame("8", 34_816, "run"),
    ];
    cells.hear("Debugger.paused", { callFrames, reason: "other" }, "w1");
    await settled();
    expect(paused).toEqual([
      {
        cellId: "a",
        line: 2,
        frames: [
          { cellId: "a", line: 2, name: "twice" },
          { cellId: "a", line: 7, name: "" },
        ],
        scopes: [
          {
            kind: "local",
            variables: [
              { name: "n", type: "number", preview: "3" },
              { name: "inner", type: "", preview: "" },
            ],
          },
          { kind: "closure", variables: [{ name: "total", type: "number", preview: "0.30000000000000004" }] },
        ],
      },
    ]);
    expect(sent.filter((line) => /evaluate|callFunctionOn|compile/i.test(line))).toEqual([]);
    await cells.step("over");
    expect(sent.at(-1)).toBe("w1 stepOver");
    cells.hear("Debugger.resumed", {}, "w1");
    expect(paused.at(-1)).toBeNull();
    sent.length = 0;
    await cells.step("over");
    expect(sent).toEqual([]);
  });

  it("D2: goes on from a message that is not one, or that names no cell, and takes a bounded part of any other", async () => {
    const many = Array.from({ length: 500 }, (_, n) => number(`n${n}`.padEnd(300, "x"), n));
    const { cells, sent, paused } = debuggerWith({ s: many });
    await cells.attached("w1");
    await cells.setBreakpoints([{ cellId: "a", line: 1 }]);
    cells.hear("Debugger.paused", { callFrames: "none" }, "w1");
    await settled();
    cells.hear("Debugger.paused", { callFrames: [frame("99", 0, "foreign")] }, "w1");
    await settled();
    expect(sent.filter((line) => line === "w1 resume")).toHaveLength(2);
    expect(paused).toEqual([]);
    cells.hear("Debugger.scriptParsed", { scriptId: "7", url: "cell:a" }, "w1");
    const scopes = Array.from({ length: 40 }, (_, n) => scope(n === 39 ? "closure" : "block", "s"));
    const deep = Array.from({ length: 200 }, () => frame("7", 0, "f".repeat(500), scopes));
    cells.hear("Debugger.paused", { callFrames: deep }, "w1");
    await settled();
    const [pause] = paused;
    expect([pause!.frames.length, pause!.scopes.length, pause!.scopes[0]!.variables.length]).toEqual([
      50, 20, 100,
    ]);
    expect(pause!.frames[0]!.name).toHaveLength(100);
  });

  it("D4: ends a standing cell where it stands, and leaves the breakpoints to the next run", async () => {
    const { cells, sent, paused } = debuggerWith();
    await cells.attached("w1");
    await cells.setBreakpoints([{ cellId: "a", line: 1 }]);
    cells.hear("Debugger.scriptParsed", { scriptId: "7", url: "cell:a" }, "w1");
    cells.hear("Debugger.paused", { callFrames: [frame("7", 0, "")] }, "w1");
    await settled();
    sent.length = 0;
    cells.endStopped();
    expect([sent, paused.at(-1)]).toEqual([["w1 resume terminate"], null]);
    await settled();
    expect(sent).toHaveLength(1);
  });

  it("D4: is off after an end where it was on for a pause only, and stays on where there are breakpoints", async () => {
    const { cells, sent } = debuggerWith();
    await cells.attached("w1");
    await cells.step("pause");
    expect(sent).toEqual(["w1 enable", "w1 pause"]);
    cells.rest();
    await settled();
    expect(sent.at(-1)).toBe("w1 disable");
    await cells.setBreakpoints([{ cellId: "a", line: 1 }]);
    sent.length = 0;
    cells.rest();
    await settled();
    expect(sent).toEqual([]);
  });

  it("D4: says nothing of a cell that went on before its names were read", async () => {
    const { cells, paused } = debuggerWith();
    await cells.attached("w1");
    cells.hear("Debugger.scriptParsed", { scriptId: "7", url: "cell:a" }, "w1");
    cells.hear("Debugger.paused", { callFrames: [frame("7", 0, "")] }, "w1");
    cells.hear("Debugger.resumed", {}, "w1");
    await settled();
    expect(paused).toEqual([null]);
  });

  it("D4: forgets a worker that is gone while its cell stands", async () => {
    const { cells, paused } = debuggerWith();
    await cells.attached("w1");
    cells.hear("Debugger.scriptParsed", { scriptId: "7", url: "cell:a" }, "w1");
    cells.hear("Debugger.paused", { callFrames: [frame("7", 0, "")] }, "w1");
    await settled();
    cells.detached("w1");
    expect(paused.map((pause) => pause?.line ?? null)).toEqual([1, null]);
    cells.hear("Debugger.paused", { callFrames: [frame("7", 0, "")] }, "w1");
    await settled();
    expect(paused).toHaveLength(2);
  });
});

it.each([
  [{ type: "string", value: 'a "b"' }, '"a \\"b\\""'],
  [{ type: "undefined" }, "undefined"],
  [{ type: "object", subtype: "null", value: null }, "null"],
  [{ type: "bigint", description: "7n" }, "7n"],
  [{ type: "function", description: "(n) => {\n  return n;\n}" }, "(n) => {"],
  [
    {
      type: "object",
      subtype: "array",
      description: "Array(2)",
      preview: { overflow: true, properties: [{ name: "0", type: "number", value: "1" }] },
    },
    "Array(2) [1, …]",
  ],
  [
    { type: "object", description: "Object", preview: { properties: [{ name: "a", type: "accessor" }] } },
    "{a: …}",
  ],
])("D2: shows %o in one line", (remote, text) => {
  expect(previewOf(remote as never)).toBe(text);
});
