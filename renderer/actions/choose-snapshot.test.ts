import { expect, it, vi } from "vitest";
import type { Catalog } from "../../store/contract/catalog.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import { chooseSnapshot, insertIntoCell, undoEdit } from "./edit-cells.ts";
import { createFakeApp } from "./fake-app.ts";
import { flushCells } from "./send-cells.ts";
import { followSnapshot, loadCatalog } from "./start-app.ts";

const catalogOf = (name: string): Catalog => ({
  snapshot: { name, id: `id-${name}`, knownTo: 0, isSynthetic: true },
  markets: [],
  universes: [],
  fields: [],
  instruments: [],
  tables: [],
});

it("a chosen snapshot reaches the kernel, and the catalog shown is its own", async () => {
  const { context, calls } = createFakeApp();
  const call = context.app.call.bind(context.app);
  const waiting: (() => void)[] = [];
  context.app.call = (async (name: never, input: { snapshot: string | null }) => {
    if (name !== "store/catalog") return call(name, input as never);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return input.snapshot === "gone"
      ? wireError("unknown-snapshot", "There is none.")
      : wireOk(catalogOf(input.snapshot ?? "newest"));
  }) as never;
  followSnapshot(context);
  const shown = () => context.store.getState().catalog?.snapshot.name ?? null;

  const first = loadCatalog(context);
  waiting.shift()!();
  await first;
  expect(shown()).toBe("newest");

  chooseSnapshot(context, "t", "spring");
  chooseSnapshot(context, "t", "autumn");
  const [spring, autumn] = waiting.splice(0) as [() => void, () => void];
  autumn();
  await vi.waitFor(() => expect(shown()).toBe("autumn"));
  // The other answer is late: by now another snapshot is wanted.
  spring();
  await new Promise((resolve) => setTimeout(resolve));
  expect(shown()).toBe("autumn");
  await flushCells(context, "t");
  expect(calls.findLast(({ name }) => name === "cells/update")?.input).toMatchObject({ snapshot: "autumn" });

  chooseSnapshot(context, "t", "gone");
  for (const resolve of waiting.splice(0)) resolve();
  await vi.waitFor(() => expect(context.store.getState().catalogMessage).toBe("There is none."));
  expect(shown()).toBeNull();

  undoEdit(context, "t");
  for (const resolve of waiting.splice(0)) resolve();
  await vi.waitFor(() => expect(shown()).toBe("autumn"));
});

it("a name goes to the cursor, or to a line at the end of a cell that nobody edits", () => {
  const { context } = createFakeApp();
  const source = () => context.store.getState().tabs[0]!.document.notebook.cells[0]!.source;
  insertIntoCell(context, "t", "a", "close", () => true);
  expect(source()).toBe("1");
  insertIntoCell(context, "t", "a", "close", () => false);
  expect(source()).toBe("1\nclose");
});
