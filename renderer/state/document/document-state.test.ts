import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Notebook, NotebookCell } from "../../../kernel/contract/document.ts";
import { COALESCE_MS, edit, isDirty, markSaved, openDocument, redo, undo } from "./document-state.ts";
import { type Edit, withResultName } from "./edit.ts";

const cell = (id: string, source = ""): NotebookCell => ({ id, kind: "code", source, attributes: [] });
const notebook = (...cells: NotebookCell[]): Notebook => ({ title: "", snapshot: "", asOf: null, cells });
const type = (cellId: string, before: string, after: string): Edit => ({
  type: "source",
  cellId,
  before,
  after,
});

describe("the document under edit", () => {
  it("joins keystrokes in one cell into one step of undo", () => {
    let state = openDocument(notebook(cell("a")));
    state = edit(state, type("a", "", "x"), 0);
    state = edit(state, type("a", "x", "xy"), 300);
    expect(state.past).toHaveLength(1);
    expect(undo(state).notebook.cells[0]!.source).toBe("");
  });

  it("keeps apart keystrokes with a pause between them, and those in different cells", () => {
    let state = openDocument(notebook(cell("a"), cell("b")));
    state = edit(state, type("a", "", "x"), 0);
    state = edit(state, type("a", "x", "xy"), COALESCE_MS + 1);
    state = edit(state, type("b", "", "z"), COALESCE_MS + 2);
    expect(state.past).toHaveLength(3);
    expect(undo(undo(state)).notebook.cells[0]!.source).toBe("x");
  });

  it("starts a new step after a redo, so that typing does not swallow what was redone", () => {
    let state = openDocument(notebook(cell("a")));
    state = redo(undo(edit(state, type("a", "", "x"), 0)));
    state = edit(state, type("a", "x", "xy"), 10);
    expect(undo(state).notebook.cells[0]!.source).toBe("x");
  });

  it("is clean again when an edit is undone, and dirty when undone past the save", () => {
    const opened = openDocument(notebook(cell("a")));
    const typed = edit(opened, type("a", "", "x"), 0);
    expect(isDirty(opened)).toBe(false);
    expect(isDirty(typed)).toBe(true);
    expect(isDirty(undo(typed))).toBe(false);
    const saved = markSaved(typed, typed.notebook);
    expect(isDirty(saved)).toBe(false);
    expect(isDirty(undo(saved))).toBe(true);
  });

  it("is dirty when another snapshot was chosen, and choosing is undone like any edit", () => {
    const opened = openDocument(notebook(cell("a")));
    const chosen = edit(opened, { type: "snapshot", before: "", after: "spring" }, 0);
    expect([isDirty(chosen), chosen.notebook.snapshot]).toEqual([true, "spring"]);
    expect(undo(chosen).notebook).toEqual(opened.notebook);
  });

  it("stays dirty when keys were pressed while the save was under way", () => {
    const first = edit(openDocument(notebook(cell("a"))), type("a", "", "x"), 0);
    const later = edit(first, type("a", "x", "xy"), 5_000);
    expect(isDirty(markSaved(later, first.notebook))).toBe(true);
  });

  it("forgets what was undone when something new is done", () => {
    const undone = undo(edit(openDocument(notebook(cell("a"))), type("a", "", "x"), 0));
    expect(redo(edit(undone, type("a", "", "y"), 9_000)).notebook.cells[0]!.source).toBe("y");
  });
});

/** Turns random numbers into an edit that fits the notebook at hand. */
const editFor = (present: Notebook, [kind, a, b]: readonly [number, number, number], n: number): Edit => {
  const { cells } = present;
  const insert: Edit = { type: "insert", index: a % (cells.length + 1), cell: cell(`n${n}`, `s${b}`) };
  if (cells.length === 0) return insert;
  const at = a % cells.length;
  const target = cells[at]!;
  return [
    insert,
    { type: "remove", index: at, cell: target } as const,
    { type: "move", from: at, to: b % cells.length } as const,
    type(target.id, target.source, `${target.source}${b}`),
    { type: "kind", cellId: target.id, before: target.kind, after: b % 2 ? "markdown" : "sql" } as const,
    { type: "snapshot", before: present.snapshot, after: `s${b}` } as const,
    {
      type: "attributes",
      cellId: target.id,
      before: target.attributes,
      after: withResultName(target, b % 3 ? `r${b}` : ""),
    } as const,
  ][kind % 7]!;
};

describe("undo and redo", () => {
  it("bring back every earlier and every later notebook, whatever was done", () => {
    const numbers = fc.tuple(fc.nat(6), fc.nat(50), fc.nat(50));
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 40 }), (steps) => {
        let state = openDocument(notebook(cell("a", "1"), cell("b", "2")));
        const seen = [state.notebook];
        steps.forEach((step, n) => {
          state = edit(state, editFor(state.notebook, step, n), n * 10_000);
          seen.push(state.notebook);
        });
        for (let n = seen.length - 2; n >= 0; n--) {
          state = undo(state);
          expect(state.notebook).toEqual(seen[n]);
        }
        for (let n = 1; n < seen.length; n++) {
          state = redo(state);
          expect(state.notebook).toEqual(seen[n]);
        }
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
