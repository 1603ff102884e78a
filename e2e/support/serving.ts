import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { embedded } from "./backends.ts";
import { projectFolder } from "./launch.ts";

const command = join(projectFolder, "cli", "bin.mjs");

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command in a process of its own, with somebody's token in its environment. */
export const asofAs = (token: string, ...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ASOF_TOKEN: token } };
    execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

export interface Serving {
  readonly address: string;
  tokenOf(subject: string, ...roles: readonly string[]): Promise<string>;
  /** Has the server take somebody's signature for his. */
  trust(subject: string, publicKey: string): Promise<void>;
  /** There is no audit certificate yet: a desk says that it does without. */
  doWithoutCertificate(desk: string): Promise<void>;
  /** Hands in one bar of New York, as a data service does. */
  takeBar(id: string, date: string, price: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts `asof serve` on an empty folder; with a store, on a copy of it, for it takes in data. */
export const startServing = async (store?: string, backend = embedded): Promise<Serving> => {
  const { environment, stop } = await backend.start();
  const folder = await mkdtemp(join(tmpdir(), "asof-serving-"));
  const data = store === undefined ? [] : ["--store", join(folder, "store")];
  if (store !== undefined) await cp(store, join(folder, "store"), { recursive: true });
  const child = spawn(process.execPath, [command, "serve", "--port", "0", "--data", folder, ...data], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, ...environment },
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let text = "";
  const shown = await new Promise<string>((resolve, reject) => {
    void ended.then((code) => reject(new Error(`asof serve ended with ${code}: ${text}`)));
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (/asof_\S+\n/.test(text)) resolve(text);
    });
  });
  const address = /Serving on (\S+)/.exec(shown)![1]!;
  const first = /(asof_\S+)\n/.exec(shown)![1]!;
  const authorization = { authorization: `Bearer ${first}` };
  const tokenOf = async (subject: string, ...roles: readonly string[]): Promise<string> => {
    const wish = [
      "--subject",
      subject,
      ...roles.flatMap((role) => ["--role", role]),
      "--server",
      address,
      "--json",
    ];
    return JSON.parse((await asofAs(first, "token", ...wish)).stdout).token;
  };
  return {
    address,
    tokenOf,
    trust: async (subject, publicKey) => {
      await mkdir(join(folder, "keys"), { recursive: true });
      await writeFile(join(folder, "keys", `${subject}.pem`), publicKey);
    },
    doWithoutCertificate: async (desk) => {
      const url = `${address}/v1/desks/${desk}/policy`;
      const { policy } = (await (await fetch(url, { headers: authorization })).json()) as {
        policy: { evidence: object };
      };
      const evidence = { ...policy.evidence, needsAuditCertificate: false };
      const set = await fetch(url, {
        method: "PUT",
        headers: { ...authorization, "content-type": "application/json", "if-match": '"0"' },
        body: JSON.stringify({ ...policy, evidence }),
      });
      if (!set.ok) throw new Error(await set.text());
    },
    takeBar: async (id, date, price) => {
      const batch = {
        table: "bars_1d",
        source: { id: "test-feed", label: "made for tests", licence: "none" },
        ...{ market: "XNYS", scheme: "iid", known: { kind: "arrival" } },
        rows: [{ id, date, open: price, high: price, low: price, close: price, volume: 1_000 }],
      };
      const taken = await fetch(`${address}/v1/data/batches`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${await tokenOf("feed", "operator")}`,
          "content-type": "application/json",
          "idempotency-key": `${id}-${date}`,
        },
        body: JSON.stringify(batch),
      });
      if (!taken.ok) throw new Error(await taken.text());
    },
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
      await stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
};
