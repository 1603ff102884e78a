import type { BundleResult } from "../contract/bundle-fault.ts";
import type { VerifyBundle } from "../contract/verifier.ts";
import { accept, refuse } from "../document/fault.ts";
import { type ReadDocument, readDocument } from "../document/read-document.ts";
import { readParity } from "../parity/parity-blobs.ts";
import { type Replay, replayParity } from "../parity/replay.ts";
import { type Runner, startRunner } from "../runner/start-runner.ts";
import { findForeignCode } from "../slice/recompile.ts";
import { findOtherEngine } from "./check-engine.ts";
import { checkSignatures } from "./check-signatures.ts";

const TIMEOUT_MS = 120_000;

/** Everything that needs no process: engine, sources. */
const checkContents = ({ document: { manifest } }: ReadDocument): BundleResult<null> => {
  const other = findOtherEngine(manifest);
  if (other) return { ok: false, fault: other };
  const foreign = findForeignCode(manifest);
  if (!foreign) return accept(null);
  const message = `Cell ${foreign.cellId}: ${foreign.message}. Build the bundle anew from its notebook.`;
  return refuse("source-differs", message, { cellId: foreign.cellId });
};

const replayIn = async (
  runner: Runner,
  read: ReadDocument,
  timeoutMs: number,
): Promise<BundleResult<Replay>> => {
  const { manifest } = read.document;
  const parity = readParity(manifest, read.blobs);
  if (!parity.ok) return parity;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    runner.end();
  }, timeoutMs);
  const replayed = await replayParity(runner.client, manifest, parity.value);
  clearTimeout(timer);
  if (!isLate) return replayed;
  return refuse("runner-failed", `The replay took more than ${timeoutMs / 1_000} s and was ended.`);
};

export const verifyBundle: VerifyBundle = async (text, { trustedKeys, timeoutMs, runnerScript }) => {
  const read = readDocument(text);
  if (!read.ok) return read;
  const { document } = read.value;
  const signed =
    trustedKeys === null ? accept({ author: null, approvals: [] }) : checkSignatures(document, trustedKeys);
  if (!signed.ok) return signed;
  const contents = checkContents(read.value);
  if (!contents.ok) return contents;
  const runner = startRunner(runnerScript);
  try {
    const replayed = await replayIn(runner, read.value, timeoutMs ?? TIMEOUT_MS);
    if (!replayed.ok) return replayed;
    const { digest, manifest } = document;
    return accept({ digest, manifest, document, ...signed.value, replay: replayed.value });
  } finally {
    runner.end();
  }
};
