import { readRows } from "../../store/duckdb/read-columns.ts";
import { openStore } from "../../store/open-store.ts";
import { openWriter } from "../../store/write/open-writer.ts";
import { undoBatch } from "../../store/write/undo-batch.ts";
import { complain, say, sayJson } from "../terminal.ts";
import { importScript, reingestInProcess } from "./reingest-in-process.ts";

/** `asof undo`: takes a batch back by newer revisions. 0 when it is, 1 when it could not be. */
export const undoCommand = async (batchId: string, options: { readonly store: string }): Promise<number> => {
  const opened = await openWriter(options.store, { reingest: reingestInProcess(importScript) });
  if (!opened.ok) {
    complain(opened.error.message);
    return 1;
  }
  try {
    const undone = await undoBatch(opened.value, batchId, Date.now() * 1_000);
    if (!undone.ok) {
      complain(undone.error.message);
      return 1;
    }
    const { batchId: id, counts } = undone.value;
    say(`${batchId} is taken back by ${id} (${counts.rowsOk} rows). Earlier snapshots still show it.`);
    return 0;
  } finally {
    opened.value.close();
  }
};

/** `asof quarantine`: the rows of a batch that were kept out, with their lines and reasons. */
export const quarantineCommand = async (
  batchId: string,
  options: { readonly store: string; readonly json: boolean; readonly limit: string },
): Promise<number> => {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1) {
    complain("--limit has to be a whole number above 0.");
    return 2;
  }
  const opened = await openStore(options.store);
  if (!opened.ok) {
    complain(opened.error.message);
    return 1;
  }
  const store = opened.value;
  try {
    const { connection } = store.database;
    const values = { batchId };
    const [known] = await readRows(
      connection,
      { sql: "SELECT count(*)::INTEGER FROM batches WHERE batch_id = $batchId", values },
      { batches: "int" },
    );
    if (known!.batches === 0) {
      complain(`There is no batch named ${JSON.stringify(batchId)}.`);
      return 1;
    }
    const rows = await readRows(
      connection,
      {
        sql: `SELECT line, check_name, coalesce(column_name, ''), reason, raw FROM quarantine
          WHERE batch_id = $batchId ORDER BY line, check_name LIMIT ${limit}`,
        values,
      },
      { line: "int", check: "text", column: "text", reason: "text", raw: "text" },
    );
    if (options.json) sayJson(rows);
    else if (rows.length === 0) say("No row of this batch was kept out.");
    else
      for (const { line, check, reason, raw } of rows) say(`line ${line}: ${check}. ${reason}\n    ${raw}`);
    return 0;
  } finally {
    await store.close();
  }
};
