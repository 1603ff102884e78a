import { copyFileSync, linkSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { denoProgram } from "../deno/start-deno.ts";

/** What a process is started as. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** The user `nobody` where the superuser runs the tests, who may do all that a sandbox forbids; else who runs them. */
export const ordinaryUser = (): User => {
  const own = { uid: process.getuid!(), gid: process.getgid!() };
  if (own.uid !== 0) return own;
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith("nobody:"));
  const [, , uid, gid] = line?.split(":").map(Number) ?? [];
  if (!uid || !gid) throw new Error("There is no user `nobody` to start a kernel as: run this as a user.");
  return { uid, gid };
};

/** Deno in a folder that another user can read, wherever the project lies. */
export const denoIn = (folder: string): string => {
  const program = join(folder, "deno-program");
  try {
    linkSync(denoProgram(), program);
  } catch {
    // Another disk.
    copyFileSync(denoProgram(), program);
  }
  return program;
};
