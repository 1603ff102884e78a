import { INTEGER, LIST, listValue, VARCHAR } from "@duckdb/node-api";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { moneyOf } from "../contract/quote-units.ts";
import type { CrossSection } from "../contract/store-contract.ts";
import { readColumns, readRows } from "../duckdb/read-columns.ts";
import { choosePanelFields, isPriceField } from "../panel/choose-fields.ts";
import { KnownPeriods, type PeriodItem } from "../panel/known-periods.ts";
import type { InstrumentFact } from "../panel/panel-events.ts";
import { periodLengthSql } from "../panel/period-length.ts";
import { readLayoutEvents } from "../panel/read-layout-events.ts";
import { hasUniverse } from "../panel/read-panel.ts";
import { isStale, newestFactsAt } from "../panel/resolve-facts.ts";
import { seatFacts } from "../panel/seat-facts.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { findMembersAt } from "./find-members-at.ts";

type KnownColumn = { readonly value: Float64Array<ArrayBuffer>; readonly knownAt: Float64Array<ArrayBuffer> };

/**
 * What was known of a universe's members at one instant: R4 for each field (of bars the newest session known, of
 * fundamentals the newest period), R7 empties what is too old. Members are ordered by iid.
 */
export const readCrossSection = async (
  source: SnapshotSource,
  request: { readonly universe: string; readonly fields: readonly string[]; readonly at: number },
): Promise<WireResult<CrossSection>> => {
  const { connection, snapshot } = source;
  if (!(await hasUniverse(connection, request.universe, snapshot))) {
    return wireError("unknown-universe", `There is no universe named ${JSON.stringify(request.universe)}.`);
  }
  const events = await readLayoutEvents(connection, snapshot, request.universe);
  const fields = choosePanelFields(events.fields, request.fields);
  if (!fields.ok) return fields;
  if (fields.value.groups.length > 0)
    return wireError(
      "unknown-field",
      `The field ${fields.value.groups[0]} is a group and no number. Ask SQL for classifications.`,
    );
  const members = findMembersAt(events, request.at);
  const values: CrossSection["values"] = [];
  for (const field of fields.value.names) {
    const asked = fields.value.factColumns.find(({ name }) => name === field);
    const stored = asked ? fields.value.facts[asked.fact]! : undefined;
    const ttlDays = (stored ?? events.fields.find(({ name }) => name === field))?.ttlDays ?? null;
    const column = asked
      ? await readLatestFacts(source, stored!.name, asked.item, members, request.at)
      : await readLatestBars(source, field, members, request.at);
    emptyStale(column, request.at, ttlDays);
    values.push({ field, ...column });
  }
  return wireOk({
    at: request.at,
    iid: members.map((member) => member.iid),
    name: members.map((member) => member.name),
    mic: members.map((member) => member.mic),
    currency: members.map((member) => member.currency),
    values,
  });
};

const emptyColumn = (length: number): KnownColumn => ({
  value: new Float64Array(length).fill(Number.NaN),
  knownAt: new Float64Array(length).fill(Number.NaN),
});

const emptyStale = ({ value, knownAt }: KnownColumn, at: number, ttlDays: number | null): void => {
  for (let i = 0; i < value.length; i++) {
    if (isStale(knownAt[i]!, at, ttlDays)) value[i] = knownAt[i] = Number.NaN;
  }
};

const known = (at: number, maxIngestSeq: number): string =>
  `known_at <= make_timestamp(${Math.floor(at)}::BIGINT) AND ingest_seq <= ${maxIngestSeq}`;

const ofMembers = (members: readonly InstrumentFact[]) => ({
  values: { iids: listValue(members.map((member) => member.iid)) },
  types: { iids: LIST(VARCHAR) },
});

const readLatestBars = async (
  { connection, snapshot }: SnapshotSource,
  field: string,
  members: readonly InstrumentFact[],
  at: number,
): Promise<KnownColumn> => {
  const order = "row(known_at, revision, ingest_seq)";
  // Of each session the last version, withdrawals included; of the sessions that are left the newest.
  const rows = await readRows(
    connection,
    {
      sql: `SELECT iid, arg_max(value, session_date), arg_max(unit, session_date),
              epoch_us(arg_max(known_at, session_date))::DOUBLE
            FROM (SELECT iid, session_date, arg_max_null("${field}", ${order}) AS value,
                    arg_max(currency, ${order}) AS unit, max(known_at) AS known_at
                  FROM bars_1d WHERE iid IN (SELECT unnest($iids)) AND ${known(at, snapshot.maxIngestSeq)}
                  GROUP BY iid, session_date)
            WHERE value IS NOT NULL GROUP BY iid`,
      ...ofMembers(members),
    },
    { iid: "text", value: "double", unit: "text", knownAt: "double" },
  );
  const perUnit = (unit: string) => (isPriceField(field) ? moneyOf(unit).perUnit : 1);
  const column = emptyColumn(members.length);
  const found = new Map(rows.map((row) => [row.iid, row]));
  members.forEach(({ iid }, i) => {
    const row = found.get(iid);
    if (!row) return;
    column.value[i] = row.value / perUnit(row.unit);
    column.knownAt[i] = row.knownAt;
  });
  return column;
};

/** Dated by the newest period's version, by which it is stale (R7). */
const readLatestFacts = async (
  { connection, snapshot }: SnapshotSource,
  field: string,
  item: PeriodItem | null,
  members: readonly InstrumentFact[],
  at: number,
): Promise<KnownColumn> => {
  const { values, types } = ofMembers(members);
  const { rowCount, columns } = await readColumns(
    connection,
    {
      sql: `SELECT seat, period_end, epoch_us(known_at)::DOUBLE, revision, ingest_seq, coalesce(value, 'NaN'::DOUBLE),
              ${periodLengthSql}
            FROM fundamentals JOIN (SELECT unnest($iids) AS iid, unnest($seats) AS seat) seats USING (iid)
            WHERE field = $field AND ${known(at, snapshot.maxIngestSeq)}`,
      values: { ...values, seats: listValue(members.map((_, seat) => seat)), field },
      types: { ...types, seats: LIST(INTEGER), field: VARCHAR },
    },
    {
      instrument: "int",
      periodEnd: "int",
      knownAt: "double",
      revision: "int",
      ingestSeq: "int",
      value: "double",
      length: "int",
    },
  );
  const facts = seatFacts({ rowCount, ...columns, field: new Int32Array(rowCount) }, members.length, 1);
  const column = emptyColumn(members.length);
  const periods = new KnownPeriods(facts);
  newestFactsAt(facts, at).forEach((speaker, i) => {
    if (speaker < 0) return;
    column.knownAt[i] = facts.knownAt[speaker]!;
    column.value[i] = item ? periods.valueOf(i, item) : facts.value[speaker]!;
  });
  return column;
};
