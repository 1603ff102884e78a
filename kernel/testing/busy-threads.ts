import { readdirSync, readFileSync } from "node:fs";

const LOOKS = 10;
const LOOK_EVERY_MS = 50;

const readOrNull = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    // It ended meanwhile.
    return null;
  }
};

const readStat = (path: string): { name: string; fields: string[] } | null =>
  readOrNull(() => {
    const text = readFileSync(path, "utf8");
    // The name stands in parentheses and may hold anything.
    const end = text.lastIndexOf(")");
    return { name: text.slice(text.indexOf("(") + 1, end), fields: text.slice(end + 2).split(" ") };
  });

/** The process and all that it started, and these started. */
export const processesUnder = (root: number): number[] => {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(readStat(`/proc/${name}/stat`)?.fields[1])] as const);
  const found = [root];
  for (const at of found) for (const [pid, parent] of parents) if (parent === at) found.push(pid);
  return found;
};

/** Threads that compute at this moment or would, had they a core: by process, number and name. */
const runnableThreads = (pids: readonly number[]): Set<string> =>
  new Set(
    pids.flatMap((pid) =>
      (readOrNull(() => readdirSync(`/proc/${pid}/task`)) ?? []).flatMap((tid) => {
        const stat = readStat(`/proc/${pid}/task/${tid}/stat`);
        return stat?.fields[0] === "R" ? [`${pid}/${tid} ${stat.name}`] : [];
      }),
    ),
  );

/**
 * Threads of the process, and of those it started, that never rested for half a second. A thread that spins wants the
 * processor at every moment, however little of it a busy machine gives. Only Linux tells; elsewhere there is never one.
 */
export const busyThreads = async (root: number): Promise<string[]> => {
  if (process.platform !== "linux") return [];
  const pids = processesUnder(root);
  let busy = runnableThreads(pids);
  for (let look = 1; look < LOOKS && busy.size > 0; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const now = runnableThreads(pids);
    busy = new Set([...busy].filter((thread) => now.has(thread)));
  }
  return [...busy];
};
