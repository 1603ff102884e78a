import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "./paths.mjs";
import { Advice, failWith, say } from "./report.mjs";
import { run } from "./run.mjs";
import { withDisplay } from "./virtual-display.mjs";

const APP = inRoot("release", "linux-unpacked");
const TIMEOUT_MS = 180_000;

/**
 * Starts the packaged app as it is (its inspector is off, so from outside) and lets it check itself: a notebook run, and
 * a strategy taken through the gate of publishing.
 */
async function verify() {
  if (!existsSync(join(APP, "asof")))
    throw new Advice("nothing is packaged yet: run `npm run package` first");
  const { listWrongFuses } = await import("./packaging/fuses.mjs");
  const { getCurrentFuseWire } = await import("@electron/fuses");
  const { listDenoFaults } = await import("./packaging/deno.mjs");
  const wrong = [
    ...listWrongFuses(await getCurrentFuseWire(join(APP, "asof"))).map((fuse) => `fuse ${fuse}`),
    ...(existsSync(join(APP, "resources", "default_app.asar")) ? ["default_app.asar is still there"] : []),
    ...(hasNativeModule() ? [] : ["no native module outside the archive"]),
    ...(await listDenoFaults(join(APP, "resources"))),
  ];
  if (wrong.length > 0) throw new Advice(`the package is not as it should be: ${wrong.join(", ")}`);
  await withDisplay(selfCheck);
}

function hasNativeModule() {
  const unpacked = join(APP, "resources", "app.asar.unpacked");
  return (
    existsSync(unpacked) &&
    readdirSync(unpacked, { recursive: true }).some((name) => String(name).endsWith(".node"))
  );
}

async function selfCheck() {
  const profile = await mkdtemp(join(tmpdir(), "asof-verify-"));
  try {
    const isRoot = process.getuid?.() === 0;
    const args = ["--self-check", `--user-data-dir=${profile}`, ...(isRoot ? ["--no-sandbox"] : [])];
    const { code, stdout, stderr } = await run(join(APP, "asof"), args, {
      cwd: profile,
      timeoutMs: TIMEOUT_MS,
    });
    const line = stdout.split("\n").find((text) => text.startsWith('{"selfCheck"'));
    if (code !== 0 || line === undefined || JSON.parse(line).selfCheck !== "ok")
      throw new Advice(
        `the packaged app's self check failed (exit ${code}): ${line ?? stderr.trim().slice(-2_000)}`,
      );
    say("the packaged app works");
    process.stdout.write(`${line}\n`);
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

await verify().catch(failWith);
