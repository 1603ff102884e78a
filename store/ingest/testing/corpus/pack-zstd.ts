const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** No check sum, no size given, a window of 1 MB. */
const FRAME = [0x00, 0x50];
const LARGEST_BLOCK = 128 * 1024;

const blockHeader = (isLast: boolean, type: 0 | 1, size: number): Buffer => {
  const header = Buffer.alloc(3);
  header.writeUIntLE((isLast ? 1 : 0) | (type << 1) | (size << 3), 0, 3);
  return header;
};

/** One zstd frame that holds bytes as they are. */
export const packZstd = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([...MAGIC, ...FRAME]), blockHeader(true, 0, bytes.length), bytes]);

/** One zstd frame of so many blocks that each repeat one byte as often as a block may. */
export const repeatZstd = (byte: number, blocks: number): Buffer => {
  const block = Buffer.concat([blockHeader(false, 1, LARGEST_BLOCK), Buffer.from([byte])]);
  const last = Buffer.concat([blockHeader(true, 1, 1), Buffer.from([byte])]);
  return Buffer.concat([Buffer.from([...MAGIC, ...FRAME]), Buffer.alloc(block.length * blocks, block), last]);
};
