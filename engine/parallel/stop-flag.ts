import { createSharedBuffer } from "./share-panel.ts";

// Taken while they are there: a sandbox removes the name before the first task runs.
const load = globalThis.Atomics?.load;
const store = globalThis.Atomics?.store;

/** A flag in shared memory, seen by workers while they compute. One number; 1 means stop. */
export const createStopFlag = (): Int32Array => new Int32Array(createSharedBuffer(4));
export const raiseStopFlag = (flag: Int32Array): void => void store(flag, 0, 1);
export const isStopFlagRaised = (flag: Int32Array): boolean => load(flag, 0) !== 0;
