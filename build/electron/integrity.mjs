import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/**
 * The digest of a file in the form lock files use ("sha512-<base64>"), read as a stream.
 * @param {string} file
 * @param {(bytes: number) => void} [onBytes]
 */
export async function computeIntegrity(file, onBytes) {
  const hash = createHash("sha512");
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk);
    bytes += chunk.length;
    onBytes?.(bytes);
  }
  return `sha512-${hash.digest("base64")}`;
}

/**
 * @param {string} file
 * @param {string} expected
 * @param {(bytes: number) => void} [onBytes]
 */
export async function hasIntegrity(file, expected, onBytes) {
  return (await computeIntegrity(file, onBytes)) === expected;
}
