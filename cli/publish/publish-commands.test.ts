import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { refuse } from "../../bundle/document/fault.ts";
import type { ValueSet } from "../../serving/contract/value-set.ts";
import { doubleDocument } from "../../serving/testing/bundle-checker-double.ts";
import { doubleKeyFile } from "../../serving/testing/double-approval.ts";
import { type ListeningServer, listeningServer } from "../../serving/testing/listening-server.ts";
import { TEST_NOW } from "../../serving/testing/test-server.ts";
import { tokenCommand } from "../serve/token-command.ts";
import * as commands from "./publish-commands.ts";

let server: ListeningServer;
let folder = "";
let told = "";
const keyFile = (person: string): string => join(folder, `${person}.key`);
beforeAll(async () => {
  server = await listeningServer();
  folder = await mkdtemp(join(tmpdir(), "asof-publish-"));
  for (const person of ["ann", "ada", "stranger"]) await writeFile(keyFile(person), doubleKeyFile(person));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  told = "";
  const write = (text: string | Uint8Array) => {
    told += String(text);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(write);
  vi.spyOn(process.stderr, "write").mockImplementation(write);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const as = (person: string, json = false) => {
  vi.stubEnv("ASOF_TOKEN", server.tokenOf(person));
  return { server: server.address, plainHttp: false, json };
};

type Built = Awaited<ReturnType<Parameters<typeof commands.publishCommand>[2]>>;
/** Building is tested where bundles are; here it is what comes of it that counts. */
const building = (name: string) => async () => {
  const text = doubleDocument(name);
  const checked = await server.services.checker.check(text);
  if (!checked.ok) throw new Error(checked.message);
  const replay = { vectors: 3, modes: ["batch"] };
  return { ok: true, value: { text, digest: checked.bundle.digest, replay } } as unknown as Built;
};
const publishing = (person: string, strategy: string, json = false) => ({
  ...as(person, json),
  to: server.address,
  desk: "equities",
  strategy,
  backtest: "1",
  key: "unused",
  store: "unused",
});

describe("publishing from the command line", () => {
  it("V25: goes from a notebook to live and back, saying what comes next", async () => {
    const published = await commands.publishCommand(
      "n.nb.ts",
      publishing("ann", "bestOfAll"),
      building("b1"),
    );
    expect([published, told]).toEqual([0, expect.stringContaining("Version 1 of best-of-all is published")]);
    const [, digest] = /asof approve best-of-all --digest ([0-9a-f]{16})/.exec(told)!;
    expect(
      await commands.approveCommand("best-of-all", { ...as("ada"), key: keyFile("ada"), digest: digest! }),
    ).toBe(0);
    expect(told).toContain("asof deploy best-of-all");
    expect(await commands.deployCommand("best-of-all", as("otto"))).toBe(0);
    for (const share of ["1", "5", "25", "50"])
      expect(await commands.deployCommand("best-of-all", { ...as("otto"), share })).toBe(0);
    expect(await commands.promoteCommand("best-of-all", as("otto"))).toBe(0);
    expect(told).toMatch(/1 {2}live .*by ann, judged by ada/);

    await commands.haltCommand("best-of-all", { ...as("otto"), reason: "odd prices" });
    expect(told).toContain("halted by otto: odd prices");
    expect(await commands.signalsCommand("best-of-all", as("ann"))).toBe(1);
    expect(told).toContain("asof resume lets it answer again");
    expect(await commands.resumeCommand("best-of-all", as("otto"))).toBe(0);
    await server.makeLive("best-of-all", "b2");
    expect(await commands.rollbackCommand("best-of-all", { ...as("otto"), reason: "losses" })).toBe(0);
    expect(told).toContain("The last step of best-of-all is taken back");
    expect(server.services.strategies.get("best-of-all")?.versions.map(({ state }) => state)).toEqual([
      "live",
      "superseded",
    ]);
  });

  it("V25: the same command again changes nothing and says where the version is", async () => {
    const again = () => commands.publishCommand("n.nb.ts", publishing("ann", "again"), building("again"));
    expect(await again()).toBe(0);
    const head = server.services.feed.head;
    expect(await again()).toBe(0);
    expect(told).toContain("Version 1 of again was published before");
    await server.services.feed.wake();
    expect(server.services.feed.head).toBe(head);
  });

  it("V25: refusals end with 1 and say what to do, and as JSON with their code", async () => {
    const author = () => commands.publishCommand("n.nb.ts", publishing("otto", "x", true), building("x"));
    expect(await author()).toBe(1);
    expect(JSON.parse(told)).toMatchObject({ ok: false, code: "wrong-role" });
    told = "";
    const fault = async () => refuse("parity-differs", "A vector differs.");
    expect(await commands.publishCommand("n.nb.ts", publishing("ann", "x", true), fault)).toBe(1);
    expect(JSON.parse(told)).toEqual({ ok: false, code: "parity-differs", message: "A vector differs." });
    told = "";
    const digest = await server.makeLive("mine", "mine", "checked");
    expect(await commands.approveCommand("mine", { ...as("ann"), key: keyFile("ann"), digest })).toBe(1);
    expect(told).toContain("An administrator issues a token with that role");
    expect(await commands.approveCommand("mine", { ...as("ada"), key: keyFile("ada"), digest: "abc" })).toBe(
      2,
    );
    expect(
      await commands.approveCommand("mine", { ...as("ada"), key: keyFile("ada"), digest: "0".repeat(64) }),
    ).toBe(2);
    expect(told).toContain("No version of mine is of digest");
    const mine = { ...as("ada", true), digest };
    expect(await commands.approveCommand("mine", { ...mine, key: join(folder, "none.key") })).toBe(2);
    expect(told).toContain("there is no such file. asof bundle key makes a pair.");
    told = "";
    expect(await commands.approveCommand("mine", { ...mine, key: keyFile("stranger") })).toBe(1);
    expect(JSON.parse(told)).toMatchObject({ ok: false, code: "approval-refused" });
    expect(await commands.deployCommand("mine", as("otto"))).toBe(2);
    expect(told).toContain("mine has no version that is approved");
  });

  it("V25: a version that the desk's policy holds back is told with the reason", async () => {
    const { policy, revision } = (await server.ask("root", "GET", "/v1/desks/strict/policy")).json();
    const strict = { ...policy, evidence: { ...policy.evidence, maxDrawdown: 0.01 } };
    await server.ask("root", "PUT", "/v1/desks/strict/policy", strict, { "if-match": `"${revision}"` });
    const options = { ...publishing("ann", "deep"), desk: "strict" };
    expect(await commands.publishCommand("n.nb.ts", options, building("deep"))).toBe(1);
    expect(told).toContain("drawdown is 0.1, at most 0.01 is allowed");
  });

  it("V25: shows strategies and signals, with the instants they are of", async () => {
    const bundle = await server.makeLive("shown", "shown");
    const set: ValueSet = {
      kind: "signal",
      name: "shown",
      version: 1,
      bundle,
      snapshot: "s",
      asOf: TEST_NOW - 60_000,
      knownAt: TEST_NOW,
      computedAt: TEST_NOW,
      ids: ["US1", "US2"],
      values: Float64Array.of(0.1 + 0.2, Number.NaN),
    };
    server.services.online.publish(set);
    expect(await commands.strategiesCommand("shown", as("rita"))).toBe(0);
    expect(told).toContain(bundle.slice(0, 16));
    expect(await commands.signalsCommand("shown", { ...as("rita"), ids: "US1,US2,US3" })).toBe(0);
    expect(told).toContain("decided at 2026-01-05T08:59:00.000Z");
    expect(told).toMatch(/US1 +0\.30000000000000004\nUS2 +none\nNo value for US3\./);
  });
});

describe("a token", () => {
  it("V24: comes from the environment or from a file of one's own, and is in no message", async () => {
    const file = join(folder, "token");
    await writeFile(file, `${server.tokenOf("ann")}\n`, { mode: 0o644 });
    vi.stubEnv("ASOF_TOKEN", "");
    const options = { server: server.address, plainHttp: false, json: false };
    expect(await commands.strategiesCommand(undefined, options)).toBe(2);
    expect(told).toContain("Put your token in ASOF_TOKEN");
    expect(await commands.strategiesCommand(undefined, { ...options, tokenFile: file })).toBe(2);
    expect(told).toContain(`chmod 600 ${file}`);
    await chmod(file, 0o600);
    expect(await commands.strategiesCommand(undefined, { ...options, tokenFile: file })).toBe(0);
    expect(await commands.strategiesCommand(undefined, { ...options, tokenFile: `${file}x` })).toBe(2);
    vi.stubEnv("ASOF_TOKEN", "asof_0000000000000000_wrong");
    expect(await commands.strategiesCommand(undefined, options)).toBe(1);
    expect(await commands.strategiesCommand(undefined, { ...options, server: "http://10.0.0.1" })).toBe(2);
    expect(told).toContain("--plain-http");
    for (const secret of [server.tokenOf("ann"), "wrong\n", "asof_0000000000000000"])
      expect(told).not.toContain(secret);
  });

  it("V14: asof token gives one that works, for roles that there are", async () => {
    vi.stubEnv("ASOF_TOKEN", server.tokenOf("root"));
    const wish = { subject: "zoe", role: ["auditor"], hours: "1", server: server.address, json: true };
    expect(await tokenCommand(wish)).toBe(0);
    const { token } = JSON.parse(told);
    const answer = await fetch(`${server.address}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toEqual({ subject: "zoe", roles: ["auditor"] });
    expect(await tokenCommand({ ...wish, role: ["king"] })).toBe(2);
    expect(told).toContain("There is no role king");
  });
});
