import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { reasonOf } from "./reason-of.ts";

interface Writing {
  readonly path: string;
  readonly making: string;
  readonly file: FileHandle;
  /** One piece after the other, whatever the window does. */
  last: Promise<unknown>;
}

const notWritten = (error: unknown) =>
  wireError(
    "not-written",
    `The file was not written: ${reasonOf(error)}. Choose another place, or make room.`,
  );
const unknownExport = wireError("unknown-export", "That file is not being written any more. Begin it again.");

/** Files that are written piece by piece. Until a file is finished, its pieces lie beside it under another name. */
export class ExportFiles {
  private readonly writings = new Map<number, Writing>();
  private nextId = 1;

  async begin(path: string): Promise<WireResult<{ exportId: number; name: string }>> {
    const making = `${path}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      const file = await open(making, "wx");
      const exportId = this.nextId++;
      this.writings.set(exportId, { path, making, file, last: Promise.resolve() });
      return wireOk({ exportId, name: basename(path) });
    } catch (error) {
      return notWritten(error);
    }
  }

  async write(exportId: number, bytes: Uint8Array): Promise<WireResult<Record<never, never>>> {
    const writing = this.writings.get(exportId);
    if (!writing) return unknownExport;
    try {
      // `writeFile` writes until every byte is taken, at the handle's present place.
      const done = writing.last.then(() => writing.file.writeFile(bytes));
      writing.last = done.catch(() => {});
      await done;
      return wireOk({});
    } catch (error) {
      await this.abort(exportId);
      return notWritten(error);
    }
  }

  async finish(exportId: number): Promise<WireResult<{ name: string }>> {
    const writing = this.writings.get(exportId);
    if (!writing) return unknownExport;
    try {
      await writing.last;
      await writing.file.sync();
      await writing.file.close();
      await rename(writing.making, writing.path);
      this.writings.delete(exportId);
      return wireOk({ name: basename(writing.path) });
    } catch (error) {
      await this.abort(exportId);
      return notWritten(error);
    }
  }

  async abort(exportId: number): Promise<void> {
    const writing = this.writings.get(exportId);
    if (!writing) return;
    this.writings.delete(exportId);
    await writing.last;
    // It may be closed already; what matters is that nothing stays.
    await writing.file.close().catch(() => {});
    await rm(writing.making, { force: true });
  }

  /** The page is gone, and with it whoever would have finished these. */
  async abortAll(): Promise<void> {
    await Promise.all([...this.writings.keys()].map((exportId) => this.abort(exportId)));
  }
}
