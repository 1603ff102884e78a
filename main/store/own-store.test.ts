import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { chooseStore, makeOwnStore } from "./own-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-own-"));
  await mkdir(join(folder, "sample"));
  await writeFile(join(folder, "sample", "store.duckdb"), "sample");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const places = (named: string | null = null) => ({
  sample: join(folder, "sample"),
  own: join(folder, "user", "store"),
  named,
});

it("the sample is read until there is a store of the user's own", async () => {
  expect(await chooseStore(places())).toBe(join(folder, "sample"));
  expect(await makeOwnStore(places())).toEqual({ ok: true, value: join(folder, "user", "store") });
  expect(await chooseStore(places())).toBe(join(folder, "user", "store"));
  expect(await readFile(join(folder, "user", "store", "store.duckdb"), "utf8")).toBe("sample");
});

it("the user's own store is never made a second time", async () => {
  await makeOwnStore(places());
  await writeFile(join(folder, "user", "store", "store.duckdb"), "mine");
  await makeOwnStore(places());
  expect(await readFile(join(folder, "user", "store", "store.duckdb"), "utf8")).toBe("mine");
});

it("a copy that was cut short is not taken for a store and is made again", async () => {
  await mkdir(join(folder, "user", "store.unfinished"), { recursive: true });
  await writeFile(join(folder, "user", "store.unfinished", "rubbish"), "");
  expect(await chooseStore(places())).toBe(join(folder, "sample"));
  expect((await makeOwnStore(places())).ok).toBe(true);
  await expect(stat(join(folder, "user", "store", "rubbish"))).rejects.toThrow();
});

it("a store named from outside is written to where it is", async () => {
  expect(await makeOwnStore(places("/elsewhere"))).toEqual({ ok: true, value: "/elsewhere" });
  await expect(stat(join(folder, "user"))).rejects.toThrow();
});

it("a sample that cannot be copied is a sentence, and leaves nothing behind", async () => {
  await rm(join(folder, "sample"), { recursive: true });
  expect(await makeOwnStore(places())).toMatchObject({ ok: false, error: { code: "store-unavailable" } });
  await expect(stat(join(folder, "user", "store"))).rejects.toThrow();
});
