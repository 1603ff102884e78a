import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDir } from "../../testing/temporary-store.ts";
import { makeFuzzSeeds } from "../testing/fuzz-seeds.ts";
import { mutateBytes } from "../testing/mutate-bytes.ts";
import { readArrow } from "./read-arrow.ts";

/** Of the damaged files: one whose batch claims more than a billion columns. It was walked for minutes. */
const CLAIMS_TOO_MUCH = 1_230;

test("an Arrow file that claims endless lists is refused at once", async () => {
  const { dir, remove } = await temporaryDir();
  const seeds = await makeFuzzSeeds();
  const { bytes } = seeds.find(({ name }) => name === "arrow file")!;
  const path = join(dir, "damaged.arrow");
  await writeFile(path, mutateBytes(bytes, CLAIMS_TOO_MUCH));
  const readAll = async () => {
    for await (const _ of (await readArrow(path)).blocks());
  };
  await expect(readAll()).rejects.toMatchObject({ code: "not-readable" });
  await remove();
}, 10_000);
