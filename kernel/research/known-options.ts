import { nearestName } from "../../engine/index.ts";
import { ResearchError } from "./research-error.ts";

/** A name that is no option of a function is a slip of the pen: refused, with the option that is nearest to it. */
export function requireKnownOptions(caller: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    const hint = nearest ? `: did you mean "${nearest}"?` : ".";
    throw new ResearchError("bad-argument", `${caller} has no option "${name}"${hint}`);
  }
}
