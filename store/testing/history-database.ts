import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { NO_SESSION } from "../../engine/contract/time.ts";
import { appendRows } from "../build/append-rows.ts";
import type { PanelRequest } from "../contract/panel-request.ts";
import { storeTables, type TableName } from "../contract/tables.ts";
import { type Database, openDatabase } from "../duckdb/open-database.ts";
import { NEVER } from "../panel/panel-events.ts";
import { createTableSql } from "../schema/data-definition.ts";
import { tableShape } from "../schema/table-shape.ts";
import type { Snapshot, SnapshotSource } from "../snapshot.ts";
import { type FixtureRow, tableRows } from "./fixture.ts";
import { type History, IIDS, MICS, micOf } from "./history.ts";
import type { Case } from "./random-history.ts";

/** A name of the n-th history inside a database of many. */
export const nameIn = (history: number, name: string): string =>
  `${String(history).padStart(4, "0")}-${name}`;

/** What a store would refuse: two versions of one fact with the same instant and revision. The first one stays. */
const distinct = <T extends { readonly knownAt: number; readonly revision: number }>(
  versions: readonly T[],
  factOf: (version: T) => unknown,
): T[] => {
  const seen = new Set<string>();
  return versions.filter((version) => {
    const key = JSON.stringify([factOf(version), version.knownAt, version.revision]);
    return !seen.has(key) && seen.add(key);
  });
};

/** The same history as a store could hold it. */
export const storableHistory = (history: History): History => ({
  ...history,
  calendars: distinct(history.calendars, (c) => [c.mic, c.sessionDate]),
  memberships: distinct(history.memberships, (m) => [m.iid, m.validFrom]),
  listings: distinct(history.listings, (l) => [l.iid, l.listedOn]),
  actions: distinct(history.actions, (a) => [a.iid, a.kind, a.exDate]),
  fx: distinct(history.fx, (f) => [f.currency, f.sessionDate]),
  bars: distinct(history.bars, (b) => [b.iid, b.at]),
  facts: distinct(history.facts, (f) => [f.iid, f.periodEnd]),
});

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
const endOrNull = (day: number): number | null => (day === NEVER ? null : day);

/** The rows of one history, its names made its own. */
const rowsOf = ({ history, request }: Case, n: number): Record<string, FixtureRow[]> => {
  const named = (name: string) => nameIn(n, name);
  const version = (v: { knownAt: number; revision: number; ingestSeq: number }) => ({
    known_at: v.knownAt,
    revision: v.revision,
    ingest_seq: v.ingestSeq,
  });
  const always = { ingest_seq: 0 };
  const bars = history.bars.map((bar) => ({
    iid: named(bar.iid),
    close: orNull(bar.close),
    volume: orNull(bar.volume),
    currency: bar.perUnit === 100 ? "GBX" : "GBP",
    ...version(bar),
    ...(request.frequency === "minute"
      ? { session_date: Math.floor(bar.at / 86_400_000_000), minute_utc: bar.at }
      : { session_date: bar.at }),
  }));
  return {
    markets: MICS.map((mic) => ({
      mic: named(mic),
      name: mic,
      currency: "GBP",
      time_zone: "UTC",
      ...always,
    })),
    instruments: IIDS.map((iid) => ({
      iid: named(iid),
      kind: "equity",
      name: named(iid),
      primary_mic: named(micOf(iid)),
      currency: "GBP",
      sector: "x",
      ...always,
    })),
    universes: [{ universe_id: named("U"), label: "u", ...always }],
    fields: [
      {
        name: named("book"),
        kind: "fundamental",
        unit: "currency",
        description: "",
        ttl_days: history.ttlDays,
        ...always,
      },
    ],
    calendars: history.calendars.map((c) => ({
      mic: named(c.mic),
      session_date: c.sessionDate,
      status: c.status,
      open_utc: c.openAt,
      close_utc: c.closeAt,
      break_start_utc: orNull(c.breakStartAt ?? Number.NaN),
      break_end_utc: orNull(c.breakEndAt ?? Number.NaN),
      ...version(c),
    })),
    memberships: history.memberships.map((m) => ({
      universe_id: named("U"),
      iid: named(m.iid),
      valid_from: m.validFrom,
      valid_to: endOrNull(m.validTo),
      ...version(m),
    })),
    listings: history.listings.map((l) => ({
      iid: named(l.iid),
      mic: named(l.mic),
      listed_on: l.listedOn,
      delisted_on: endOrNull(l.delistedOn),
      delist_return: l.delistReturn,
      ...version(l),
    })),
    actions: history.actions.map((a) => ({
      iid: named(a.iid),
      kind: a.kind,
      ex_date: a.exDate,
      ratio: a.ratio,
      cash: a.cash,
      pay_date: a.payDate === NO_SESSION ? null : a.payDate!,
      target_iid: a.target ? named(a.target) : null,
      cost_share: orNull(a.costShare!),
      currency: a.perUnit === 100 ? "GBX" : "GBP",
      ...version(a),
    })),
    fundamentals: history.facts.map((f) => ({
      iid: named(f.iid),
      field: named("book"),
      period_end: f.periodEnd,
      period_type: "Q",
      value: orNull(f.value),
      unit: "currency",
      currency: "GBP",
      known_quality: "exact",
      ...version(f),
    })),
    [request.frequency === "minute" ? "bars_1m" : "bars_1d"]: bars,
  };
};

/** Says of each commit what it gave the tables that events are made from. */
const describeBatches = async (connection: DuckDBConnection): Promise<void> => {
  for (const table of ["fundamentals", "instruments"])
    await connection.run(
      `INSERT INTO batch_digests SELECT ingest_seq, '${table}', count(*), sha256(string_agg(r::VARCHAR, '' ORDER BY r::VARCHAR))
       FROM ${table} r GROUP BY ingest_seq`,
    );
};

/** Writes many histories into one database, side by side under names of their own, without any check. */
export const writeHistories = async (dir: string, cases: readonly Case[]): Promise<string> => {
  const path = join(dir, "histories.duckdb");
  const database = await openDatabase(path, "read-write");
  const tables: Record<string, FixtureRow[]> = {};
  cases.forEach((each, n) => {
    for (const [table, rows] of Object.entries(rowsOf(each, n)))
      tables[table] = [...(tables[table] ?? []), ...rows];
  });
  for (const shape of storeTables) {
    await database.connection.run(createTableSql(shape));
    const rows = tables[shape.name];
    if (!rows) continue;
    const appender = await database.connection.createAppender(shape.name);
    appendRows(appender, tableShape(shape.name), tableRows(shape.name as TableName, rows));
    appender.closeSync();
  }
  await describeBatches(database.connection);
  database.close();
  return path;
};

/** The snapshot of a case in a database of many. */
export const sourceOf = (database: Database, { history, maxIngestSeq }: Case): SnapshotSource => {
  const snapshot: Snapshot = {
    name: "test",
    id: "s",
    maxIngestSeq,
    knownTo: history.knownTo,
    isSynthetic: true,
  };
  return { connection: database.connection, snapshot };
};
/** What a case asks, in the names of the n-th history. */
export const requestOf = (n: number, { request }: Case): PanelRequest => ({
  ...request,
  universe: nameIn(n, request.universe),
  fields: request.fields.map((field) => (field === "book" ? nameIn(n, field) : field)),
  decisionByMarket: Object.fromEntries(
    Object.entries(request.decisionByMarket).map(([mic, rule]) => [nameIn(n, mic), rule]),
  ),
});
