import { expect, it } from "vitest";
import { tableFromRows } from "../cells/to-table.ts";
import type { Display } from "../contract/display.ts";
import { outputManifest } from "../manifest/output-manifest.ts";
import { createTables } from "../tables/tables.ts";
import { type AsyncTables, createTableKeeper } from "./table-keeper.ts";

const large: Display = {
  kind: "table",
  table: tableFromRows(
    Array.from({ length: 12_000 }, (_, i) => ({ i })),
    "T",
  ),
};
const inProcess = (asked: string[]): AsyncTables => {
  const tables = createTables();
  const call = (name: keyof typeof tables) =>
    (async (...values: never[]) => {
      asked.push(name);
      return (tables[name] as (...all: never[]) => unknown)(...values);
    }) as never;
  return Object.fromEntries(
    Object.keys(tables).map((name) => [name, call(name as keyof typeof tables)]),
  ) as never;
};

it("M2: a kept table is hashed where it lies, to the same manifest", async () => {
  const asked: string[] = [];
  const keeper = createTableKeeper(inProcess(asked), () => "id");
  const [shown] = keeper.take("c", [large]);
  const manifest = keeper.manifestOf(large, shown!);
  expect(manifest).toBeInstanceOf(Promise);
  expect(await manifest).toEqual(outputManifest(large));
  expect(asked).toEqual(["keep", "manifest"]);
});

it.each([
  ["does not have it", async () => null],
  ["fails", () => Promise.reject(new Error("out of memory"))],
])("M2: a table that its worker %s is hashed by the host", async (_, manifest) => {
  const keeper = createTableKeeper({ ...inProcess([]), manifest }, () => "id");
  const [shown] = keeper.take("c", [large]);
  expect(await keeper.manifestOf(large, shown!)).toEqual(outputManifest(large));
});

it("M2: what goes to the window whole is hashed at once", () => {
  const keeper = createTableKeeper(undefined, () => "id");
  const [shown] = keeper.take("c", [large]);
  expect(keeper.manifestOf(large, shown!)).toEqual(outputManifest(large));
});
