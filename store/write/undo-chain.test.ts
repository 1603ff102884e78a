import { afterEach, beforeEach, expect, test } from "vitest";
import { readRows } from "../duckdb/read-columns.ts";
import { closeOf, FIRST_SESSION } from "../testing/fixture.ts";
import { copyFixtureStore, temporaryDir } from "../testing/temporary-store.ts";
import { type OpenedWriter, openWriter } from "./open-writer.ts";
import { undoBatch } from "./undo-batch.ts";

let remove: () => Promise<void>;
let writer: OpenedWriter;
beforeEach(async () => {
  const temporary = await temporaryDir();
  remove = temporary.remove;
  await copyFixtureStore(temporary.dir);
  const opened = await openWriter(temporary.dir);
  if (!opened.ok) throw new Error(opened.error.message);
  writer = opened.value;
});
afterEach(async () => {
  writer.close();
  await remove();
});

const now = 1_710_000_000_000_000;
const period = `DATE '1970-01-01' + ${FIRST_SESSION - 270}`;

/** A batch that says `value` of a fact nobody else speaks of, known at the close of `session`. */
const say = async (value: number, session: number): Promise<string> => {
  const proposal = {
    sourceId: "test",
    fileName: "f.csv",
    sha256: "ab".repeat(32),
    mapping: null,
    arrivedAt: now,
    stagedId: null,
  };
  const committed = await writer.commit(proposal, async (connection, { ingestSeq, batchId }) => {
    await connection.run(
      `INSERT INTO fundamentals SELECT 'AAA', 'bookValue', ${period}, 'Q', ${value}, 'currency', 'KRW', NULL, 'exact',
         make_timestamp(${closeOf(session)}::BIGINT), (SELECT count(*) FROM fundamentals WHERE period_end = ${period}),
         'test', '${batchId}', ${ingestSeq}`,
    );
    return { rowsIn: 1, rowsOk: 1, rowsUnchanged: 0, rowsQuarantined: 0 };
  });
  if (!committed.ok) throw new Error(committed.error.message);
  return committed.value.batchId;
};

const undo = async (batchId: string): Promise<string> => {
  const undone = await undoBatch(writer, batchId, now);
  if (!undone.ok) throw new Error(undone.error.message);
  return undone.value.batchId;
};

/** What is seen after the close of each of eight sessions; null where nothing is. */
const seen = async (): Promise<(number | null)[]> => {
  const rows = await readRows(
    writer.connection,
    {
      sql: `SELECT epoch_us(known_at)::DOUBLE, coalesce(value, 'NaN'::DOUBLE) FROM fundamentals
            WHERE period_end = ${period} ORDER BY known_at, revision, ingest_seq`,
    },
    { knownAt: "double", value: "double" },
  );
  return Array.from({ length: 8 }, (_, session) => {
    const value = rows.findLast(({ knownAt }) => knownAt <= closeOf(session))?.value ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  });
};

test("[R2] of a batch and its correction at one instant nothing is left when both are undone, in either order", async () => {
  for (const isLastFirst of [true, false]) {
    const first = await say(5, 2);
    const second = await say(6, 2);
    expect(await seen()).toEqual([null, null, 6, 6, 6, 6, 6, 6]);
    await undo(isLastFirst ? second : first);
    expect((await seen())[2]).toBe(isLastFirst ? 5 : 6);
    await undo(isLastFirst ? first : second);
    expect(await seen()).toEqual(Array(8).fill(null));
  }
});

test("[R2] undoing a batch also takes back what the undo of a later correction had repeated of it", async () => {
  const first = await say(5, 2);
  const correction = await say(6, 4);
  await undo(correction);
  expect(await seen()).toEqual([null, null, 5, 5, 5, 5, 5, 5]);
  const undone = await undo(first);
  expect(await seen()).toEqual(Array(8).fill(null));
  await undo(undone);
  expect(await seen()).toEqual([null, null, 5, 5, 5, 5, 5, 5]);
});

test("[R2] whatever is undone and given back, in whatever order, what is seen is what the batches that stand say", async () => {
  let state = 7;
  const next = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const said: { readonly id: string; readonly value: number; readonly session: number }[] = [];
  for (let i = 0; i < 4; i++) {
    const [value, session] = [10 + i, next(4)];
    said.push({ id: await say(value, session), value, session });
  }
  /** The last undo of each batch that is undone now. */
  const undos = new Map<string, string>();
  for (let step = 0; step < 14; step++) {
    const { id } = said[next(said.length)]!;
    const back = undos.get(id);
    if (back === undefined) undos.set(id, await undo(id));
    else {
      await undo(back);
      undos.delete(id);
    }
    const standing = said.filter((one) => !undos.has(one.id)).sort((a, b) => a.session - b.session);
    const expected = Array.from(
      { length: 8 },
      (_, session) => standing.findLast((one) => one.session <= session)?.value ?? null,
    );
    expect(await seen(), `step ${step}`).toEqual(expected);
  }
});
