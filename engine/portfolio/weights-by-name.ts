import { ArgumentError } from "../argument-error.ts";
import { nearestName } from "../expression/fields.ts";

/**
 * Weights given by instrument id, as one entry per id of `iids`; 0 where none is given.
 * Throws an ArgumentError "bad-weights" for an id that is not there and a weight that is not a finite number.
 * @example weightsByName({ B: 0.5, A: -0.25 }, ["A", "B", "C"]) // −0.25, 0.5, 0
 */
export function weightsByName(
  proposed: Readonly<Record<string, number>>,
  iids: readonly string[],
): Float64Array {
  const indexOf = new Map(iids.map((iid, i) => [iid, i]));
  const weights = new Float64Array(iids.length);
  for (const [instrument, weight] of Object.entries(proposed)) {
    const i = indexOf.get(instrument);
    if (i === undefined) {
      const nearest = nearestName(instrument, iids);
      const hint = nearest ? `; did you mean "${nearest}"?` : "";
      throw new ArgumentError(`there is no instrument "${instrument}"${hint}`, "bad-weights", { instrument });
    }
    if (!Number.isFinite(weight))
      throw new ArgumentError(`the weight of ${instrument} is ${weight}`, "bad-weights", { instrument });
    weights[i] = weight;
  }
  return weights;
}
