import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { hasDisplay } from "./bootstrap/display.mjs";
import { Advice, say } from "./report.mjs";

const SCREEN = "1600x1000x24";

/**
 * Runs `work` with a display: the one there is, or an Xvfb of our own that ends with the work.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDisplay(work) {
  if (hasDisplay()) return work();
  const { number, process: server } = await startXvfb();
  say(`no display here: using a virtual one (Xvfb :${number})`);
  process.env.DISPLAY = `:${number}`;
  const end = () => server.kill();
  process.once("exit", end);
  try {
    return await work();
  } finally {
    delete process.env.DISPLAY;
    process.off("exit", end);
    end();
  }
}

/** Xvfb picks the first free display itself and writes its number to the descriptor it is given. */
function startXvfb() {
  // No TCP; open to local users, because the sandboxed tests run as another one.
  const args = ["-displayfd", "3", "-screen", "0", SCREEN, "-nolisten", "tcp", "-ac", "-noreset"];
  const server = spawn("Xvfb", args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  return new Promise((resolve, reject) => {
    server.on("error", () => reject(new Advice("Xvfb could not be started. Install it (on Debian: xvfb).")));
    server.on("exit", (code) => reject(new Advice(`Xvfb ended at once (exit ${code}).`)));
    /** @type {import("node:stream").Readable} */ (server.stdio[3]).on("data", (data) => {
      const number = Number.parseInt(String(data), 10);
      if (existsSync(`/tmp/.X11-unix/X${number}`)) resolve({ number, process: server });
    });
  });
}
