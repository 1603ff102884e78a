import { z } from "zod";
import { packed, unpacker } from "../../../wire/packed.ts";
import { displaySchema } from "../../contract/display.ts";
import { isCellId } from "../cell-header.ts";

/** What a cell showed when it last ran, and what it was made from. */
const storedResultSchema = z.object({
  cellId: z.string().refine(isCellId),
  /** See `resultKey`. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  /** The cells whose code the key covers beside the cell's own. */
  needs: z.array(z.string().refine(isCellId)).max(10_000),
  /** Milliseconds since 1970. */
  ranAt: z.number().min(0).max(8.64e15),
  outputs: z.array(displaySchema).max(500),
});
export type StoredResult = z.infer<typeof storedResultSchema>;

const fileSchema = z.object({ format: z.literal(1), results: z.array(storedResultSchema).max(10_000) });

/** A sidecar larger than this is neither written nor read. */
export const MAX_RESULTS_BYTES = 32 * 1024 * 1024;
const MAX_RESULT_BYTES = 8 * 1024 * 1024;

/** The sidecar of a notebook file, in the folder `.asof` beside it. */
export const resultsNameOf = (fileName: string): string => `${fileName.replace(/\.nb\.ts$/, "")}.results`;

const MAGIC = new TextEncoder().encode("ASOFRES\n");

const sizeOf = (result: StoredResult): number => {
  try {
    return packed(result).length;
  } catch {
    // Nested deeper than a message allows.
    return Number.POSITIVE_INFINITY;
  }
};

/** The sidecar's bytes. A result too large for it is left out: it is shown again when its cell runs. */
export const writeResults = (results: readonly StoredResult[]): Uint8Array<ArrayBuffer> => {
  let left = MAX_RESULTS_BYTES - 1024;
  const kept = results.filter((result) => {
    const length = sizeOf(result);
    if (length > Math.min(MAX_RESULT_BYTES, left)) return false;
    left -= length;
    return true;
  });
  const body = packed({ format: 1, results: kept });
  const bytes = new Uint8Array(MAGIC.length + body.length);
  bytes.set(MAGIC);
  bytes.set(body, MAGIC.length);
  return bytes;
};

/**
 * Reads a sidecar, which anybody may have written: null when it is not one, and only results that pass the checks of
 * live ones. What it says is shown, never run.
 */
export const readResults = (bytes: Uint8Array): ReadonlyMap<string, StoredResult> | null => {
  if (bytes.length > MAX_RESULTS_BYTES || MAGIC.some((byte, index) => bytes[index] !== byte)) return null;
  try {
    const parsed = fileSchema.safeParse(unpacker()(bytes.subarray(MAGIC.length)));
    return parsed.success ? new Map(parsed.data.results.map((result) => [result.cellId, result])) : null;
  } catch {
    // Bytes that are no message, or values nested deeper than the stack.
    return null;
  }
};
