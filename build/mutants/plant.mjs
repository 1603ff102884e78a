import { existsSync, readFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";

/** @import { Plugin } from "vite" */
/** @import { Mutant } from "./list.mjs" */

/**
 * A source with a mutant's fault in it. The text to replace must occur exactly once: a list that has fallen behind the
 * code is an error, never a fault that is quietly not planted.
 * @param {Mutant} mutant
 * @param {string} source
 */
export function plantIn({ name, file, from, to }, source) {
  const parts = source.split(from);
  if (parts.length !== 2)
    throw new Error(
      `the mutant "${name}" wants to replace a text that occurs ${parts.length - 1} times in ${file}`,
    );
  return parts.join(to);
}

/**
 * Why mutants no longer fit the code: of each one that does not, a line. Cheap, since nothing is run.
 * @param {readonly Mutant[]} mutants
 */
export const listStale = (mutants) =>
  mutants.flatMap((mutant) => {
    const gone = mutant.tests.filter((file) => !existsSync(inRoot(...file.split("/"))));
    try {
      plantIn(mutant, sourceOf(mutant));
      return gone.map((file) => `the mutant "${mutant.name}" is to be caught in ${file}, which is not there`);
    } catch (error) {
      return [/** @type {Error} */ (error).message];
    }
  });

/** The source of a mutant's file as it is. @param {Mutant} mutant */
const sourceOf = ({ file }) => readFileSync(inRoot(...file.split("/")), "utf8");

/**
 * Plants a fault while its file is loaded; nothing on disk changes. `onPlanted` is called each time.
 * @param {Mutant} mutant
 * @param {() => void} onPlanted
 * @returns {Plugin}
 */
export const plant = (mutant, onPlanted) => ({
  name: "asof-mutant",
  enforce: "pre",
  transform(code, id) {
    if (!id.replaceAll("\\", "/").endsWith(`/${mutant.file}`)) return undefined;
    onPlanted();
    return { code: plantIn(mutant, code), map: null };
  },
});
