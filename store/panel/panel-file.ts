import { createHash, randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { deserialize, serialize } from "node:v8";
import type { PanelHeader } from "../contract/panel-request.ts";
import type { BuiltPanel } from "./build-panel.ts";
import { isReasonColumn } from "./cell-reason.ts";

/**
 * A panel on disk: a preamble (mark, length and SHA-256 of the header, length of the file), the header, and the
 * columns as they lie in memory, each from a multiple of eight. The header is V8's own format: what another version
 * cannot read is made anew.
 */
const MARK = "ASOFPAN2";
const PREAMBLE_BYTES = 64;

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;
const digestOf = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
const fileBytes = (headerBytes: number, { columns }: PanelHeader): number =>
  columns.reduce((sum, { byteLength }) => sum + aligned(byteLength), PREAMBLE_BYTES + aligned(headerBytes));

/** Writes a panel beside its place and moves it there when it is whole and on the disk; nobody waits for that. */
export const writePanelFile = async (path: string, { header, columns }: BuiltPanel): Promise<void> => {
  const making = `${path}.${randomBytes(6).toString("hex")}.making`;
  const head = serialize(header);
  const preamble = Buffer.alloc(PREAMBLE_BYTES);
  preamble.write(MARK, 0, "latin1");
  preamble.writeDoubleLE(head.length, 8);
  preamble.writeDoubleLE(fileBytes(head.length, header), 16);
  digestOf(head).copy(preamble, 24);
  const parts = [preamble, head, ...columns.map((c) => Buffer.from(c.buffer, c.byteOffset, c.byteLength))];
  const file = await open(making, "wx");
  try {
    let position = 0;
    for (const part of parts) {
      await writeAll(file, part, position);
      position += aligned(part.length);
    }
    await file.truncate(position);
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

const writeAll = async (file: OpenFile, bytes: Buffer, position: number): Promise<void> => {
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

/** The header and where the columns begin; undefined for a file that is missing, cut off, or not what it says. */
const readHead = async (
  file: OpenFile,
): Promise<{ readonly header: PanelHeader; readonly columnsAt: number } | undefined> => {
  const preamble = Buffer.alloc(PREAMBLE_BYTES);
  const { size } = await file.stat();
  if (!(await readAll(file, preamble, 0)) || preamble.toString("latin1", 0, 8) !== MARK) return undefined;
  const length = preamble.readDoubleLE(8);
  if (preamble.readDoubleLE(16) !== size || !(length > 0 && length <= size - PREAMBLE_BYTES))
    return undefined;
  const head = Buffer.alloc(length);
  if (!(await readAll(file, head, PREAMBLE_BYTES))) return undefined;
  if (!digestOf(head).equals(preamble.subarray(24, 56))) return undefined;
  const header = deserialize(head) as PanelHeader;
  if (fileBytes(length, header) !== size) return undefined;
  return { header, columnsAt: PREAMBLE_BYTES + aligned(length) };
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

/** The panel in a file; undefined when there is none that can be trusted. */
export const readPanelFile = (path: string): Promise<BuiltPanel | undefined> =>
  withFile(path, async (file) => {
    const head = await readHead(file);
    if (!head) return undefined;
    let position = head.columnsAt;
    const columns: (Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>)[] = [];
    for (const { name, byteLength } of head.header.columns) {
      const bytes = new Uint8Array(byteLength);
      if (!(await readAll(file, bytes, position))) return undefined;
      const isBytes = name === "members" || isReasonColumn(name);
      columns.push(isBytes ? bytes : new Float64Array(bytes.buffer));
      position += aligned(byteLength);
    }
    return { header: head.header, columns };
  });

/** Which snapshot the panel in a file is of. */
export const readPanelSnapshot = (path: string): Promise<string | undefined> =>
  withFile(path, async (file) => (await readHead(file))?.header.snapshotId);
