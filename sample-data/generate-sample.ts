import type { TableRows } from "../store/contract/tables.ts";
import { buildSessions, sessionAtOrBefore } from "./calendars/sessions.ts";
import { markets } from "./markets.ts";
import { planCompanies } from "./model/company.ts";
import { drawHistory } from "./model/company-history.ts";
import { buildWorld } from "./model/world.ts";
import { CALENDAR_FROM, CALENDAR_TO, FIRST_DAY, LAST_DAY } from "./period.ts";
import { appendActions } from "./tables/append-actions.ts";
import { appendBars } from "./tables/append-bars.ts";
import { appendCalendar } from "./tables/append-calendar.ts";
import { appendFundamentals } from "./tables/append-fundamentals.ts";
import { appendFx } from "./tables/append-fx.ts";
import { appendInstrument } from "./tables/append-instruments.ts";
import { appendMemberships, type Candidate, listReviews, measureSizes } from "./tables/append-memberships.ts";
import { digestTable } from "./tables/digest.ts";
import { buildReferenceTables } from "./tables/reference-rows.ts";
import { buildTable, SOURCE_ID, type TableBuilder } from "./tables/table-builder.ts";

export const SAMPLE_SEED = 1;
const SEED_STRIDE = 1_000_000;
const WORLD_STREAM = 1_000;
const FX_STREAM = 2_000;
const COMPANY_STREAM = 10_000;

/**
 * The synthetic market as tables of the store, one after another: the same bytes for the same seed on every
 * machine. `batches` is the last, with each table's digest.
 */
export function* generateSample(options: { readonly seed?: number } = {}): Generator<TableRows> {
  const builders = fillTables((options.seed ?? SAMPLE_SEED) * SEED_STRIDE);
  const batches = buildTable("batches");
  for (const builder of builders) {
    const rows = builder.finish();
    const digest = digestTable(rows);
    const { batchId, ingestSeq, table } = builder;
    const { rowCount } = rows;
    batches.append([
      batchId,
      SOURCE_ID,
      ingestSeq,
      `${table} (generated)`,
      digest,
      null,
      null,
      rowCount,
      rowCount,
      0,
      0,
      "committed",
      null,
    ]);
    yield rows;
  }
  yield batches.finish();
}

const fillTables = (seed: number): TableBuilder[] => {
  const world = buildWorld(seed + WORLD_STREAM);
  const reviews = listReviews();
  const instruments = buildTable("instruments");
  const ids = buildTable("instrument_ids");
  const listings = buildTable("listings");
  const calendars = buildTable("calendars");
  const bars = buildTable("bars_1d");
  const actions = buildTable("actions");
  const fx = buildTable("fx_1d");
  const fundamentals = buildTable("fundamentals");
  const memberships = buildTable("memberships");
  const candidates: Candidate[] = [];
  markets.forEach((market, index) => {
    const sessions = buildSessions(market.calendar, CALENDAR_FROM, CALENDAR_TO);
    appendCalendar(calendars, market, sessions);
    const first = sessionAtOrBefore(sessions, FIRST_DAY - 1) + 1;
    const last = sessionAtOrBefore(sessions, LAST_DAY);
    for (const company of planCompanies(market, seed + COMPANY_STREAM * (index + 1), first, last)) {
      const history = drawHistory(company, market, sessions, world, last);
      appendInstrument({ instruments, ids, listings }, company, market, sessions);
      appendBars(bars, history, market, sessions);
      appendActions(actions, history, market, sessions);
      appendFundamentals(fundamentals, history, market, sessions);
      candidates.push({ company, market, sessions, sizes: measureSizes(history, market, sessions, reviews) });
    }
  });
  appendFx(fx, world, seed + FX_STREAM);
  appendMemberships(memberships, candidates, reviews);
  return [
    ...buildReferenceTables(),
    instruments,
    ids,
    listings,
    calendars,
    bars,
    actions,
    fx,
    fundamentals,
    memberships,
  ];
};
