import { expect, it } from "vitest";
import { wireError, wireOk } from "../../wire/contract.ts";
import { findTab } from "./context.ts";
import { redoEdit, undoEdit } from "./edit-cells.ts";
import { createFakeApp } from "./fake-app.ts";
import { applyFix, renameName } from "./mend-names.ts";

const place = { cellId: "a", line: 1, column: 1 };

it("E1: a rename is one step: undo and redo take all cells along", async () => {
  const { context } = createFakeApp({
    "names/rename": () =>
      wireOk({
        cells: [
          { cellId: "a", source: "2", attributes: [["as", "x"]] },
          { cellId: "gone", source: "3", attributes: [] },
        ],
      }),
  });
  const cell = () => findTab(context, "t")!.document.notebook.cells[0];
  expect(await renameName(context, "t", place, "x")).toBeNull();
  expect(cell()).toMatchObject({ source: "2", attributes: [["as", "x"]], kind: "code" });
  undoEdit(context, "t");
  expect(cell()).toMatchObject({ source: "1", attributes: [] });
  redoEdit(context, "t");
  expect(cell()).toMatchObject({ source: "2" });
});

it("E1: a rename that the kernel refuses changes nothing and says why", async () => {
  const { context } = createFakeApp({ "names/rename": () => wireError("name-taken", "no") });
  expect(await renameName(context, "t", place, "x")).toBe("name-taken");
  expect(findTab(context, "t")!.document.past).toEqual([]);
});

it("E1: a fix writes its text where it says, in the cell it says", () => {
  const { context } = createFakeApp();
  const span = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  applyFix(context, "t", { kind: "replace", name: "9", cellId: "a", ...span, text: "9" });
  expect(findTab(context, "t")!.document.notebook.cells[0]!.source).toBe("9");
  applyFix(context, "t", { kind: "replace", name: "9", cellId: "gone", ...span, text: "9" });
  expect(findTab(context, "t")!.document.past).toHaveLength(1);
});
