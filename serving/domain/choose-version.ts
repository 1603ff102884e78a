import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Strategy, Version } from "../contract/lifecycle.ts";
import { candidateVersion, liveVersion } from "./strategy-state.ts";

/**
 * Which version a caller gets. A caller keeps its place from 0 to 100 on a strategy, so whoever is in a canary of 5 %
 * is in that of 25 % too, and does not change versions from one question to the next.
 */
export const chooseVersion = (strategy: Strategy, caller: string): Version | undefined => {
  const candidate = candidateVersion(strategy);
  if (candidate && candidate.share > 0 && placeOf(strategy.id, caller) < candidate.share) return candidate;
  return liveVersion(strategy);
};

const places = new Map<string, number>();
const MOST_PLACES = 50_000;

/** Uniform in [0, 100), from the first 48 bits of a digest. Remembered: a digest costs more than all the rest of a read. */
const placeOf = (strategy: string, caller: string): number => {
  const key = `${strategy}\n${caller}`;
  const known = places.get(key);
  if (known !== undefined) return known;
  const bytes = sha256(utf8ToBytes(key));
  const place = (bytes.subarray(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48) * 100;
  if (places.size >= MOST_PLACES) places.clear();
  places.set(key, place);
  return place;
};
