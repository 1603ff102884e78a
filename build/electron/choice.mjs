/**
 * Which Electron to run, from what is known before anything is fetched.
 * @typedef {"given" | "official" | "fetch-official" | "fallback" | "none"} Choice
 * @param {{ override: string | undefined, wish: string | undefined, hasOfficial: boolean, hasFailedBefore: boolean, platform: string }} facts
 *   `wish` is ASOF_ELECTRON; `hasFailedBefore`: this version could not be fetched at an earlier start
 * @returns {Choice}
 */
export function chooseElectron({ override, wish, hasOfficial, hasFailedBefore, platform }) {
  const canFallBack = platform === "linux-x64";
  if (override) return "given";
  if (wish === "fallback") return canFallBack ? "fallback" : "none";
  if (hasOfficial) return "official";
  if (wish === "official") return "fetch-official";
  if (hasFailedBefore && canFallBack) return "fallback";
  return "fetch-official";
}
