import { spawn } from "node:child_process";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyBackup } from "../backup/verify-backup.ts";
import { buildStore } from "../build/build-store.ts";
import { bundleChild } from "../testing/bundle-child.ts";
import { fixtureRows } from "../testing/fixture.ts";
import { temporaryDir } from "../testing/temporary-store.ts";

const KILLS = 200;
/** Stores that are killed again and again, so that recoveries are killed as well. */
const CHAINS = 20;
const STEPS = ["applying", "digesting", "committing", "checkpointing"] as const;

let temporary: Awaited<ReturnType<typeof temporaryDir>>;
let child: Awaited<ReturnType<typeof bundleChild>>;
let template = "";
beforeAll(async () => {
  temporary = await temporaryDir();
  child = await bundleChild("store/testing/crash-child.ts");
  template = join(temporary.dir, "template");
  await buildStore(template, fixtureRows(), { snapshotName: "test", isSynthetic: true });
});
afterAll(async () => {
  await child.remove();
  await temporary.remove();
});

interface Found {
  readonly batches: readonly { readonly id: string; readonly rows: number; readonly found: number }[];
  readonly snapshots: readonly string[];
  readonly faults: readonly string[];
  readonly lost: number;
}
type Line =
  | ({ readonly kind: "found" } & Found)
  | { readonly kind: "batch"; readonly id: string }
  | { readonly kind: "snapshot"; readonly name: string }
  | { readonly kind: "backup"; readonly target: string }
  | { readonly kind: "failed"; readonly message: string };

interface Death {
  /** Milliseconds after the child has examined its store; or where it ends itself. */
  readonly afterMs: number | null;
  readonly step: string;
  readonly batch: number;
}

/** Runs a child until it is killed, and returns every line that it finished. */
const runUntilKilled = (dir: string, run: number, death: Death): Promise<{ lines: Line[]; errors: string }> =>
  new Promise((resolve) => {
    const args = [child.script, dir, String(run), death.step, String(death.batch)];
    const process_ = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    let errors = "";
    let isTimed = false;
    process_.stderr.on("data", (data) => {
      errors += data;
    });
    process_.stdout.on("data", (data) => {
      text += data;
      if (isTimed || death.afterMs === null || !text.includes("\n")) return;
      isTimed = true;
      setTimeout(() => process_.kill("SIGKILL"), death.afterMs);
    });
    // A recovery is killed as well: some children do not live to say what they found.
    if (death.batch === -2) setTimeout(() => process_.kill("SIGKILL"), death.afterMs ?? 0);
    process_.on("close", () => {
      const whole = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
      resolve({ lines: whole.filter(Boolean).map((line) => JSON.parse(line) as Line), errors });
    });
  });

/** A small generator with a fixed seed: which deaths are tried is the same in every run. */
const makeRandom = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const chooseDeath = (random: () => number): Death => {
  const dice = random();
  if (dice < 0.35)
    return {
      afterMs: null,
      step: STEPS[Math.floor(random() * STEPS.length)]!,
      batch: Math.floor(random() * 4),
    };
  if (dice < 0.5) return { afterMs: 100 + random() * 200, step: "none", batch: -2 };
  return { afterMs: random() * 250, step: "none", batch: -1 };
};

test(`${KILLS} kills in the middle of commits, checkpoints, recoveries and backups lose nothing that was acknowledged`, {
  timeout: 900_000,
}, async () => {
  const seen = { deaths: 0, batches: 0, backups: 0, reexamined: 0, snapshots: 0 };
  const runChain = async (chain: number) => {
    const random = makeRandom(1_000 + chain);
    const home = join(temporary.dir, `chain-${chain}`);
    const dir = join(home, "store");
    await mkdir(home, { recursive: true });
    await cp(template, dir, { recursive: true });
    const acknowledged = { batches: new Set<string>(), snapshots: new Set<string>() };
    const backups: string[] = [];
    const perChain = KILLS / CHAINS;
    for (let kill = 0; kill <= perChain; kill++) {
      const isLast = kill === perChain;
      // The last child only looks: it is killed when it has said what it found.
      const death = isLast ? { afterMs: 0, step: "none", batch: -1 } : chooseDeath(random);
      const { lines, errors } = await runUntilKilled(dir, kill, death);
      expect(errors).toBe("");
      seen.deaths++;
      for (const line of lines) {
        expect(line).not.toHaveProperty("kind", "failed");
        if (line.kind === "found") {
          seen.reexamined++;
          const there = new Set(line.batches.map(({ id }) => id));
          expect([...acknowledged.batches].filter((id) => !there.has(id))).toEqual([]);
          expect([...acknowledged.snapshots].filter((name) => !line.snapshots.includes(name))).toEqual([]);
          expect(line.batches.filter(({ rows, found }) => rows !== found)).toEqual([]);
          expect(line.faults).toEqual([]);
          expect(line.lost).toBe(0);
        } else if (line.kind === "batch") acknowledged.batches.add(line.id);
        else if (line.kind === "snapshot") acknowledged.snapshots.add(line.name);
        else if (line.kind === "backup") backups.push(line.target);
      }
    }
    seen.batches += acknowledged.batches.size;
    seen.snapshots += acknowledged.snapshots.size;
    seen.backups += backups.length;
    // A backup that was acknowledged is whole, whatever became of the store it was made from.
    for (const target of backups.slice(0, 2)) expect(await verifyBackup(target)).toMatchObject({ ok: true });
    await rm(home, { recursive: true, force: true });
  };
  const chains = Array.from({ length: CHAINS }, (_, chain) => chain);
  const worker = async () => {
    for (let chain = chains.shift(); chain !== undefined; chain = chains.shift()) await runChain(chain);
  };
  await Promise.all([worker(), worker()]);
  expect(seen.deaths).toBe(KILLS + CHAINS);
  // The deaths were in the middle of work, not before it.
  expect(seen.batches).toBeGreaterThan(KILLS);
  expect(seen.snapshots).toBeGreaterThan(10);
  expect(seen.backups).toBeGreaterThan(5);
  console.log(`kills: ${JSON.stringify(seen)}`);
});
