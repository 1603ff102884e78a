export { pairwise } from "./pairwise";
export { rankRow } from "./rank";
export { recursiveAverage, relativeStrength } from "./recursive-average";
export { rollingMoments } from "./rolling-moments";
export { sha256Blocks } from "./sha256";
export { prepareSweep, rankAverages, sweepPairs } from "./sweep";
