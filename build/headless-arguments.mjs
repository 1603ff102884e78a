import { resolve } from "node:path";
import { inRoot } from "./paths.mjs";

/** The same notebook for `asof run`, which takes a file. */
export function headlessArguments(/** @type {readonly string[]} */ opens) {
  const [first, second] = opens;
  return first === "--sample"
    ? [inRoot("sample-data", "notebooks", `${second}.nb.ts`)]
    : opens.map((path) => resolve(path));
}
