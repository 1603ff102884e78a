import { accessSync, chownSync, constants, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ROOT } from "../paths.mjs";
import { Advice, say } from "../report.mjs";
import { run } from "../run.mjs";

/** Never needed by a test run, or rewritten by it. */
const LEFT_OUT = new Set([".git", "release", "test-results", "playwright-report"]);

/**
 * Runs a Node script of the project as the unprivileged user `nobody`, for what the superuser cannot do: Chromium
 * refuses its sandbox to root. The user gets a home, a store and a place for results of its own, and copies of what
 * lies where it may not look.
 * @param {string[]} args script and arguments; paths inside the project are carried over
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function runAsUser(args) {
  const user = findUser("nobody");
  const home = await mkdtemp(join(tmpdir(), "asof-user-"));
  try {
    const give = (/** @type {string} */ path) => chownSync(path, user.uid, user.gid);
    give(home);
    const project = (await canRead(user, join(ROOT, "package.json")))
      ? ROOT
      : await carry(ROOT, home, LEFT_OUT);
    const distribution = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? "";
    const electron = (await canRead(user, join(distribution, "electron")))
      ? distribution
      : await carry(distribution, home);
    // The store is opened for writing, so this user needs one that is its own.
    const store = join(home, "store");
    await cp(join(ROOT, "out", "sample-store"), store, { recursive: true });
    for (const path of [
      store,
      ...readdirSync(store, { recursive: true }).map((name) => join(store, String(name))),
    ])
      give(path);
    for (const name of ["tmp", "results"]) {
      await mkdir(join(home, name));
      give(join(home, name));
    }
    say(`  as ${user.name}${project === ROOT ? "" : ", on a copy of the project"}`);
    const { code, stdout, stderr } = await run(
      process.execPath,
      args.map((argument) => argument.replace(ROOT, project)),
      {
        cwd: project,
        uid: user.uid,
        gid: user.gid,
        echo: true,
        env: {
          ...process.env,
          HOME: home,
          USER: user.name,
          TMPDIR: join(home, "tmp"),
          XDG_CONFIG_HOME: join(home, "config"),
          XDG_CACHE_HOME: join(home, "cache"),
          XDG_RUNTIME_DIR: join(home, "tmp"),
          ELECTRON_OVERRIDE_DIST_PATH: electron,
          ASOF_STORE: store,
          ASOF_TEST_RESULTS: join(home, "results"),
        },
      },
    );
    if (code !== 0)
      await cp(join(home, "results"), join(ROOT, "test-results", "as-user"), { recursive: true });
    return { code, output: `${stdout}\n${stderr}` };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** @param {string} name */
function findUser(name) {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (uid === undefined || gid === undefined)
    throw new Advice(
      `There is no user \`${name}\` to run the sandbox tests as. Run npm test as an ordinary user.`,
    );
  return { name, uid: Number(uid), gid: Number(gid) };
}

/**
 * Asked as that user: a folder above may be closed to it.
 * @param {{ uid: number, gid: number }} user
 * @param {string} file
 */
async function canRead(user, file) {
  accessSync(file, constants.R_OK);
  const script = `require("node:fs").accessSync(${JSON.stringify(file)}, 4)`;
  return (await run(process.execPath, ["-e", script], { ...user, cwd: "/" })).code === 0;
}

/**
 * A copy where the user may read it: hard links when it lies on the same disk, which cost no space and no time.
 * @param {string} folder
 * @param {string} home
 * @param {ReadonlySet<string>} [leftOut]
 */
async function carry(folder, home, leftOut = new Set()) {
  const target = join(home, basename(folder));
  await mkdir(target);
  const sources = readdirSync(folder)
    .filter((name) => !leftOut.has(name))
    .map((name) => join(folder, name));
  const linked = await run("cp", ["-al", ...sources, target]);
  if (linked.code !== 0) {
    const copied = await run("cp", ["-a", "--remove-destination", ...sources, target]);
    if (copied.code !== 0) throw new Error(copied.stderr);
  }
  return target;
}
