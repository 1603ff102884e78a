import { existsSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { Advice, during } from "../report.mjs";
import { run } from "../run.mjs";
import { forgetStamp, isStamped, listFiles, writeStamp } from "../stamp.mjs";

const NAME = "build";
const PLACES = [
  ..."engine kernel store bundle serving main renderer cli sample-data wire bench".split(" "),
  ..."build/bundle build/bundle.mjs package.json package-lock.json tsconfig.base.json".split(" "),
];

/** Everything the bundles are made from; tests are no part of them. */
export const listBuildInputs = () =>
  listFiles(PLACES, { skip: (path) => /\.test\.(tsx?|mjs)$/.test(path) || path.endsWith(".md") });

/** Bundles the sources into `out/`, unless they are as they were at the last build. */
export async function buildOutput() {
  const files = listBuildInputs();
  if (existsSync(inRoot("out", "main", "main.cjs")) && isStamped(NAME, files)) return;
  // From here on `out/` is in between: an interruption must not leave it looking finished.
  forgetStamp(NAME);
  await during("building", async () => {
    // A process of its own: the bundler's memory is not kept for as long as the app runs.
    const { code, stderr } = await run(process.execPath, [inRoot("build", "bundle.mjs")]);
    if (code !== 0) throw new Advice(`the build failed:\n${stderr.trim()}`);
  });
  writeStamp(NAME, files);
}
