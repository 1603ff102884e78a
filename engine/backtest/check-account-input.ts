import { ArgumentError, requireWhole, requireWithin } from "../argument-error.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import { ACTION, type Panel, type PanelMarket } from "../contract/panel.ts";
import { FILL_POLICIES } from "../execution/order-codes.ts";
import { formatSessionDate } from "./rebalance-sessions.ts";

/** Beyond these a price or a rate is a slip of a source, and sums of what they make would have no end. */
const LEAST = 1e-12;
const MOST = 1e15;

/** Panels that have passed. They are never changed, and a sweep runs thousands of times on one. */
const passed = new WeakSet<Panel>();

/** As `checkAccountPanel`, and "bad-argument" for a setting. */
export function checkAccountInput(panel: Panel, config: BacktestConfig): void {
  checkConfig(config);
  checkAccountPanel(panel);
}

/**
 * Throws an ArgumentError "bad-panel" for what an account cannot be kept on: prices, sessions, actions or fixings that
 * cannot be, naming the instrument or market and the date. Missing prices (NaN) are no fault. The panel's shapes have
 * been checked.
 */
export function checkAccountPanel(panel: Panel): void {
  if (passed.has(panel)) return;
  for (const market of panel.markets) checkSessions(market);
  checkInstruments(panel);
  checkActions(panel);
  checkLateActions(panel);
  checkFixings(panel);
  for (const name of ["open", "close"]) checkPrices(panel, name);
  passed.add(panel);
}

function checkConfig(config: BacktestConfig): void {
  const { fillAt, foreignCash, lotOrder, volumeCap, margin } = config;
  requireWhole("from", config.from, Number.MIN_SAFE_INTEGER);
  requireWhole("to", config.to, Number.MIN_SAFE_INTEGER);
  requireOneOf("fillAt", fillAt, FILL_POLICIES);
  requireOneOf("foreignCash", foreignCash, ["convert", "hold"]);
  requireOneOf("lotOrder", lotOrder, ["fifo", "lifo"]);
  if (volumeCap !== undefined && !(volumeCap > 0))
    throw new ArgumentError(`volumeCap must be above 0, or Infinity for none, was ${volumeCap}`);
  if (margin) {
    const { maintenancePercent, initialPercent } = margin;
    requireWithin("margin.maintenancePercent", maintenancePercent, 0.01, 1_000);
    requireWithin("margin.initialPercent", initialPercent, maintenancePercent, 1_000);
  }
  for (const [currency, bps] of Object.entries(config.referenceRateBps ?? {}))
    requireWithin(`referenceRateBps of ${currency}`, bps, -1_000_000, 1_000_000);
  for (const [mic, sessions] of Object.entries(config.settlementSessions ?? {}))
    requireWhole(`settlementSessions of ${mic}`, sessions, 0, 1_000);
  for (const [mic, percent] of Object.entries(config.dividendTaxPercent ?? {}))
    requireWithin(`dividendTaxPercent of ${mic}`, percent, 0, 100);
}

function requireOneOf(name: string, value: string | undefined, values: readonly string[]): void {
  if (value === undefined || values.includes(value)) return;
  throw new ArgumentError(`${name} must be one of ${values.join(", ")}, was ${value}`);
}

function checkSessions(market: PanelMarket): void {
  const { mic, firstSessionNumber, sessionDates, nextSessionDates, openAt, closeAt, decisionAt } = market;
  const rows = sessionDates.length;
  if (!Number.isSafeInteger(firstSessionNumber))
    throw badPanel(`the first session of ${mic} must have a whole number, was ${firstSessionNumber}`, {
      mic,
    });
  if (nextSessionDates && nextSessionDates.length !== rows)
    throw badPanel(`${mic} has ${rows} sessions, but ${nextSessionDates.length} next ones`, { mic });
  if (openAt.length !== rows || closeAt.length !== rows || decisionAt.length !== rows)
    throw badPanel(`${mic} has ${rows} sessions, but not as many opens, closes and decision instants`, {
      mic,
    });
  for (let row = 0; row < rows; row++) {
    // Said so that an instant which is NaN fails too.
    const isWithin =
      openAt[row]! > Number.NEGATIVE_INFINITY &&
      openAt[row]! < closeAt[row]! &&
      closeAt[row]! <= decisionAt[row]! &&
      decisionAt[row]! < Number.POSITIVE_INFINITY;
    const follows =
      row === 0 ||
      (sessionDates[row]! >= sessionDates[row - 1]! &&
        openAt[row]! >= closeAt[row - 1]! &&
        decisionAt[row]! > decisionAt[row - 1]!);
    if (isWithin && follows) continue;
    const date = formatSessionDate(sessionDates[row]!);
    const fault = isWithin
      ? "does not lie after the session before it"
      : "does not open, close and become known in this order";
    throw badPanel(
      `the session of ${mic} on ${date} (row ${row}) ${fault}: sort the sessions and keep each once`,
      { mic, date, row },
    );
  }
}

function checkInstruments({ instruments, markets }: Panel): void {
  const seen = new Set<string>();
  for (const { mic } of markets) {
    if (seen.has(mic)) throw badPanel(`the panel has two markets ${mic}: keep one`, { mic });
    seen.add(mic);
  }
  seen.clear();
  for (const { iid, market, lotSize = 1, delistedRow, delistReturn } of instruments) {
    if (seen.has(iid)) throw badPanel(`the panel has two instruments ${iid}: keep one`, { iid });
    seen.add(iid);
    if (!(Number.isInteger(lotSize) && lotSize >= 1))
      throw badPanel(`the lot of ${iid} must be a whole number from 1, was ${lotSize}`, { iid });
    const rows = markets[market]!.sessionDates.length;
    if (!(Number.isInteger(delistedRow) && delistedRow >= -1 && delistedRow < rows))
      throw badPanel(`${iid} is delisted on row ${delistedRow}: must be −1 or below ${rows}`, { iid });
    if (delistReturn < -1 || delistReturn === Number.POSITIVE_INFINITY)
      throw badPanel(`the delisting return of ${iid} must be from −1, was ${delistReturn}`, { iid });
  }
}

/** Whether entry k stands behind the one before it, by instrument and then by row. */
const isInOrder = (instrument: Int32Array, row: Int32Array, k: number): boolean =>
  k === 0 ||
  instrument[k]! > instrument[k - 1]! ||
  (instrument[k] === instrument[k - 1] && row[k]! >= row[k - 1]!);

function checkActions({ actions, instruments, markets }: Panel): void {
  const { instrument, row, kind, ratio, cash, other, costShare } = actions;
  for (const [name, column] of Object.entries(actions))
    if (column !== undefined && column.length !== instrument.length)
      throw badPanel(`actions have ${instrument.length} instruments, but ${column.length} of ${name}`, {
        name,
      });
  for (let k = 0; k < instrument.length; k++) {
    const own = instruments[instrument[k]!];
    if (own === undefined) throw badPanel(`action ${k} is of no instrument of the panel`, { action: k });
    const { sessionDates } = markets[own.market]!;
    const date = formatSessionDate(sessionDates[row[k]!] ?? 0);
    const demand = (holds: boolean, sentence: string) => {
      if (!holds)
        throw badPanel(`action ${k}, of ${own.iid} on ${date}: ${sentence}`, { instrument: own.iid, date });
    };
    const isRatio = ratio[k]! < Number.POSITIVE_INFINITY;
    const partner = other?.[k] ?? -1;
    demand(row[k]! >= 0 && row[k]! < sessionDates.length, `row ${row[k]} is outside the panel`);
    demand(isInOrder(instrument, row, k), "actions must be in the order of instrument and row");
    demand(kind[k]! <= ACTION.merger, `kind ${kind[k]} is unknown`);
    demand(cash[k]! >= 0 && cash[k]! < Number.POSITIVE_INFINITY, `cash must be from 0, was ${cash[k]}`);
    if (kind[k] === ACTION.split) demand(ratio[k]! > 0 && isRatio, `ratio must be above 0, was ${ratio[k]}`);
    if (kind[k] !== ACTION.spinOff && kind[k] !== ACTION.merger) continue;
    const isMerger = kind[k] === ACTION.merger;
    demand(ratio[k]! >= 0 && isRatio, `ratio must be from 0, was ${ratio[k]}`);
    demand(
      (isMerger && partner === -1) ||
        (partner !== instrument[k] && instruments[partner]?.market === own.market),
      `other must be another instrument of its market, was ${partner}`,
    );
    const share = costShare?.[k] ?? 0;
    demand(isMerger || (share >= 0 && share <= 1), `costShare must be from 0 to 1, was ${share}`);
  }
}

function checkLateActions({ lateActions, instruments, markets }: Panel): void {
  if (lateActions === undefined) return;
  const { instrument, exRow, row, ratio, cash, payDate } = lateActions;
  for (const [name, column] of Object.entries({ exRow, row, ratio, cash, payDate }))
    if (column?.length !== instrument.length)
      throw badPanel(`late actions have ${instrument.length} instruments, but ${column?.length} of ${name}`, {
        name,
      });
  for (let k = 0; k < instrument.length; k++) {
    const own = instruments[instrument[k]!];
    if (own === undefined) throw badPanel(`late action ${k} is of no instrument of the panel`, { action: k });
    const demand = (holds: boolean, sentence: string) => {
      if (!holds)
        throw badPanel(`late action ${k}, of ${own.iid}: ${sentence}`, { instrument: own.iid, action: k });
    };
    const rows = markets[own.market]!.sessionDates.length;
    demand(
      exRow[k]! >= 0 && exRow[k]! < row[k]! && row[k]! < rows,
      `must have its ex-date before it is known, both inside the panel, had rows ${exRow[k]} and ${row[k]}`,
    );
    demand(isInOrder(instrument, row, k), "late actions must be in the order of instrument and row");
    demand(ratio[k]! > 0 && ratio[k]! < Number.POSITIVE_INFINITY, `ratio must be above 0, was ${ratio[k]}`);
    demand(Number.isFinite(cash[k]), `cash must be a finite number, was ${cash[k]}`);
  }
}

function checkFixings({ fx }: Panel): void {
  for (const { currency, knownAt, usdPerUnit } of fx)
    for (let k = 0; k < Math.max(knownAt.length, usdPerUnit.length); k++)
      if (
        !(usdPerUnit[k]! >= LEAST && usdPerUnit[k]! <= MOST) ||
        !(knownAt[k]! >= (k === 0 ? Number.NEGATIVE_INFINITY : knownAt[k - 1]!))
      )
        throw badPanel(
          `fixing ${k} of ${currency} is ${usdPerUnit[k]}, known at ${knownAt[k]}: must be from ${LEAST} to ${MOST} and in order`,
          { currency, fixing: k },
        );
}

function checkPrices({ columns, instruments, markets, offsets }: Panel, name: string): void {
  const column = columns[name];
  if (!column) return;
  for (let cell = 0; cell < column.length; cell++) {
    const price = column[cell]!;
    // Comparisons with NaN, which is a missing price, are false.
    if (!(price < LEAST || price > MOST)) continue;
    const i = offsets.findLastIndex((first) => first <= cell);
    const { iid, market } = instruments[i]!;
    const date = formatSessionDate(markets[market]!.sessionDates[cell - offsets[i]!]!);
    throw badPanel(
      `the ${name} of ${iid} on ${date} is ${price}: prices are above 0, from ${LEAST} to ${MOST}; make a price that is not there NaN`,
      { instrument: iid, date },
    );
  }
}

const badPanel = (message: string, details: Record<string, string | number>) =>
  new ArgumentError(message, "bad-panel", details);
