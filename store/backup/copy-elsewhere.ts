import { execFile } from "node:child_process";
import { promisify } from "node:util";

const script = `
const { copyFileSync, constants, openSync, fsyncSync, closeSync } = require("node:fs");
const [from, to] = process.argv.slice(1);
copyFileSync(from, to, constants.COPYFILE_FICLONE);
const file = openSync(to, "r+");
fsyncSync(file);
closeSync(file);`;

/**
 * Copies a file that this process has open in DuckDB, from another process: reading and closing it here would drop
 * the lock that keeps writers out.
 */
export const copyElsewhere = async (from: string, to: string): Promise<void> => {
  await promisify(execFile)(process.execPath, ["-e", script, from, to], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  });
};
