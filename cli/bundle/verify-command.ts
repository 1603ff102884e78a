import { readFile } from "node:fs/promises";
import { verifyBundle } from "../../bundle/verify/verify-bundle.ts";
import { withoutControls } from "../run/without-controls.ts";

export interface VerifyOptions {
  readonly key?: readonly string[];
  readonly unsigned: boolean;
  readonly json: boolean;
}

const CANNOT = 2;

/** `asof bundle verify`: 0 when everything holds, 1 when something does not, 2 when that cannot be told. */
export const verifyCommand = async (file: string, options: VerifyOptions): Promise<number> => {
  const fail = (message: string): number => {
    process.stderr.write(`${withoutControls(message)}\n`);
    return CANNOT;
  };
  if (options.key === undefined && !options.unsigned)
    return fail("Give the author's public key with --key, or --unsigned to leave signatures unchecked.");
  let text: string;
  let trustedKeys: string[] | null;
  try {
    text = await readFile(file, "utf8");
    const keys = options.unsigned ? null : (options.key ?? []);
    trustedKeys = keys && (await Promise.all(keys.map((key) => readFile(key, "utf8"))));
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}.`);
  }
  const started = performance.now();
  const verified = await verifyBundle(text, { trustedKeys });
  if (options.json) {
    const { document: _, ...value } = verified.ok ? verified.value : { document: null };
    process.stdout.write(
      `${JSON.stringify(verified.ok ? { file, ok: true, ...value } : { file, ok: false, ...verified.fault })}\n`,
    );
  }
  if (!verified.ok) {
    process.stderr.write(
      `${withoutControls(`${file}: ${verified.fault.code}: ${verified.fault.message}`)}\n`,
    );
    return 1;
  }
  if (options.json) return 0;
  const { digest, author, approvals, replay, manifest } = verified.value;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const lines = [
    `${manifest.name}: everything holds.`,
    `Digest ${digest}`,
    author === null ? "Signatures were not checked." : `Signed by key ${author}`,
    ...approvals.map(({ keyid, approval }) => `${approval.decision}: key ${keyid}, ${approval.reason}`),
    `${replay.vectors} vectors, the same bits in ${replay.modes.join(", ")}, ${seconds} s`,
    ...(manifest.audit.status === "missing" ? ["It has no audit certificate."] : []),
  ];
  process.stdout.write(`${withoutControls(lines.join("\n"))}\n`);
  return 0;
};
