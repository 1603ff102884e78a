export { rankRow, rankRows } from "./rank";
export { recursiveAverage, relativeStrength } from "./recursive-average";
export { rollingMoments } from "./rolling-moments";
export { selectHighest } from "./select-highest";
export { prepareSweep, rankAverages, sweepPairs } from "./sweep";
