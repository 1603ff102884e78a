import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { projectFolder } from "./support/launch.ts";
import { asofAs, startServing } from "./support/serving.ts";

const notebook = join(projectFolder, "sample-data", "notebooks", "value-book-to-price.nb.ts");

let folder: string;
let stop: (() => Promise<void>) | undefined;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-publish-"));
});
test.afterEach(async () => {
  await stop?.();
  await rm(folder, { recursive: true, force: true });
});

test("V25: a sample notebook goes from the command line to a real server, is checked anew there, approved and deployed", async () => {
  test.setTimeout(300_000);
  const key = join(folder, "ann.key");
  expect((await asofAs("", "bundle", "key", key)).code).toBe(0);
  const serving = await startServing();
  stop = serving.stop;
  const { address } = serving;
  const ann = await serving.tokenOf("ann", "author");
  const ada = await serving.tokenOf("ada", "approver");
  const otto = await serving.tokenOf("otto", "operator");
  const publish = () =>
    asofAs(
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
  await serving.trust("ann", await readFile(`${key}.pub`, "utf8"));
  const adaKey = join(folder, "ada.key");
  expect((await asofAs("", "bundle", "key", adaKey)).code).toBe(0);
  await serving.doWithoutCertificate("equities");

  const published = await publish();
  expect([published.code, published.stderr]).toEqual([0, ""]);
  const digest = /--digest ([0-9a-f]{16})/.exec(published.stdout)![1]!;
  const tokenFile = join(folder, "ada.token");
  await writeFile(tokenFile, ada, { mode: 0o600 });
  const there = ["--server", address];
  const approve = () =>
    asofAs("", "approve", "value", "--digest", digest, "--key", adaKey, ...there, "--token-file", tokenFile);
  const unregistered = await approve();
  expect([unregistered.code, unregistered.stderr]).toEqual([
    1,
    expect.stringContaining("Your public key is not registered here"),
  ]);
  await serving.trust("ada", await readFile(`${adaKey}.pub`, "utf8"));
  const approved = await approve();
  expect([approved.code, approved.stderr]).toEqual([0, ""]);
  for (const more of [[], ["--share", "1"]])
    expect((await asofAs(otto, "deploy", "value", ...more, ...there)).code).toBe(0);
  const shown = await asofAs(otto, "strategies", "value", ...there, "--json");
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
