import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { bundleChild } from "../testing/bundle-child.ts";
import { temporaryStore } from "../testing/temporary-store.ts";
import { openWriter } from "./open-writer.ts";

test("a second process that wants to write waits, is told that the store is in use, and writes once it is free", {
  timeout: 90_000,
}, async () => {
  const { store, dir, remove } = await temporaryStore();
  const child = await bundleChild("store/testing/fill-child.ts");
  store.close();
  const writeElsewhere = async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [child.script, dir, "100", "1"]);
    return JSON.parse(stdout);
  };
  try {
    const writer = await openWriter(dir);
    if (!writer.ok) throw new Error(writer.error.message);
    try {
      expect(await writeElsewhere()).toMatchObject({
        code: "locked",
        message: expect.stringContaining("in use by another process. Close the Asof app"),
      });
    } finally {
      writer.value.close();
    }
    expect(await writeElsewhere()).toMatchObject({ code: "ok" });
  } finally {
    await child.remove();
    await remove();
  }
});
