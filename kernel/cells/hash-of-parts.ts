import { canonicalHash } from "../manifest/canonical-bytes.ts";
import { type Place, partsOf } from "./inspect-value.ts";

const LEVELS = 4;
const PARTS_OF_ONE = 50;
const PARTS_OF_ALL = 1_500;

/**
 * SHA-256, hex, of the lines below those that a value first shows, down to the fourth level: two runs are compared by
 * more than what is on the screen.
 *
 * @returns undefined when there is nothing below
 */
export const hashOfParts = (value: object): string | undefined => {
  let left = PARTS_OF_ALL;
  let hasMore = false;
  const look = (place: Place, level: number): unknown[] => {
    const places: Place[] = [];
    const parts = partsOf(place, (inner) => places.push(inner)).slice(0, PARTS_OF_ONE);
    return parts.map(({ label, type, preview, node }) => {
      const isDeeper = node !== undefined && level < LEVELS && left-- > 0;
      hasMore ||= isDeeper;
      return [label, type, preview, isDeeper ? look(places[node - 1]!, level + 1) : []];
    });
  };
  const lines = look({ value, from: 0, to: null, above: null }, 1);
  return hasMore ? canonicalHash(lines, () => "") : undefined;
};
