import { execFile } from "node:child_process";
import type { KeyObject } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { bundleManifestSchema } from "../../bundle/contract/bundle.ts";
import { evidenceOf } from "../../bundle/document/evidence-of.ts";
import { keyIdOf, readPublicKey } from "../../bundle/document/keys.ts";
import { openApproval } from "../../bundle/verify/open-approval.ts";
import type { BundleChecker } from "../../serving/domain/bundle-checker.ts";
import { keyFileName, subjectOfKeyFile } from "./key-file-name.ts";

const PATIENCE_MS = 300_000;
const MOST_OUTPUT = 128 * 1024 * 1024;

const verifiedSchema = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    digest: z.string(),
    manifest: bundleManifestSchema,
    author: z.string().nullable(),
  }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);

interface Key {
  readonly path: string;
  readonly key: KeyObject;
  readonly id: string;
  readonly subject: string;
}

/**
 * A folder's files: whose public key is trusted. Read anew each time, so that a key can be taken away. One file that is
 * no key, or whose name says nobody's, is told of, and the others are trusted nonetheless.
 */
const readKeys = async (folder: string, onFault: OnFault): Promise<readonly Key[]> => {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".pem"));
  const read = files.sort().map(async (name): Promise<Key | null> => {
    const path = join(folder, name);
    const subject = subjectOfKeyFile(name);
    if (subject === null) {
      onFault(path, `its name says nobody's: rename it to ${keyFileName(name.slice(0, -".pem".length))}`);
      return null;
    }
    try {
      const key = readPublicKey(await readFile(path, "utf8"));
      return { path, key, id: keyIdOf(key), subject };
    } catch (error) {
      onFault(path, (error as Error).message);
      return null;
    }
  });
  return (await Promise.all(read)).filter((key) => key !== null);
};

type OnFault = (path: string, reason: string) => void;

const refused = (code: string, message: string) => ({ ok: false, code, message }) as const;

/** Runs `asof bundle verify` on a file: compiling and replaying in this process would hold up who reads signals. */
const verifyInProcess = (file: string, keys: readonly Key[]): Promise<string> =>
  new Promise((settle) => {
    const command = resolve(import.meta.dirname, "asof.js");
    const trusted = keys.flatMap(({ path }) => ["--key", path]);
    const limits = { timeout: PATIENCE_MS, maxBuffer: MOST_OUTPUT };
    execFile(
      process.execPath,
      [command, "bundle", "verify", file, ...trusted, "--json"],
      limits,
      (_, stdout) => settle(stdout),
    );
  });

const approvalFaults = {
  "unknown-key": "Your public key is not registered here. Give it to whoever runs the server.",
  "bad-signature": "The judgement does not carry the signature of its key. Judge it again.",
  "wrong-payload": "What is signed is no judgement of a bundle.",
} as const;

/**
 * Verifies bundles one after the other, against the public keys in a folder.
 *
 * @param onFault is told of files in the folder that are trusted for nobody
 * @param verify gives what `asof bundle verify --json` says of a file
 */
export const bundleChecker = (
  keysFolder: string,
  onFault: OnFault,
  verify = verifyInProcess,
): BundleChecker => {
  const check = async (document: string): ReturnType<BundleChecker["check"]> => {
    const keys = await readKeys(keysFolder, onFault);
    if (keys.length === 0)
      return refused("unknown-key", `Nobody's key is trusted yet: put them in ${keysFolder}.`);
    const folder = await mkdtemp(join(tmpdir(), "asof-bundle-"));
    try {
      const file = join(folder, "bundle.json");
      await writeFile(file, document, { mode: 0o600 });
      const verified = verifiedSchema.safeParse(JSON.parse((await verify(file, keys)) || "null"));
      if (!verified.success) return refused("runner-failed", "The bundle could not be verified. Try again.");
      if (!verified.data.ok) return refused(verified.data.code, verified.data.message);
      const { digest, manifest, author } = verified.data;
      const signedBy = keys.find(({ id }) => id === author)?.subject ?? null;
      if (signedBy === null)
        return refused("unsigned", "The bundle carries no signature of a trusted author.");
      return { ok: true, bundle: { digest, signedBy, evidence: evidenceOf(manifest) } };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    trusted: async () =>
      (await readKeys(keysFolder, onFault)).map(({ subject, id }) => ({ subject, fingerprint: id })),
    checkApproval: async (statement) => {
      const keys = await readKeys(keysFolder, onFault);
      const opened = openApproval(statement, new Map(keys.map(({ id, key }) => [id, key])));
      if (typeof opened === "string") return refused(opened, approvalFaults[opened]);
      const signedBy = keys.find(({ id }) => id === opened.keyid)!.subject;
      return { ok: true, signedBy, approval: opened.approval };
    },
    check: (document) => {
      const mine = last.then(() => check(document));
      last = mine.catch(() => {});
      return mine;
    },
  };
};
