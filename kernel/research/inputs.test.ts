import { describe, expect, it } from "vitest";
import { inputControlSchema } from "../contract/display.ts";
import { inputValuesOf, withInputValue } from "../contract/input-values.ts";
import { parseNotebook, serialiseNotebook } from "../notebook/index.ts";
import { createInputs } from "./inputs.ts";
import { runNotebook } from "./testing/run-notebook.ts";

const notebookIn = (text: string) => {
  const parsed = parseNotebook(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.notebook;
};
const inputs = (chosen: Readonly<Record<string, string>> = {}) => {
  const shown: unknown[] = [];
  const input = createInputs({
    show: (control) => void shown.push(inputControlSchema.parse(control)),
    chosen: (name) => chosen[name],
  });
  return { input, shown };
};

describe("inputs", () => {
  const days = { value: "2024-03-01", min: "2024-01-01", max: "2024-12-31" };
  it.each<[string, string | undefined, (input: ReturnType<typeof inputs>["input"]) => unknown, unknown]>([
    [
      "the code's value until the reader chooses",
      undefined,
      (i) => i.slider("x", { min: 1, max: 9, value: 5 }),
      5,
    ],
    ["the lowest when the code names none", undefined, (i) => i.slider("x", { min: 1, max: 9 }), 1],
    ["the reader's choice", "7.5", (i) => i.slider("x", { min: 1, max: 9, step: 0.5 }), 7.5],
    ["the nearest that the code still allows", "70", (i) => i.slider("x", { min: 1, max: 9 }), 9],
    ["the code's value for what is no number", "many", (i) => i.number("x", { value: 3 }), 3],
    ["a number below its bounds lifted", "-4", (i) => i.number("x", { value: 3, min: 0 }), 0],
    ["one of the options", "b", (i) => i.select("x", { options: ["a", "b"] }), "b"],
    [
      "the first option for one that is gone",
      "z",
      (i) => i.select("x", { options: ["a", "b"], value: "b" }),
      "a",
    ],
    ["a day", "2024-05-06", (i) => i.date("x", days), "2024-05-06"],
    ["the nearest day", "2030-01-01", (i) => i.date("x", days), "2024-12-31"],
    ["the code's day for what is no day", "2024-02-31", (i) => i.date("x", days), "2024-03-01"],
    ["a switch", "true", (i) => i.toggle("x"), true],
    ["the code's switch for other words", "on", (i) => i.toggle("x", { value: false }), false],
    ["words, and none of them too", "", (i) => i.text("x", { value: "KR" }), ""],
  ])("O5: give %s", (_, chosen, make, value) => {
    const { input, shown } = inputs(chosen === undefined ? {} : { x: chosen });
    expect(make(input)).toBe(value);
    expect(shown).toMatchObject([{ name: "x", label: "x", value }]);
  });

  it.each<[string, (input: ReturnType<typeof inputs>["input"]) => unknown]>([
    ["an input's name must be letters", (i) => i.text("two words")],
    ["min must be below max, was 9 and 1", (i) => i.slider("x", { min: 9, max: 1 })],
    ["value must be a finite number, was NaN", (i) => i.number("x", { value: Number.NaN })],
    ["an input offers 1 to 1000 options, was 0", (i) => i.select("x", { options: [] })],
    ["min must be a day", (i) => i.date("x", { value: "2024-01-01", min: "soon" })],
  ])("O5: say what is wrong: %s", (message, make) => {
    expect(() => make(inputs().input)).toThrow(message);
  });

  it("O5: a choice is one attribute of its cell's header, and survives the file", () => {
    const text = `// ---\n// asof: 1\n// title: T\n// ---\n\n// %% id=a folded input.top=5\nconst top = 1;\n`;
    const notebook = notebookIn(text);
    const cell = notebook.cells[0]!;
    expect(inputValuesOf(cell)).toEqual({ top: "5" });
    const chosen = { ...cell, attributes: withInputValue(cell, "top", "12 % of all") };
    const both = { ...chosen, attributes: withInputValue(chosen, "시장", "XKRX") };
    const saved = serialiseNotebook({ ...notebook, cells: [both] });
    expect(saved).toContain('// %% id=a folded input.top="12 % of all" input.시장=XKRX\n');
    expect(inputValuesOf(notebookIn(saved).cells[0]!)).toEqual({
      top: "12 % of all",
      시장: "XKRX",
    });
  });

  it("O5, O6: a cell reads its inputs, and tells how far its loop is", async () => {
    const { faults, done, progress } = await runNotebook([
      `const market: "KR" | "US" = input.select("market", { options: ["KR", "US"] });
       const top: number = input.slider("top", { min: 1, max: 50, value: 10 });`,
      "for (let i = 0; i < 10_000; i++) progress(i, 10_000, market);\ntop * 2",
    ]);
    expect(faults).toEqual([]);
    expect(done[0]!.outputs).toMatchObject([
      { kind: "input", input: { type: "select", value: "KR" } },
      { kind: "input", input: { type: "slider", value: 10 } },
    ]);
    expect(done[1]!.outputs).toMatchObject([{ kind: "value", value: { preview: "20" } }]);
    expect(progress).toHaveLength(200);
    expect(progress.at(-1)).toEqual([0.995, "KR"]);
  });
});
