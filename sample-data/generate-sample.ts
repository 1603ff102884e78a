import type { TableRows } from "../store/contract/tables.ts";
import { yearMonthOf } from "./calendars/day.ts";
import { buildSessions, sessionAtOrBefore } from "./calendars/sessions.ts";
import { type Market, scaleMarkets } from "./markets.ts";
import { type Company, planCompanies } from "./model/company.ts";
import { type Birth, type CompanyHistory, drawHistory } from "./model/company-history.ts";
import { planCorporateEvents } from "./model/corporate-events.ts";
import { DRIFT_MEMORY, DRIFT_SPREAD, VALUE_DRIFT, VALUE_FACTOR_PREMIUM } from "./model/premia.ts";
import { buildWorld, type World } from "./model/world.ts";
import { CALENDAR_TO } from "./period.ts";
import { calendarRows } from "./reference/calendar-rows.ts";
import { defaultOptions, type Period, periodOf, type SampleOptions } from "./sample-options.ts";
import {
  appendActions,
  appendMerger,
  appendSpinOffValue,
  type UnvaluedSpinOff,
} from "./tables/append-actions.ts";
import { appendBars } from "./tables/append-bars.ts";
import { appendClassifications } from "./tables/append-classifications.ts";
import { appendFundamentals } from "./tables/append-fundamentals.ts";
import { appendFx } from "./tables/append-fx.ts";
import { appendInstrument } from "./tables/append-instruments.ts";
import {
  appendMemberships,
  type Candidate,
  listReviews,
  measureSizes,
  type Review,
} from "./tables/append-memberships.ts";
import { appendMinuteBars } from "./tables/append-minute-bars.ts";
import { buildReferenceTables } from "./tables/reference-rows.ts";
import { buildTable, type CollectedTable, SOURCE_ID } from "./tables/table-builder.ts";
import { logReusedSymbols } from "./truths/log-reused-symbols.ts";
import { openTruthLog, type PlantedTruths, type TruthLog } from "./truths/planted-truths.ts";

const SEED_STRIDE = 1_000_000;
const WORLD_STREAM = 1_000;
const FX_STREAM = 2_000;
const COMPANY_STREAM = 10_000;
/** Tables grow company by company, and are handed on when they hold so many rows: memory does not grow with years. */
const ROWS_AT_ONCE = 131_072;

/**
 * The synthetic market as tables of the store, part by part: the same bytes for the same options on every machine.
 * `batches` is the last, with each table's digest. The generator returns what was planted.
 */
export function* generateSample(
  options: SampleOptions = defaultOptions,
): Generator<TableRows, PlantedTruths> {
  const seed = options.seed * SEED_STRIDE;
  const period = periodOf(options);
  const world = buildWorld(seed + WORLD_STREAM, period);
  const markets = scaleMarkets(options.instruments);
  const truths = openTruthLog();
  const tables = openTables();
  const reviews = listReviews(period);
  const candidates: Candidate[] = [];
  const all: readonly CollectedTable[] = [...buildReferenceTables(markets), ...Object.values(tables)];

  for (const [index, market] of markets.entries()) {
    const firstYear = yearMonthOf(period.firstDay).year;
    for (const row of calendarRows(market.calendar.mic, firstYear, yearMonthOf(period.lastDay).year))
      tables.calendars.append(row);
    const exchange = openExchange(market, firstYear, period, world, reviews, options.hasMinutes);
    for (const company of exchange.plan(seed + COMPANY_STREAM * (index + 1), truths)) {
      candidates.push(exchange.list(company, tables, truths));
      for (const table of all) if (table.waiting >= ROWS_AT_ONCE) yield table.take();
    }
  }
  appendFx(tables.fx, world, seed + FX_STREAM);
  appendMemberships(tables.memberships, candidates, markets, reviews, period);
  for (const table of all) if (table.waiting > 0) yield table.take();
  yield describeBatches(all);
  return { format: 1, options, premia, ...truths };
}

const premia: PlantedTruths["premia"] = {
  driftSpread: DRIFT_SPREAD,
  driftMemoryPerMonth: DRIFT_MEMORY,
  valueDriftPerUnit: VALUE_DRIFT,
  valueFactorPremium: VALUE_FACTOR_PREMIUM,
};

const openTables = () => ({
  instruments: buildTable("instruments"),
  ids: buildTable("instrument_ids"),
  listings: buildTable("listings"),
  calendars: buildTable("calendars"),
  bars: buildTable("bars_1d"),
  minutes: buildTable("bars_1m"),
  actions: buildTable("actions"),
  fx: buildTable("fx_1d"),
  fundamentals: buildTable("fundamentals"),
  memberships: buildTable("memberships"),
  classifications: buildTable("classifications"),
});
type Tables = ReturnType<typeof openTables>;

/** One market while its companies are drawn, one after the other: of the earlier ones it keeps what others need. */
const openExchange = (
  market: Market,
  firstYear: number,
  period: Period,
  world: World,
  reviews: readonly Review[],
  hasMinutes: boolean,
) => {
  const sessions = buildSessions(market.calendar, `${firstYear}-01-01`, CALENDAR_TO);
  const first = sessionAtOrBefore(sessions, period.firstDay - 1) + 1;
  const lastSession = sessionAtOrBefore(sessions, period.lastDay);
  const acquirers = new Set<string>();
  const closes = new Map<string, (session: number) => number>();
  const births = new Map<string, Birth>();
  const spinOffs = new Map<string, UnvaluedSpinOff>();

  const plan = (seed: number, truths: TruthLog): readonly Company[] => {
    const companies = planCorporateEvents(
      planCompanies(market, seed, first, lastSession),
      market,
      seed,
      lastSession,
    );
    for (const { deal } of companies) if (deal?.acquirer) acquirers.add(deal.acquirer);
    logReusedSymbols(companies, sessions, truths);
    return companies;
  };

  const list = (planned: Company, tables: Tables, truths: TruthLog): Candidate => {
    const birth = births.get(planned.iid);
    const company = birth ? { ...planned, startPrice: birth.price, startShares: birth.shares } : planned;
    const acquirerClose = (company.deal?.acquirer && closes.get(company.deal.acquirer)) || null;
    const history = drawHistory(company, market, sessions, { world, lastSession, acquirerClose });
    if (acquirers.has(company.iid))
      closes.set(company.iid, (session) => history.close[session - history.first]!);
    if (history.child) remember(history, history.child);
    appendInstrument(tables, history, market, sessions, truths);
    appendClassifications(tables.classifications, history, sessions, truths);
    appendBars(tables.bars, history, market, sessions, truths);
    if (hasMinutes) appendMinuteBars(tables.minutes, history, market, sessions);
    appendActions(tables.actions, history, market, sessions, truths);
    appendMerger(tables.actions, history, acquirerClose, market, sessions, truths);
    const spinOff = spinOffs.get(company.iid);
    if (spinOff) appendSpinOffValue(tables.actions, spinOff, history, market, sessions, truths);
    appendFundamentals(tables.fundamentals, history, market, sessions, truths);
    return { company, market, sessions, sizes: measureSizes(history, market, sessions, reviews) };
  };

  const remember = ({ company, actions, first: listed, close, open }: CompanyHistory, child: Birth): void => {
    const action = actions.find(({ kind }) => kind === "spin-off")!;
    births.set(company.spinOff!.child, child);
    spinOffs.set(company.spinOff!.child, {
      parent: company,
      announced: action.announced,
      ex: action.ex,
      ratio: action.ratio,
      share: company.spinOff!.share,
      expectedCash: action.cash,
      closeBefore: close[action.ex - listed - 1]!,
      open: open[action.ex - listed]!,
    });
  };
  return { plan, list };
};

const describeBatches = (tables: readonly CollectedTable[]): TableRows => {
  const batches = buildTable("batches");
  for (const { table, batchId, ingestSeq, digest, rowCount } of tables.map((one) => one.describe()))
    if (rowCount > 0)
      batches.append({
        batch_id: batchId,
        source_id: SOURCE_ID,
        ingest_seq: ingestSeq,
        file_name: `${table} (generated)`,
        sha256: digest,
        rows_in: rowCount,
        rows_ok: rowCount,
        rows_unchanged: 0,
        rows_quarantined: 0,
        state: "committed",
      });
  return batches.take();
};
