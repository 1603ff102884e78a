import { existsSync, readFileSync } from "node:fs";

/**
 * How a process lets everything else on the machine go first. `nice`: at the lowest priority. `apart`: so, and not on the
 * first of the processors, when there are more. `idle`: only where nobody else runs, which can be never on a machine
 * that has other work.
 */
export const yieldings = ["nice", "apart", "idle"] as const;
export type Yielding = (typeof yieldings)[number];

const find = (name: string): string | undefined =>
  process.platform === "linux" ? [`/usr/bin/${name}`, `/bin/${name}`].find(existsSync) : undefined;

/** The processors that this process may use, as `taskset` counts them. */
const readProcessors = (): number[] => {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "";
  return list.split(",").flatMap((part) => {
    const [from = Number.NaN, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 || 0 }, (_, k) => from + k);
  });
};

/**
 * The words in front of a command that make it yield with every thread it will ever have: a priority that is set from
 * outside, once the process runs, is that of one thread. Empty where the system has no such command.
 */
export const yieldingWords = (yielding: Yielding): readonly string[] => {
  const nice = find("nice");
  const lowest = nice ? [nice, "-n", "19"] : [];
  if (yielding === "idle") {
    const chrt = find("chrt");
    return chrt ? [chrt, "--idle", "0"] : lowest;
  }
  const taskset = find("taskset");
  if (yielding === "nice" || !taskset) return lowest;
  const others = readProcessors().slice(1);
  return others.length === 0 ? lowest : [...lowest, taskset, "--cpu-list", others.join(",")];
};
