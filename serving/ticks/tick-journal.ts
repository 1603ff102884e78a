import { closeSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { mkdir, readdir, readFile, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { takenTicksSchema, tickWishSchema } from "../contract/tick-batch.ts";

/** Days of receipt whose files are kept: longer than any session is open, and than a feed sends again. */
const KEPT_FILES = 5;
const NAME = /^ticks-\d{4}-\d{2}-\d{2}\.jsonl$/;

const tick = z.tuple([
  z.string(),
  z.string(),
  z.number(),
  z.number(),
  z.number(),
  /** The session's date and close. */
  z.int(),
  z.number(),
]);

/** One batch as it was taken in: the ticks that counted, and the answer. */
const journalRecordSchema = z.object({
  market: z.string(),
  receivedAt: z.number(),
  repeatable: tickWishSchema.shape.repeatable,
  answer: takenTicksSchema,
  /** Id, instrument, instant, price, size, and of the session date and close. */
  ticks: z.array(tick),
});
export type JournalRecord = z.infer<typeof journalRecordSchema>;

const sync = promisify(fdatasync);

export interface TickJournal {
  /** What was written before, oldest first. */
  readonly records: readonly JournalRecord[];
  /** How many lines of it could not be read. */
  readonly damaged: number;
  /** Writes a record; it survives the end of this process. Throws when the disk is full. */
  append(record: JournalRecord): void;
  /** Resolves when what was appended survives the end of the machine too. */
  settle(): Promise<void>;
  close(): void;
}

const readFileOf = async (path: string): Promise<{ records: JournalRecord[]; damaged: number }> => {
  const text = await readFile(path, "utf8");
  const end = text.lastIndexOf("\n") + 1;
  // Whoever wrote half a line was ended before he answered.
  if (end < text.length) await truncate(path, Buffer.byteLength(text.slice(0, end)));
  const records: JournalRecord[] = [];
  let damaged = 0;
  for (const line of text.slice(0, end).split("\n").slice(0, -1)) {
    const read = journalRecordSchema.safeParse(parseJson(line));
    if (read.success) records.push(read.data);
    else damaged++;
  }
  return { records, damaged };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Opens the ticks of a folder: one file for each day on which they came, the last few kept. */
export const openTickJournal = async (folder: string): Promise<TickJournal> => {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  const read = await Promise.all(names.slice(-KEPT_FILES).map((name) => readFileOf(join(folder, name))));
  let current: { readonly name: string; readonly file: number } | null = null;
  let isDirty = false;
  let settling: Promise<void> | null = null;

  const fileFor = (receivedAt: number) => {
    const name = `ticks-${new Date(receivedAt).toISOString().slice(0, 10)}.jsonl`;
    if (current?.name === name) return current;
    if (current) finish(current.file);
    if (!names.includes(name)) names.push(name);
    names.sort();
    for (const old of names.splice(0, names.length - KEPT_FILES)) void rm(join(folder, old), { force: true });
    const file = openSync(join(folder, name), "a", 0o600);
    current = { name, file };
    return current;
  };
  const finish = (file: number): void => {
    fdatasyncSync(file);
    void (settling ?? Promise.resolve()).catch(() => {}).finally(() => closeSync(file));
  };
  const settle = async (): Promise<void> => {
    while (isDirty && current) {
      // One at a time: whoever comes meanwhile is in the next.
      settling ??= syncNow(current.file).finally(() => {
        settling = null;
      });
      await settling;
    }
    await settling;
  };
  const syncNow = async (file: number): Promise<void> => {
    isDirty = false;
    await sync(file);
  };

  return {
    records: read.flatMap(({ records }) => records),
    damaged: read.reduce((sum, { damaged }) => sum + damaged, 0),
    append: (record) => {
      const { file } = fileFor(record.receivedAt);
      const bytes = Buffer.from(`${JSON.stringify(record)}\n`);
      const { size } = fstatSync(file);
      try {
        for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      } catch (error) {
        // Half a line would spoil the next one.
        ftruncateSync(file, size);
        throw error;
      }
      isDirty = true;
    },
    settle,
    close: () => {
      if (current) finish(current.file);
      current = null;
    },
  };
};
