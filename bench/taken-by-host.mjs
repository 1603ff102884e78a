import { readFile } from "node:fs/promises";

/** While the host takes more than this share of the processor, what is measured is the host, and is measured again. */
export const CALM = 0.03;

/**
 * The share, 0 to 1, of the processor time wanted between two readings of Linux's /proc/stat that the host of a
 * virtual machine gave to others ("steal"). What is measured while it is high says nothing about the program.
 * @param {string} before @param {string} after
 */
export function takenBetween(before, after) {
  const first = ticks(before);
  const wanted = ticks(after).map((count, column) => count - (first[column] ?? 0));
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0, taken = 0] = wanted;
  const all = user + nice + system + interrupts + softInterrupts + taken;
  return all > 0 ? taken / all : 0;
}

/** @param {string} stat */
const ticks = (stat) => (/^cpu +(.*)$/m.exec(stat)?.[1] ?? "").split(" ").map(Number);

/** Null where the system does not tell. @returns {Promise<string | null>} */
const readStat = () => readFile("/proc/stat", "utf8").catch(() => null);

/**
 * @template T
 * @typedef {{ result: T, taken: number | null }} Measured
 */

/**
 * @template T
 * @param {() => Promise<T>} measure
 * @returns {Promise<Measured<T>>}
 */
export async function withTaken(measure) {
  const before = await readStat();
  const result = await measure();
  const after = await readStat();
  return { result, taken: before === null || after === null ? null : takenBetween(before, after) };
}

/**
 * Which of two measurements of one thing had more of the machine; what they came to has no say.
 * @template T
 * @param {Measured<T> | undefined} a @param {Measured<T>} b
 */
export const calmer = (a, b) => (a !== undefined && (a.taken ?? 0) <= (b.taken ?? 0) ? a : b);

/** @param {{ taken: number | null }} measured */
export const describeTaken = ({ taken }) =>
  taken === null ? "" : `, ${Math.round(100 * taken)} % of the processor taken by the host`;
