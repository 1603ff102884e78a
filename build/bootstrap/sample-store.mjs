import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { inRoot } from "../paths.mjs";
import { Advice, during } from "../report.mjs";
import { run } from "../run.mjs";
import { isStamped, listFiles, writeStamp } from "../stamp.mjs";

const NAME = "sample-store";
const GENERATOR = inRoot("out", "sample-data", "make-sample-store.js");
const STORE = inRoot("out", "sample-store");

/** The bundled generator holds everything it is made of (engine, store schema): its bytes are the version. */
const inputs = () => listFiles(["out/sample-data/make-sample-store.js"]);

/** Makes the synthetic market's store, unless this generator has made it. */
export async function makeSampleStore() {
  if (existsSync(STORE) && isStamped(NAME, inputs())) return;
  const making = `${STORE}.making`;
  await during("making the sample market (synthetic data, once)", async () => {
    await rm(making, { recursive: true, force: true });
    const { code, stderr } = await run(process.execPath, [GENERATOR, making]);
    if (code !== 0)
      throw new Advice(
        `the sample market could not be made:\n${stderr.trim().split("\n").slice(-8).join("\n")}`,
      );
    await rm(STORE, { recursive: true, force: true });
    await rename(making, STORE);
  });
  writeStamp(NAME, inputs());
}
