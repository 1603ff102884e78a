import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";
import { IngestError } from "../ingest-error.ts";
import { limits } from "../limits.ts";

export type Packing = "none" | "gzip" | "zstd";

/** By the first bytes, whatever the file is called. */
export const packingOf = (head: Uint8Array): Packing => {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return "zstd";
  return "none";
};

export const readHead = async (path: string, bytes: number): Promise<Uint8Array> => {
  const file = await open(path, "r");
  try {
    const buffer = new Uint8Array(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/** Packed bytes that are unpacked at a time. */
const ZSTD_STEP = 16 * 1024;

export interface ByteBlock {
  readonly bytes: Uint8Array;
  /** Of the file as it lies on the disk. */
  readonly bytesRead: number;
}

/**
 * The bytes of a file, unpacked where it is packed. A packed file that grows out of proportion is refused before it
 * fills memory or disk.
 */
export async function* openBytes(path: string): AsyncGenerator<ByteBlock> {
  const packing = packingOf(await readHead(path, 4));
  const { size } = await stat(path);
  const most = Math.max(limits.unpackFreely, size * limits.unpackRatio);
  let unpacked = 0;
  const count = (block: ByteBlock): ByteBlock => {
    unpacked += block.bytes.length;
    if (packing !== "none" && unpacked > most)
      throw new IngestError(
        "too-large",
        `The packed file grows to more than ${limits.unpackRatio} times its size. Unpack it first, and look at what it holds.`,
      );
    return block;
  };
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  try {
    if (packing === "zstd") {
      let out: Uint8Array[] = [];
      // A block of four bytes can stand for 128 kB: what comes out is counted while it comes, not after.
      const decompress = new Decompress((bytes) => {
        count({ bytes, bytesRead: 0 });
        out.push(bytes);
      });
      for await (const chunk of file) {
        for (let at = 0; at < chunk.length; at += ZSTD_STEP) {
          decompress.push((chunk as Uint8Array).subarray(at, at + ZSTD_STEP));
          for (const bytes of out.splice(0)) yield { bytes, bytesRead: file.bytesRead };
        }
      }
      out = [];
      decompress.push(new Uint8Array(0), true);
      for (const bytes of out) yield { bytes, bytesRead: file.bytesRead };
      return;
    }
    const stream = packing === "gzip" ? file.pipe(createGunzip({ chunkSize: 1 << 18 })) : file;
    if (stream !== file) file.on("error", (error) => stream.destroy(error));
    for await (const chunk of stream) yield count({ bytes: chunk as Uint8Array, bytesRead: file.bytesRead });
  } catch (error) {
    if (error instanceof IngestError) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    throw new IngestError(
      "not-readable",
      packing === "none"
        ? `The file cannot be read (${cause}). Look whether it is still there and may be read.`
        : `The packed file is damaged (${cause}). Fetch it again.`,
    );
  } finally {
    file.destroy();
  }
}
