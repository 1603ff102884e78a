import type { BundleManifest } from "../../bundle/contract/bundle.ts";
import type { Definition, RunnerContract } from "../../bundle/contract/runner-contract.ts";
import { readDocument } from "../../bundle/document/read-document.ts";
import { type Parity, readParity } from "../../bundle/parity/parity-blobs.ts";
import { loadDefinition } from "../../bundle/parity/replay.ts";
import type { Client } from "../../wire/connect.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";

/** A version's bundle, read. It was checked when it was uploaded. */
export interface Published {
  readonly digest: string;
  readonly manifest: BundleManifest;
  readonly parity: Parity;
}

export const readPublished = (text: string): WireResult<Published> => {
  const read = readDocument(text);
  if (!read.ok) return wireError("bad-bundle", read.fault.message);
  const { document, blobs } = read.value;
  const { digest, manifest } = document;
  const parity = readParity(manifest, blobs);
  return parity.ok
    ? wireOk({ digest, manifest, parity: parity.value })
    : wireError("bad-bundle", parity.fault.message);
};

/** Loads a version's definition into a process. */
export const loadPublished = async (
  client: Client<RunnerContract>,
  { manifest }: Published,
): Promise<WireResult<Definition>> => {
  const loaded = await loadDefinition(client, manifest);
  if (loaded.ok) return wireOk(loaded.value);
  // A process that is gone is the supervisor's to notice.
  return wireError(loaded.fault.code === "runner-failed" ? "gone" : loaded.fault.code, loaded.fault.message);
};
