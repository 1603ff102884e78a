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

/** Where a child ends: by itself at a step of its n-th batch, or killed a while after its n-th line. */
type Death =
  | { readonly kind: "step"; readonly step: string; readonly batch: number }
  | { readonly kind: "time"; readonly afterLines: number; readonly share: number };

/** How long children take for a line on this machine today; deaths are spread over that, not over milliseconds. */
const usual = { startMs: 600, lineMs: 100 };
const learn = (key: keyof typeof usual, ms: number) => {
  usual[key] = 0.9 * usual[key] + 0.1 * ms;
};

/** Runs a child until it is killed, and returns every line that it finished. */
const runUntilKilled = (dir: string, run: number, death: Death): Promise<{ lines: Line[]; errors: string }> =>
  new Promise((resolve) => {
    const [step, batch] = death.kind === "step" ? [death.step, death.batch] : ["none", -1];
    const child_ = spawn(process.execPath, [child.script, dir, String(run), step, String(batch)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    let errors = "";
    let lines = 0;
    let since = performance.now();
    const killIfDue = () => {
      if (death.kind !== "time" || lines < death.afterLines) return;
      setTimeout(() => child_.kill("SIGKILL"), death.share * (lines === 0 ? usual.startMs : usual.lineMs));
    };
    child_.stderr.on("data", (data) => {
      errors += data;
    });
    child_.stdout.on("data", (data) => {
      text += data;
      const now = performance.now();
      learn(lines === 0 ? "startMs" : "lineMs", now - since);
      since = now;
      lines = text.split("\n").length - 1;
      killIfDue();
    });
    if (death.kind === "time" && death.afterLines === 0) killIfDue();
    child_.on("close", () => {
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
      kind: "step",
      step: STEPS[Math.floor(random() * STEPS.length)]!,
      batch: Math.floor(random() * 3),
    };
  // A recovery is killed as well: these children do not always live to say what they found.
  if (dice < 0.45) return { kind: "time", afterLines: 0, share: 0.4 + random() * 0.6 };
  return { kind: "time", afterLines: 1 + Math.floor(random() * 5), share: random() * 1.5 };
};

test(`${KILLS} kills in the middle of commits, checkpoints, recoveries and backups lose nothing that was acknowledged`, {
  timeout: 1_800_000,
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
      const death = isLast ? { kind: "time" as const, afterLines: 1, share: 0 } : chooseDeath(random);
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
  expect(seen.batches).toBeGreaterThan(KILLS / 2);
  expect(seen.snapshots).toBeGreaterThan(10);
  expect(seen.backups).toBeGreaterThan(5);
  console.log(`kills: ${JSON.stringify(seen)}`);
});
