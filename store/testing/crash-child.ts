import { writeSync } from "node:fs";
import { join } from "node:path";
import { backupStore } from "../backup/backup-store.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { describeRecovery } from "../recovery/recovery-report.ts";
import { createSnapshot } from "../snapshots/create-snapshot.ts";
import type { CommitStep } from "../write/batch.ts";
import { type OpenedWriter, openWriter } from "../write/open-writer.ts";
import { undoBatch } from "../write/undo-batch.ts";
import { checkBatchesAfter } from "./check-batches.ts";
import { WORKS } from "./crash-lines.ts";
import { applyMade, proposeMade, reingestMade } from "./made-batches.ts";

/**
 * A process that is made to be killed. It puts the store in order and says what it found; then it goes round the
 * kinds of work, beginning at `firstWork`, saying what it begins and what was acknowledged. At the step `dieAt` of
 * its work number `dieIn` it ends itself without a word. Batches after `checkedSeq` are held against their digests.
 */
const [dir, run, firstWork, dieIn, dieAt, checkedSeq] = process.argv.slice(2) as string[];
const at = 1_700_000_000_000_000;
const say = (line: unknown) => writeSync(1, `${JSON.stringify(line)}\n`);
const fail = (message: string): never => {
  say({ kind: "failed", message });
  return process.exit(3);
};

const open = async (): Promise<OpenedWriter> => {
  const opened = await openWriter(dir!, { reingest: reingestMade });
  return opened.ok ? opened.value : fail(opened.error.message);
};

const examine = async ({ connection, recovery }: OpenedWriter) => {
  const batches = await readRows(
    connection,
    {
      sql: `SELECT batch_id, ingest_seq, rows_ok, coalesce(n, 0)::INTEGER FROM batches
            LEFT JOIN (SELECT batch_id, count(*) AS n FROM fx_1d GROUP BY batch_id) USING (batch_id)
            ORDER BY ingest_seq`,
    },
    { id: "text", seq: "int", rows: "int", found: "int" },
  );
  const names = await readRows(connection, { sql: "SELECT name FROM snapshots" }, { name: "text" });
  say({
    kind: "found",
    batches,
    snapshots: names.map(({ name }) => name),
    faults: await checkBatchesAfter(connection, Number(checkedSeq)),
    recovered: describeRecovery(recovery),
    lost: recovery.lost.length + recovery.pending.length,
  });
};

const newestToUndo = async ({ connection }: OpenedWriter): Promise<string | undefined> => {
  const [batch] = await readRows(
    connection,
    {
      sql: `SELECT batch_id FROM batches WHERE state = 'committed' AND undoes IS NULL AND rows_ok < 1000
            ORDER BY ingest_seq DESC LIMIT 1`,
    },
    { id: "text" },
  );
  return batch?.id;
};

say({ kind: "doing", work: "open" });
let writer = await open();
await examine(writer);
for (let n = 0; ; n++) {
  const onProgress = (step: CommitStep) => {
    if (n === Number(dieIn) && step === dieAt) process.kill(process.pid, "SIGKILL");
  };
  const wanted = WORKS[(Number(firstWork) + n) % WORKS.length]!;
  const undoes = wanted === "undo" ? await newestToUndo(writer) : undefined;
  const work = wanted === "undo" && undoes === undefined ? "small batch" : wanted;
  say({ kind: "doing", work });
  if (work === "undo") {
    const undone = await undoBatch(writer, undoes!, at, { onProgress });
    if (!undone.ok) fail(undone.error.message);
    else say({ kind: "batch", id: undone.value.batchId });
  } else if (work === "snapshot") {
    const name = `named ${run} ${n}`;
    const made = await createSnapshot(writer, name, at);
    if (!made.ok) fail(made.error.message);
    say({ kind: "snapshot", name });
  } else if (work === "backup") {
    writer.close();
    const target = join(dir!, "..", `backup-${run}-${n}`);
    const backup = await backupStore(dir!, target);
    if (!backup.ok) fail(backup.error.message);
    say({ kind: "backup", target });
    writer = await open();
  } else {
    const batch = { name: `R${run}N${n}`, rows: work === "large batch" ? 30_000 : 200 + n };
    const committed = await writer.commit(await proposeMade(dir!, batch), applyMade(batch), { onProgress });
    if (!committed.ok) fail(committed.error.message);
    else say({ kind: "batch", id: committed.value.batchId });
  }
}
