import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type BatchProposal, batchProposalSchema } from "./batch.ts";
import { syncFolder, writeDurably } from "./durable-file.ts";

export const journalEntrySchema = z.object({
  version: z.literal(1),
  ingestSeq: z.number().int().min(1),
  batchId: z.string(),
  /** "committed" is written after the checkpoint: from then on the database file alone holds the batch. */
  state: z.enum(["committing", "committed"]),
  /** How often the batch was begun again after a crash. */
  attempts: z.number().int().min(0),
  proposal: batchProposalSchema,
  /** What the commit added, to compare with when the batch has to be made again. */
  tables: z.array(z.object({ table: z.string(), rows: z.number().int(), digest: z.string() })).nullable(),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;

export interface Journal {
  readonly entries: readonly JournalEntry[];
  /** Names of files that are no entries any more. */
  readonly torn: readonly string[];
}

const fileName = (ingestSeq: number): string => `${String(ingestSeq).padStart(9, "0")}.json`;
const entryName = /^(\d{9,})\.json$/;

export const journalPath = (journalDir: string, ingestSeq: number): string =>
  join(journalDir, fileName(ingestSeq));

/** Says what is about to happen, before it happens; on the disk when this returns. */
export const writeJournalEntry = async (journalDir: string, entry: JournalEntry): Promise<void> => {
  await mkdir(journalDir, { recursive: true });
  await writeDurably(journalPath(journalDir, entry.ingestSeq), `${JSON.stringify(entry)}\n`);
};

/** For a batch that did not happen. */
export const removeJournalEntry = async (journalDir: string, ingestSeq: number): Promise<void> => {
  await rm(journalPath(journalDir, ingestSeq), { force: true });
  await syncFolder(journalDir);
};

/** All entries after `afterSeq`, oldest first. */
export const readJournal = async (journalDir: string, afterSeq = 0): Promise<Journal> => {
  const names = await readdir(journalDir).catch(() => [] as string[]);
  const entries: JournalEntry[] = [];
  const torn: string[] = [];
  for (const name of names.sort()) {
    const seq = Number(entryName.exec(name)?.[1] ?? 0);
    if (seq <= afterSeq) continue;
    const entry = await readEntry(join(journalDir, name));
    if (entry?.ingestSeq === seq) entries.push(entry);
    else torn.push(name);
  }
  return { entries, torn };
};

const readEntry = async (path: string): Promise<JournalEntry | undefined> => {
  try {
    return journalEntrySchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return undefined;
  }
};

export const beginEntry = (
  ingestSeq: number,
  batchId: string,
  proposal: BatchProposal,
  attempts: number,
): JournalEntry => ({
  version: 1,
  ingestSeq,
  batchId,
  state: "committing",
  attempts,
  proposal,
  tables: null,
});
