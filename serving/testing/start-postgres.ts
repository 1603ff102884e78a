import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cutOff, isOver } from "./service-process.ts";

const run = promisify(execFile);
/** PostgreSQL refuses to run as the superuser: then it runs as `nobody`. */
const NOBODY = 65_534;
const asUser = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
const VERSIONS = "/usr/lib/postgresql";

/** Where the newest installed PostgreSQL has its programs; null where none is. */
export const postgresPrograms = (): string | null => {
  if (!existsSync(VERSIONS)) return null;
  const newest = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a))[0];
  const folder = join(VERSIONS, newest ?? "", "bin");
  return existsSync(join(folder, "initdb")) ? folder : null;
};

export interface TestPostgres {
  readonly url: string;
  /** Ends the server as a power cut would, as far as a process can. */
  kill(): Promise<void>;
  /** Starts it again on what it left behind. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** A PostgreSQL of its own, in a new folder, reached by a socket in it. */
export const startPostgres = async (programs: string): Promise<TestPostgres> => {
  const folder = await mkdtemp(join(tmpdir(), "asof-pg-"));
  if ("uid" in asUser) await chown(folder, NOBODY, NOBODY);
  const data = join(folder, "data");
  const options = ["--username=asof", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  await run(join(programs, "initdb"), ["-D", data, ...options], { ...asUser, cwd: folder });
  let server: ChildProcess | undefined;
  const url = `postgresql://asof@localhost/postgres?host=${encodeURIComponent(folder)}`;

  const isReady = () =>
    run(join(programs, "pg_isready"), ["-h", folder, "-U", "asof"]).then(
      () => true,
      () => false,
    );
  const settings = ["-c", "listen_addresses=", "-c", "max_connections=40", "-c", "shared_buffers=16MB"];
  const start = async (): Promise<void> => {
    for (let attempt = 0; attempt < 100; attempt++) {
      if (server === undefined || isOver(server))
        server = spawn(join(programs, "postgres"), ["-D", data, "-k", folder, ...settings], {
          ...asUser,
          cwd: folder,
          stdio: "ignore",
        });
      if (await isReady()) return;
      // Until its shared memory is free: the children of a killed server end a moment after it.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("PostgreSQL did not start");
  };
  const kill = () => cutOff(server);
  await start();
  return {
    url,
    kill,
    start,
    remove: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
};
