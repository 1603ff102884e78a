import { expect, it } from "vitest";
import { wireError, wireOk } from "../../wire/contract.ts";
import { findTab } from "./context.ts";
import { redoEdit, typeInCell, undoEdit } from "./edit-cells.ts";
import { createFakeApp } from "./fake-app.ts";
import { applyFix, renameName } from "./mend-names.ts";
import { sendCells } from "./send-cells.ts";

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

/** A kernel that answers with the text that it was sent and the new name, after each of these was typed. */
const typedMeanwhile = (...texts: string[]) => {
  let sent = "";
  const fake = createFakeApp({
    "cells/update": ({ version, cells }) => {
      sent = cells[0]!.source;
      const text = texts.shift();
      if (text !== undefined) typeInCell(fake.context, "t", "a", text);
      return wireOk({ version, cells: [], diagnostics: [], imports: [] });
    },
    "names/rename": ({ newName }) =>
      wireOk({ cells: [{ cellId: "a", source: sent.replace("old", newName), attributes: [] }] }),
  });
  typeInCell(fake.context, "t", "a", "old + 1");
  const source = () => findTab(fake.context, "t")!.document.notebook.cells[0]!.source;
  return { context: fake.context, source };
};

it("E1: what is typed while the kernel answers a rename stays", async () => {
  const { context, source } = typedMeanwhile("old + 12", "old + 123");
  expect(await renameName(context, "t", place, "next")).toBeNull();
  expect(source()).toBe("next + 123");
});

it("E1: a name that was typed over meanwhile is not renamed", async () => {
  const { context, source } = typedMeanwhile("other + 1");
  expect(await renameName(context, "t", place, "next")).toBe("nothing-here");
  expect(source()).toBe("other + 1");
});

it("E1: a rename waits for a pause in typing, but not for ever", async () => {
  const { context, source } = typedMeanwhile(...Array.from({ length: 100 }, (_, n) => `old + ${n + 2}`));
  expect(await renameName(context, "t", place, "next")).toBe("typed-over");
  expect(source()).toMatch(/^old/);
});

it("E1: a fix of a text that was typed over does nothing", async () => {
  const { context, source } = typedMeanwhile();
  const fix = {
    kind: "replace",
    name: "9",
    cellId: "a",
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 4,
    text: "9",
  } as const;
  applyFix(context, "t", fix);
  expect(source()).toBe("old + 1");
  await sendCells(context, "t");
  applyFix(context, "t", fix);
  expect(source()).toBe("9 + 1");
});

it("E1: a fix writes its text where it says, in the cell it says", async () => {
  const { context } = createFakeApp();
  await sendCells(context, "t");
  const span = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  applyFix(context, "t", { kind: "replace", name: "9", cellId: "a", ...span, text: "9" });
  expect(findTab(context, "t")!.document.notebook.cells[0]!.source).toBe("9");
  await sendCells(context, "t");
  applyFix(context, "t", { kind: "replace", name: "9", cellId: "gone", ...span, text: "9" });
  expect(findTab(context, "t")!.document.past).toHaveLength(1);
});
