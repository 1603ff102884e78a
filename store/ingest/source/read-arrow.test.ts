import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDir } from "../../testing/temporary-store.ts";
import { makeFuzzSeeds } from "../testing/fuzz-seeds.ts";
import { mutateBytes } from "../testing/mutate-bytes.ts";
import { readArrow } from "./read-arrow.ts";

/** Of the damaged files: one claims more than a billion columns, one sends the reader back for ever. */
test.each([1_230, 1_384])(
  "a damaged Arrow file that would never end is refused (%i)",
  async (number) => {
    const { dir, remove } = await temporaryDir();
    const seeds = await makeFuzzSeeds();
    const { bytes } = seeds.find(({ name }) => name === "arrow file")!;
    const path = join(dir, "damaged.arrow");
    await writeFile(path, mutateBytes(bytes, number));
    const readAll = async () => {
      for await (const _ of (await readArrow(path)).blocks());
    };
    await expect(readAll()).rejects.toMatchObject({ code: "not-readable" });
    await remove();
  },
  10_000,
);
