import { execFile, execFileSync } from "node:child_process";
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wireOk } from "../../wire/contract.ts";
import { openStore } from "../open-store.ts";
import { listBatches } from "../snapshots/list-batches.ts";
import { verifySnapshot } from "../snapshots/verify-snapshot.ts";
import { bundleChild } from "../testing/bundle-child.ts";
import { reingestMade } from "../testing/made-batches.ts";
import { copyFixtureStore, temporaryDir } from "../testing/temporary-store.ts";

let temporary: Awaited<ReturnType<typeof temporaryDir>>;
let child: Awaited<ReturnType<typeof bundleChild>>;
let template = "";
const mounts: string[] = [];
beforeAll(async () => {
  temporary = await temporaryDir();
  child = await bundleChild("store/testing/fill-child.ts");
  template = join(temporary.dir, "template");
  await copyFixtureStore(template);
});
afterAll(async () => {
  for (const mount of mounts) execFileSync("umount", ["-l", mount]);
  await child.remove();
  await temporary.remove();
});

interface Outcome {
  readonly code: string;
  readonly message?: string;
  readonly batchId?: string;
}

const outcomesOf = (text: string): Outcome[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Outcome);

/** Opens the store as the next morning, with room again, and says which batches are there and whether they are whole. */
const look = async (dir: string) => {
  const store = await openStore(dir, { reingest: reingestMade });
  if (!store.ok) throw new Error(store.error.message);
  const read = await store.value.read(null, async ({ connection, snapshot }) =>
    wireOk({
      ids: (await listBatches(connection)).map(({ batchId }) => batchId),
      faults: (await verifySnapshot(connection, snapshot)).faults,
    }),
  );
  store.value.close();
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};

const isRootOnLinux = process.platform === "linux" && process.getuid?.() === 0;

/** A small disk of its own. Only root may mount one. */
const mountSmallDisk = async (megabytes: number): Promise<string | null> => {
  if (!isRootOnLinux) return null;
  const disk = join(temporary.dir, `disk-${megabytes}`);
  await mkdir(disk);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", disk], { stdio: "ignore" });
  } catch {
    return null;
  }
  mounts.push(disk);
  return disk;
};

test("a disk that is nearly full is told before a batch is begun, and the store stays as it is", async (context) => {
  const disk = await mountSmallDisk(60);
  if (disk === null) return context.skip("needs root on Linux, who may mount a small disk");
  const dir = join(disk, "store");
  await cp(template, dir, { recursive: true });
  const { stdout } = await promisify(execFile)(process.execPath, [child.script, dir, "1000", "5"]);
  expect(outcomesOf(stdout)).toEqual([
    { code: "no-space", message: expect.stringContaining("64 MB are needed") },
  ]);
  expect(await look(dir)).toEqual({ ids: [], faults: [] });
});

test("a disk that fills up in the middle of a batch: a clear message, nothing lost, and it opens with room again", {
  timeout: 120_000,
}, async (context) => {
  const disk = await mountSmallDisk(80);
  if (disk === null) return context.skip("needs root on Linux, who may mount a small disk");
  const dir = join(disk, "store");
  await cp(template, dir, { recursive: true });
  // More than fits, at once: the check beforehand passes.
  const { stdout } = await promisify(execFile)(process.execPath, [child.script, dir, "12000000", "1"]);
  expect(outcomesOf(stdout)).toEqual([
    { code: "no-space", message: expect.stringContaining("free some space, then try again") },
  ]);
  const roomy = join(temporary.dir, "roomy");
  await cp(dir, roomy, { recursive: true });
  expect(await look(roomy)).toEqual({ ids: [], faults: [] });
});

test("a limit on the size of files ends batches with a clear message, and keeps those acknowledged before", {
  timeout: 120_000,
}, async (context) => {
  const hasLimits = ["linux", "darwin"].includes(process.platform);
  if (!hasLimits) return context.skip("needs ulimit");
  const dir = join(temporary.dir, "limited");
  await cp(template, dir, { recursive: true });
  // Blocks of 512 bytes in sh; the signal is ignored, so that writing fails as on a full disk.
  const command = `trap '' XFSZ; ulimit -f 60000; exec "$0" "$@"`;
  const { stdout } = await promisify(execFile)("sh", [
    "-c",
    command,
    process.execPath,
    child.script,
    dir,
    "150000",
    "60",
  ]);
  const outcomes = outcomesOf(stdout);
  const acknowledged = outcomes.flatMap(({ batchId }) => batchId ?? []);
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(outcomes.at(-1)).toMatchObject({
    code: "no-space",
    message: expect.stringContaining("Nothing was lost"),
  });
  const { ids, faults } = await look(dir);
  expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
  expect(faults).toEqual([]);
});
