import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wireOk } from "../../wire/contract.ts";
import type { Reingest } from "../recovery/open-recovered.ts";
import type { ApplyBatch, BatchProposalInput } from "../write/batch.ts";
import { keepSource, keptSourcePath } from "../write/keep-source.ts";

/** A batch that is small to say and as large as wanted: so many rates of a pair of currencies of its own. */
interface MadeBatch {
  readonly name: string;
  readonly rows: number;
}

/** What the file of the batch says becomes rows; the same rows each time. */
export const applyMade =
  ({ name, rows }: MadeBatch): ApplyBatch =>
  async (connection, { ingestSeq, batchId }) => {
    await connection.run(
      `INSERT INTO fx_1d SELECT $name, 'USD', DATE '1990-01-01' + i::INTEGER, 1 + sin(i) / 7,
         TIMESTAMP '2024-02-01', 0, 'test', $batchId, ${ingestSeq} FROM range(${rows}) t(i) ORDER BY i`,
      { name, batchId },
    );
    return { rowsIn: rows, rowsOk: rows, rowsUnchanged: 0, rowsQuarantined: 0 };
  };

/** Keeps the batch's file, as an import does, and says what is to be committed. */
export const proposeMade = async (dir: string, batch: MadeBatch): Promise<BatchProposalInput> => {
  const text = JSON.stringify(batch);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const aside = await mkdtemp(join(tmpdir(), "asof-made-"));
  const file = join(aside, `${batch.name}.json`);
  await writeFile(file, text);
  await keepSource(dir, file, sha256);
  await rm(aside, { recursive: true });
  return {
    sourceId: "test",
    fileName: `${batch.name}.json`,
    sha256,
    mapping: "{}",
    arrivedAt: 1_700_000_000_000_000,
    stagedId: null,
  };
};

/** Makes the rows again from the kept file. */
export const reingestMade: Reingest = async (dir, { proposal }) =>
  wireOk(applyMade(JSON.parse(await readFile(keptSourcePath(dir, proposal.sha256), "utf8")) as MadeBatch));
