import type { BundleManifest } from "../../bundle/contract/bundle.ts";
import { readDocument } from "../../bundle/document/read-document.ts";
import type { ServingClient } from "../../serving/client/serving-client.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { serverError } from "./server-error.ts";

/** The bundle that a digest names, read and hashed here: what a server says of it counts for nothing. */
export const fetchManifest = async (
  client: ServingClient,
  digest: string,
): Promise<WireResult<BundleManifest>> => {
  const fetched = await client.ask("getBundleDocument", { params: { digest } });
  if (!fetched.ok) return serverError(fetched.failure);
  const read = readDocument(fetched.value);
  if (!read.ok) {
    const isOther = ["digest-mismatch", "blob-mismatch", "missing-blob", "extra-blob"].includes(
      read.fault.code,
    );
    return wireError(isOther ? "digest-mismatch" : "not-readable", read.fault.message);
  }
  if (read.value.document.digest === digest) return wireOk(read.value.document.manifest);
  return wireError(
    "digest-mismatch",
    `The server gave the bundle ${read.value.document.digest} for ${digest}.`,
  );
};
