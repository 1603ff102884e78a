import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { barePrograms } from "./index.ts";
import type { Listening } from "./probe.ts";

const deno = join(dirname(createRequire(import.meta.url).resolve("deno/package.json")), "..", ".bin", "deno");

/** What the attempts reach in a Deno that has every permission and no sandbox. */
export const reachedInBareDeno = async (listening: Listening): Promise<string[]> => {
  const folder = mkdtempSync(join(tmpdir(), "asof-bare-"));
  try {
    const file = join(folder, "bare.js");
    writeFileSync(
      file,
      barePrograms(listening, "(reached) => { console.log(JSON.stringify(reached)); Deno.exit(0); }"),
    );
    const env = {
      ...process.env,
      DENO_DIR: join(folder, "deno"),
      DENO_NO_UPDATE_CHECK: "1",
      TZ: "Asia/Seoul",
    };
    const child = spawn(deno, ["run", "-A", "--no-config", "--quiet", file], { env, cwd: folder });
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += String(chunk);
    });
    await new Promise((resolve) => child.on("close", resolve));
    return JSON.parse(said.trim().split("\n").at(-1)!) as string[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
