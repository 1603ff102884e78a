import { openWriter } from "../write/open-writer.ts";
import { applyMade, proposeMade, reingestMade } from "./made-batches.ts";

/** Writes batches of `rows` rows until one is refused, and says how each of them ended. */
const [dir, rows, limit] = process.argv.slice(2) as [string, string, string];
const writer = await openWriter(dir, { reingest: reingestMade });
if (!writer.ok) {
  console.log(JSON.stringify(writer.error));
  process.exit(0);
}
for (let n = 0; n < Number(limit); n++) {
  const batch = { name: `F${n}`, rows: Number(rows) };
  const committed = await writer.value
    .commit(await proposeMade(dir, batch), applyMade(batch))
    .catch((error) => ({
      ok: false as const,
      error: { code: "thrown", message: String(error) },
    }));
  console.log(
    JSON.stringify(committed.ok ? { code: "ok", batchId: committed.value.batchId } : committed.error),
  );
  if (!committed.ok) break;
}
writer.value.close();
