import { spawn } from "node:child_process";
import { hasDisplay } from "./bootstrap/display.mjs";
import { bootstrap } from "./bootstrap.mjs";
import { electronBinary } from "./electron/provide.mjs";
import { headlessArguments } from "./headless-arguments.mjs";
import { inRoot, ROOT } from "./paths.mjs";
import { failWith, say } from "./report.mjs";

const SAMPLE = "twelve-one-momentum";

/** `npm start [-- notebook.nb.ts | --sample id]`: the app in a window, or the notebook headless without a display. */
async function start(/** @type {string[]} */ args) {
  const opens = args.length > 0 ? args : ["--sample", SAMPLE];
  if (!hasDisplay()) {
    await bootstrap({ electron: false });
    say("no display here: running the notebook headless (`npm start` on a desktop opens the window)");
    await follow(process.execPath, [inRoot("cli", "bin.mjs"), "run", ...headlessArguments(opens)]);
    return;
  }
  const { electronFolder } = await bootstrap();
  const flags = [];
  if (process.getuid?.() === 0) {
    say(
      "started as root: Chromium's sandbox cannot be used (--no-sandbox). Use an ordinary user for real work.",
    );
    flags.push("--no-sandbox");
  }
  await follow(electronBinary(/** @type {string} */ (electronFolder)), [...flags, ROOT, ...opens]);
}

/** Hands the terminal to a program and ends as it ends. */
function follow(/** @type {string} */ command, /** @type {string[]} */ args) {
  const child = spawn(command, args, { stdio: "inherit", env: process.env });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
    process.on(signal, () => child.kill(signal));
  return new Promise((done) => {
    child.on("error", failWith);
    child.on("exit", (code) => {
      process.exitCode = code ?? 1;
      done(undefined);
    });
  });
}

await start(process.argv.slice(2)).catch(failWith);
