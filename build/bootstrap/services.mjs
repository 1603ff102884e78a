import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { during, say } from "../report.mjs";
import { run } from "../run.mjs";

/** Servers that tests of the serving API start for themselves: by what each is known, and what Debian calls it. */
const SERVICES = [
  { name: "PostgreSQL", package: "postgresql", isThere: hasPostgres },
  { name: "Redis", package: "redis-server", isThere: () => isOnPath("redis-server") },
  { name: "NATS", package: "nats-server", isThere: () => isOnPath("nats-server") },
];

/** @typedef {{ name: string, package: string, isThere: () => boolean }} Service */

/**
 * Installs the servers that are missing from Debian, where the superuser starts this. Elsewhere, and where nothing can be
 * fetched, it says what is missing and goes on: their tests are skipped, all else works without them.
 * @param {{ services?: readonly Service[], canInstall?: boolean, install?: typeof installWithApt }} [options]
 */
export async function provideServices({
  services = SERVICES,
  canInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get"),
  install = installWithApt,
} = {}) {
  if (process.platform !== "linux") return;
  const isMissing = (/** @type {Service} */ service) => !service.isThere();
  let missing = services.filter(isMissing);
  if (missing.length === 0) return;
  if (canInstall) {
    const names = missing.map(({ name }) => name).join(", ");
    await during(`installing servers for tests (${names} missing)`, () => install(missing));
    missing = missing.filter(isMissing);
  }
  if (missing.length > 0) say(adviceAbout(missing));
}

const adviceAbout = (/** @type {readonly Service[]} */ missing) =>
  `no ${missing.map(({ name }) => name).join(", no ")} here: tests that need it are skipped. To run them (Debian):\n` +
  `  sudo apt-get install -y --no-install-recommends ${missing.map((each) => each.package).join(" ")}`;

/** Debian keeps PostgreSQL's programs off the path, one folder a version. */
function hasPostgres() {
  const folder = "/usr/lib/postgresql";
  return (
    existsSync(folder) &&
    readdirSync(folder).some((version) => existsSync(join(folder, version, "bin", "initdb")))
  );
}

const isOnPath = (/** @type {string} */ program) =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));

/** Whether Debian may start what it has installed; while it is there and says no, nothing is. */
const POLICY = "/usr/sbin/policy-rc.d";

/**
 * Each by itself: one that this Debian does not have keeps no other away. None of them is started: tests start their own.
 * @param {readonly Service[]} services
 */
async function installWithApt(services) {
  if (existsSync(POLICY)) return installEach(services);
  writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  await installEach(services).finally(() => rmSync(POLICY, { force: true }));
}

/** @param {readonly Service[]} services */
async function installEach(services) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (/** @type {string[]} */ ...args) => run("apt-get", args, { env, timeoutMs: 300_000 });
  const updated = await apt("update", "-qq", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20");
  if (updated.code !== 0) say(`  apt-get said: ${updated.stderr.trim().split("\n").at(-1)}`);
  for (const service of services) {
    const { code, stderr } = await apt("install", "-y", "-qq", "--no-install-recommends", service.package);
    if (code !== 0) say(`  apt-get said: ${stderr.trim().split("\n").at(-1)}`);
  }
}
