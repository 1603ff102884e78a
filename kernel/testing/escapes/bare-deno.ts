import { spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { denoIn, ordinaryUser, type User } from "../ordinary-user.ts";
import { barePrograms } from "./index.ts";
import type { Listening } from "./probe.ts";

/** What the attempts reach in a Deno that has every permission and no sandbox, as whom it runs. */
export const reachedInBareDeno = async (
  listening: Listening,
  user: User = ordinaryUser(),
): Promise<string[]> => {
  const folder = mkdtempSync(join(tmpdir(), "asof-bare-"));
  try {
    const file = join(folder, "bare.js");
    writeFileSync(
      file,
      barePrograms(listening, "(reached) => { console.log(JSON.stringify(reached)); Deno.exit(0); }"),
    );
    for (const path of [folder, file]) chownSync(path, user.uid, user.gid);
    const env = {
      ...process.env,
      DENO_DIR: join(folder, "deno"),
      DENO_NO_UPDATE_CHECK: "1",
      HOME: folder,
      TZ: "Asia/Seoul",
    };
    const child = spawn(denoIn(folder), ["run", "-A", "--no-config", "--quiet", file], {
      env,
      cwd: folder,
      ...user,
    });
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += String(chunk);
    });
    let complaint = "";
    child.stderr.on("data", (chunk) => {
      complaint += String(chunk);
    });
    await new Promise((resolve) => child.on("close", resolve));
    if (said === "") throw new Error(`Deno said nothing: ${complaint}`);
    return JSON.parse(said.trim().split("\n").at(-1)!) as string[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
