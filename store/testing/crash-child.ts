import { writeSync } from "node:fs";
import { join } from "node:path";
import { backupStore } from "../backup/backup-store.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { describeRecovery } from "../recovery/recovery-report.ts";
import { createSnapshot } from "../snapshots/create-snapshot.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";
import { verifySnapshot } from "../snapshots/verify-snapshot.ts";
import type { CommitStep } from "../write/batch.ts";
import { type OpenedWriter, openWriter } from "../write/open-writer.ts";
import { undoBatch } from "../write/undo-batch.ts";
import { applyMade, proposeMade, reingestMade } from "./made-batches.ts";

/**
 * A process that is made to be killed. It puts the store in order, says what it found, and then writes batch after
 * batch, saying each that was acknowledged; at `dieAt` it ends itself without a word. Lines are JSON.
 */
const [dir, run, dieAt, dieAfter] = process.argv.slice(2) as [string, string, string, string];
const at = 1_700_000_000_000_000;
const say = (line: unknown) => writeSync(1, `${JSON.stringify(line)}\n`);
const die = () => process.kill(process.pid, "SIGKILL");
const open = async (): Promise<OpenedWriter> => {
  const opened = await openWriter(dir, { reingest: reingestMade });
  if (opened.ok) return opened.value;
  say({ kind: "failed", message: opened.error.message });
  return process.exit(3);
};

const examine = async ({ connection, recovery }: OpenedWriter) => {
  const batches = await readRows(
    connection,
    {
      sql: `SELECT batch_id, rows_ok, (SELECT count(*) FROM fx_1d f WHERE f.batch_id = b.batch_id)::INTEGER
            FROM batches b ORDER BY ingest_seq`,
    },
    { id: "text", rows: "int", found: "int" },
  );
  const names = await readRows(connection, { sql: "SELECT name FROM snapshots" }, { name: "text" });
  const snapshot = await findSnapshot(connection, null);
  const check = snapshot.ok ? await verifySnapshot(connection, snapshot.value) : undefined;
  say({
    kind: "found",
    batches,
    snapshots: names.map(({ name }) => name),
    faults: check?.faults ?? ["no snapshot"],
    recovered: describeRecovery(recovery),
    lost: recovery.lost.length + recovery.pending.length,
  });
};

let writer = await open();
await examine(writer);
// Runs begin at different kinds of work.
const first = Number(run) % 3;
for (let n = first; ; n++) {
  const isLast = n - first === Number(dieAfter);
  const onProgress = (step: CommitStep) => {
    if (isLast && step === dieAt) die();
  };
  const batch = { name: `R${run}N${n}`, rows: n % 4 === 3 ? 30_000 : 200 + n };
  const committed = await writer.commit(await proposeMade(dir, batch), applyMade(batch), { onProgress });
  if (!committed.ok) throw new Error(committed.error.message);
  say({ kind: "batch", id: committed.value.batchId });
  if (n % 3 === 1) {
    const undone = await undoBatch(writer, committed.value.batchId, at, { onProgress });
    if (undone.ok) say({ kind: "batch", id: undone.value.batchId });
  }
  if (n % 3 === 2) {
    const name = `named ${run} ${n}`;
    if ((await createSnapshot(writer, name, at)).ok) say({ kind: "snapshot", name });
    writer.close();
    const target = join(dir, "..", `backup-${run}-${n}`);
    const backup = await backupStore(dir, target);
    if (backup.ok) say({ kind: "backup", target });
    else say({ kind: "failed", message: backup.error.message });
    writer = await open();
  }
}
