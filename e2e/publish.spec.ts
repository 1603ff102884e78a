import { type ChildProcess, execFile, spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { projectFolder } from "./support/launch.ts";

const command = join(projectFolder, "cli", "bin.mjs");
const notebook = join(projectFolder, "sample-data", "notebooks", "value-book-to-price.nb.ts");

let folder: string;
let served: ChildProcess | undefined;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-publish-"));
});
test.afterEach(async () => {
  if (served?.exitCode === null) {
    const ended = new Promise((resolve) => served!.once("exit", resolve));
    served.kill("SIGKILL");
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

/** The command in a process of its own, with somebody's token in its environment. */
const asof = (token: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ASOF_TOKEN: token } };
    execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

/** Starts `asof serve` on an empty folder; answers where it listens and its first token. */
const serve = async (): Promise<{ address: string; first: string }> => {
  const child = spawn(process.execPath, [command, "serve", "--port", "0", "--data", join(folder, "data")], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, DATABASE_URL: undefined },
  });
  served = child;
  let text = "";
  const shown = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`asof serve ended with ${code}: ${text}`)));
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (/asof_\S+\n/.test(text)) resolve(text);
    });
  });
  return { address: /Serving on (\S+)/.exec(shown)![1]!, first: /(asof_\S+)\n/.exec(shown)![1]! };
};

test("V25: a sample notebook goes from the command line to a real server, is checked anew there, approved and deployed", async () => {
  test.setTimeout(300_000);
  const key = join(folder, "ann.key");
  expect((await asof("", "bundle", "key", key)).code).toBe(0);
  const { address, first } = await serve();
  const keys = join(folder, "data", "keys");
  await mkdir(keys, { recursive: true });
  const tokenOf = async (subject: string, role: string): Promise<string> => {
    const { stdout } = await asof(
      first,
      "token",
      "--subject",
      subject,
      "--role",
      role,
      "--server",
      address,
      "--json",
    );
    return JSON.parse(stdout).token;
  };
  const ann = await tokenOf("ann", "author");
  const ada = await tokenOf("ada", "approver");
  const otto = await tokenOf("otto", "operator");
  const publish = () =>
    asof(
      ann,
      "publish",
      notebook,
      "--to",
      address,
      "--strategy",
      "value",
      "--desk",
      "equities",
      "--key",
      key,
    );

  const untrusted = await publish();
  expect([untrusted.code, untrusted.stderr]).toEqual([
    1,
    expect.stringContaining("Nobody's key is trusted yet"),
  ]);
  await copyFile(`${key}.pub`, join(keys, "ann.pem"));

  // There is no audit certificate yet: a desk says that it does without.
  const authorization = { authorization: `Bearer ${first}` };
  const url = `${address}/v1/desks/equities/policy`;
  const { policy } = (await (await fetch(url, { headers: authorization })).json()) as {
    policy: { evidence: object };
  };
  const without = { ...policy, evidence: { ...policy.evidence, needsAuditCertificate: false } };
  const set = await fetch(url, {
    method: "PUT",
    headers: { ...authorization, "content-type": "application/json", "if-match": '"0"' },
    body: JSON.stringify(without),
  });
  expect(set.status).toBe(200);

  const published = await publish();
  expect([published.code, published.stderr]).toEqual([0, ""]);
  const digest = /--digest ([0-9a-f]{16})/.exec(published.stdout)![1]!;
  const tokenFile = join(folder, "ada.token");
  await writeFile(tokenFile, ada, { mode: 0o600 });
  const there = ["--server", address];
  const approved = await asof(
    "",
    "approve",
    "value",
    "--digest",
    digest,
    ...there,
    "--token-file",
    tokenFile,
  );
  expect([approved.code, approved.stderr]).toEqual([0, ""]);
  for (const more of [[], ["--share", "1"]])
    expect((await asof(otto, "deploy", "value", ...more, ...there)).code).toBe(0);
  const shown = await asof(otto, "strategies", "value", ...there, "--json");
  expect(JSON.parse(shown.stdout).strategies[0].versions[0]).toMatchObject({
    state: "canary",
    share: 1,
    signedBy: "ann",
    approver: "ada",
  });
  const everything = [untrusted, published, approved, shown]
    .map(({ stdout, stderr }) => stdout + stderr)
    .join();
  for (const token of [ann, ada, otto]) expect(everything).not.toContain(token);
});
