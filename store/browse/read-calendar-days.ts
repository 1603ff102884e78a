import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { CalendarDay } from "../contract/browse.ts";
import { readRows } from "../duckdb/read-columns.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { version, versionReadings } from "./read-instruments.ts";
import { resolveCalendarDays } from "./resolve-calendar-days.ts";

export interface CalendarQuestion {
  readonly mic: string;
  readonly from: string;
  readonly to: string;
  /** Null: everything the snapshot knows. */
  readonly at: number | null;
}

/** R6: the days of a market as its calendar stood at an instant. */
export const readCalendarDays = async (
  { connection, snapshot }: SnapshotSource,
  { mic, from, to, at }: CalendarQuestion,
): Promise<WireResult<CalendarDay[]>> => {
  const seen = `ingest_seq <= ${snapshot.maxIngestSeq}`;
  const markets = await connection.run(`SELECT 1 FROM markets WHERE mic = $mic AND ${seen}`, { mic });
  if (markets.rowCount === 0)
    return wireError("unknown-market", `There is no calendar of ${JSON.stringify(mic)} in this store.`);
  const versions = await readRows(
    connection,
    {
      sql: `SELECT mic, session_date, status, epoch_us(open_utc)::DOUBLE, epoch_us(close_utc)::DOUBLE,
              coalesce(epoch_us(break_start_utc)::DOUBLE, 'NaN'::DOUBLE),
              coalesce(epoch_us(break_end_utc)::DOUBLE, 'NaN'::DOUBLE), ${version}
            FROM calendars
            WHERE mic = $mic AND session_date BETWEEN CAST($from AS DATE) AND CAST($to AS DATE) AND ${seen}`,
      values: { mic, from, to },
    },
    {
      mic: "text",
      sessionDate: "int",
      status: "text",
      openAt: "double",
      closeAt: "double",
      breakStartAt: "double",
      breakEndAt: "double",
      ...versionReadings,
    },
  );
  return wireOk(resolveCalendarDays(versions, at ?? Number.POSITIVE_INFINITY));
};
