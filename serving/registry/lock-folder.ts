import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A process of Linux is known by its number and when it started: the number alone is given again. */
const startOf = (pid: number): string | null => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
};

/**
 * Takes the folder for this process: two with one embedded database would destroy it. A lock that a killed process left
 * behind is taken over. Gives what lets go of it.
 */
export const lockFolder = (folder: string): (() => void) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "server.lock");
  for (let attempt = 0; ; attempt++) {
    try {
      const file = openSync(path, "wx", 0o600);
      writeSync(file, `${process.pid} ${startOf(process.pid)}`);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const [pid, start] = readFileSync(path, "utf8").split(" ");
    const isAlive = pid !== undefined && pid !== "" && startOf(Number(pid)) === start;
    if (isAlive || attempt > 0)
      throw new Error(
        `Process ${pid} serves ${folder} already. Stop it first, or take another folder with --data.`,
      );
    rmSync(path, { force: true });
  }
};
