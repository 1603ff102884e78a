import { createHash, randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";

export type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** Columns and what is to be known of them. */
export interface ColumnFile<Header> {
  readonly header: Header;
  readonly columns: readonly Column[];
}

/**
 * Columns on disk: a preamble (mark, length and SHA-256 of the head, length of the file), the head, the columns as they
 * lie in memory, each from a multiple of eight, and the CRC-32 of each where the kind of file has sums. The head is V8's
 * own format: what another version cannot read is made anew.
 */
export interface FileKind {
  /** Eight letters that say what the file holds. */
  readonly mark: string;
  /** To sum up columns takes longer than to read them. */
  readonly hasSums: boolean;
}

const PREAMBLE_BYTES = 64;
const SUM_BYTES = 4;

const kinds = { double: Float64Array, int: Int32Array, byte: Uint8Array } as const;

interface Head {
  readonly header: unknown;
  readonly columns: readonly { readonly kind: keyof typeof kinds; readonly byteLength: number }[];
}

const kindOf = (column: Column): keyof typeof kinds =>
  column instanceof Float64Array ? "double" : column instanceof Int32Array ? "int" : "byte";

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;
const digestOf = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
const sumsAt = (headBytes: number, { columns }: Head): number =>
  columns.reduce((sum, { byteLength }) => sum + aligned(byteLength), PREAMBLE_BYTES + aligned(headBytes));

/** Writes beside its place and moves there when all is whole and on the disk; nobody waits for that. */
export const writeColumnFile = async (
  path: string,
  { mark, hasSums }: FileKind,
  { header, columns }: ColumnFile<unknown>,
): Promise<void> => {
  const making = `${path}.${randomBytes(6).toString("hex")}.making`;
  const described: Head = {
    header,
    columns: columns.map((column) => ({ kind: kindOf(column), byteLength: column.byteLength })),
  };
  const head = serialize(described);
  const sumsFrom = sumsAt(head.length, described);
  const preamble = Buffer.alloc(PREAMBLE_BYTES);
  preamble.write(mark, 0, "latin1");
  preamble.writeDoubleLE(head.length, 8);
  const sums = Buffer.alloc(hasSums ? columns.length * SUM_BYTES : 0);
  preamble.writeDoubleLE(sumsFrom + sums.length, 16);
  digestOf(head).copy(preamble, 24);
  const file = await open(making, "wx");
  try {
    await writeAll(file, preamble, 0);
    await writeAll(file, head, PREAMBLE_BYTES);
    let position = PREAMBLE_BYTES + aligned(head.length);
    for (const [c, { buffer, byteOffset, byteLength }] of columns.entries()) {
      const bytes = Buffer.from(buffer, byteOffset, byteLength);
      await writeAll(file, bytes, position);
      if (hasSums) sums.writeUInt32LE(crc32(bytes), c * SUM_BYTES);
      position += aligned(byteLength);
    }
    await file.truncate(sumsFrom);
    await writeAll(file, sums, sumsFrom);
    // A file that is named before its bytes are on the disk can come back from a power cut with zeros for values.
    await file.datasync();
    await file.close();
    await rename(making, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(making, { force: true });
    throw error;
  }
};

type OpenFile = Awaited<ReturnType<typeof open>>;

const writeAll = async (file: OpenFile, bytes: Uint8Array, position: number): Promise<void> => {
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
  }
};

const readAll = async (file: OpenFile, bytes: Uint8Array, position: number): Promise<boolean> => {
  for (let read = 0; read < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, read, bytes.length - read, position + read);
    if (bytesRead === 0) return false;
    read += bytesRead;
  }
  return true;
};

interface FoundHead {
  readonly head: Head;
  readonly columnsAt: number;
  readonly sumsFrom: number;
}

/** The head and where what follows begins; undefined for a file that is missing, cut off, or not what it says. */
const readHead = async (file: OpenFile, { mark, hasSums }: FileKind): Promise<FoundHead | undefined> => {
  const preamble = Buffer.alloc(PREAMBLE_BYTES);
  const { size } = await file.stat();
  if (!(await readAll(file, preamble, 0)) || preamble.toString("latin1", 0, 8) !== mark) return undefined;
  const length = preamble.readDoubleLE(8);
  if (preamble.readDoubleLE(16) !== size) return undefined;
  if (!(Number.isInteger(length) && length > 0 && length <= size - PREAMBLE_BYTES)) return undefined;
  const bytes = Buffer.alloc(length);
  if (!(await readAll(file, bytes, PREAMBLE_BYTES))) return undefined;
  if (!digestOf(bytes).equals(preamble.subarray(24, 56))) return undefined;
  const head = deserialize(bytes) as Head;
  const sumsFrom = sumsAt(length, head);
  if (sumsFrom + (hasSums ? head.columns.length * SUM_BYTES : 0) !== size) return undefined;
  return { head, columnsAt: PREAMBLE_BYTES + aligned(length), sumsFrom };
};

const withFile = async <T>(path: string, use: (file: OpenFile) => Promise<T>): Promise<T | undefined> => {
  const file = await open(path, "r").catch(() => undefined);
  if (!file) return undefined;
  try {
    return await use(file);
  } catch {
    // A file that cannot be read is as good as none.
    return undefined;
  } finally {
    await file.close();
  }
};

/** What is in a file; undefined when there is none that can be trusted. */
export const readColumnFile = <Header>(
  path: string,
  kind: FileKind,
): Promise<ColumnFile<Header> | undefined> =>
  withFile(path, async (file) => {
    const found = await readHead(file, kind);
    if (!found) return undefined;
    const { head, columnsAt, sumsFrom } = found;
    const sums = Buffer.alloc(kind.hasSums ? head.columns.length * SUM_BYTES : 0);
    if (!(await readAll(file, sums, sumsFrom))) return undefined;
    let position = columnsAt;
    const columns: Column[] = [];
    for (const [c, column] of head.columns.entries()) {
      const { byteLength } = column;
      const bytes = new Uint8Array(byteLength);
      if (!(await readAll(file, bytes, position))) return undefined;
      if (kind.hasSums && crc32(bytes) !== sums.readUInt32LE(c * SUM_BYTES)) return undefined;
      columns.push(new kinds[column.kind](bytes.buffer));
      position += aligned(byteLength);
    }
    return { header: head.header as Header, columns };
  });

/** The header alone; the columns are not looked at. */
export const readColumnFileHeader = <Header>(path: string, kind: FileKind): Promise<Header | undefined> =>
  withFile(path, async (file) => (await readHead(file, kind))?.head.header as Header | undefined);
