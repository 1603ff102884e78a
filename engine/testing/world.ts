import type { BacktestConfig, CostModel } from "../contract/backtest.ts";
import { ACTION, type Panel, type PanelActions, type PanelLateActions } from "../contract/panel.ts";
import { MICROS_PER_DAY, MICROS_PER_MINUTE, NO_SESSION } from "../contract/time.ts";
import { createRandom, type Random } from "../rng/random.ts";

/** What a generated world looks like; everything else follows from the seed. */
export interface WorldShape {
  readonly seed: number;
  readonly instruments: number;
  readonly sessions: number;
  readonly hasActions?: boolean;
  readonly hasGaps?: boolean;
  readonly hasDelistings?: boolean;
  /** Some splits and dividends become known only sessions after their ex-date. */
  readonly hasLateActions?: boolean;
  /** Spin-offs and mergers between instruments of a market. */
  readonly hasExchanges?: boolean;
  /** Bars that lack their open, their close or both ends, days on which two things go ex, names that are no members. */
  readonly hasOddDays?: boolean;
  /** Three bars a day, a second apart: decisions are made while the next one is under way. */
  readonly isIntraday?: boolean;
  /** Only the first market, in dollars. */
  readonly isSingleMarket?: boolean;
}

const BARS_PER_DAY = 3;

/** 2020-01-01, a Wednesday. */
export const FIRST_DATE = 18_262;
const HOUR = 3_600_000_000;

/** Opening and closing hours in UTC, so that no two markets share an instant. */
const markets = [
  { mic: "XNYS", currency: "USD", opens: 14.5, closes: 21 },
  { mic: "XKRX", currency: "KRW", opens: 0, closes: 6.5 },
  { mic: "XLON", currency: "GBP", opens: 8, closes: 16.5 },
] as const;

interface WorldAction {
  readonly instrument: number;
  readonly row: number;
  readonly kind: number;
  readonly ratio: number;
  readonly cash: number;
  readonly payDate: number;
  readonly other: number;
  readonly costShare: number;
}

const NO_ACTION = { ratio: 1, cash: 0, payDate: NO_SESSION, other: -1, costShare: 0 };

/** A small market of random walks with gaps, splits, dividends and delistings. The same shape gives the same bits. */
export function createWorld(shape: WorldShape): Panel {
  const panel = createPunctualWorld(shape);
  return shape.hasLateActions ? delayActions(panel, shape.seed + 2) : panel;
}

function createPunctualWorld(shape: WorldShape): Panel {
  const random = createRandom(shape.seed);
  const used = shape.isSingleMarket ? markets.slice(0, 1) : markets;
  const axes = used.map((market) => {
    const dates: number[] = [];
    for (let date = FIRST_DATE; dates.length < shape.sessions; date++)
      if ((date + 3) % 7 < 5 && (market.mic === "XNYS" || random.uniform() > 0.1)) dates.push(date);
    const firstSessionNumber = 1_000 + random.integer(500);
    const axis = { mic: market.mic as string, currency: market.currency as string, firstSessionNumber };
    if (shape.isIntraday) return { ...axis, ...intradayRows(dates, market) };
    const at = (hour: number, extra: number) =>
      Float64Array.from(dates, (d) => d * MICROS_PER_DAY + hour * HOUR + extra);
    return {
      ...axis,
      sessionDates: Int32Array.from(dates),
      openAt: at(market.opens, 0),
      closeAt: at(market.closes, 0),
      decisionAt: at(market.closes, 30 * MICROS_PER_MINUTE),
    };
  });
  const size = shape.instruments;
  const rows = shape.sessions;
  const cells = size * rows;
  const column = () => new Float64Array(cells).fill(Number.NaN);
  const columns = {
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    sharesOutstanding: column(),
    bookValue: column(),
  };
  const members = new Uint8Array(cells);
  const actions: WorldAction[] = [];
  // A generator of its own, so that worlds without exchanges stay as they are.
  const exchanges = createRandom(shape.seed + 0.5 * 2 ** 32);
  const odd = createRandom(shape.seed + 0.25 * 2 ** 32);
  const instruments = Array.from({ length: size }, (_, i) => {
    const isMerged = Boolean(shape.hasExchanges) && rows > 1 && exchanges.uniform() < 0.2;
    const isDelisted = Boolean(shape.hasDelistings) && random.uniform() < 0.3;
    const delistedRow = isMerged || isDelisted ? 1 + random.integer(rows - 1) : -1;
    const neighbour = i + used.length < size ? i + used.length : i - used.length;
    const hasNeighbour = neighbour >= 0 && neighbour !== i;
    const isOutside = Boolean(shape.hasOddDays) && odd.uniform() < 0.2;
    let price = 20 + 80 * random.uniform();
    let shares = 1_000 + random.integer(9_000);
    for (let row = 0; row < rows; row++) {
      if (delistedRow >= 0 && row >= delistedRow) break;
      const cell = i * rows + row;
      price *= 1 + 0.03 * (random.uniform() - 0.5);
      if (shape.hasActions && row > 0 && random.uniform() < 0.06) {
        const isSplit = random.uniform() < 0.5;
        const ratio = isSplit ? [2, 3, 0.5][random.integer(3)]! : 1;
        const lag = random.integer(12);
        const payDate = isSplit || lag < 3 ? NO_SESSION : axes[i % used.length]!.sessionDates[row]! + lag;
        actions.push({
          ...NO_ACTION,
          instrument: i,
          row,
          kind: isSplit ? 0 : 1,
          ratio,
          cash: isSplit ? 0 : price * 0.02,
          payDate,
        });
        price /= ratio;
        shares *= ratio;
        if (shape.hasOddDays && odd.uniform() < 0.5)
          actions.push({ ...NO_ACTION, instrument: i, row, kind: ACTION.cashDividend, cash: price * 0.03 });
      }
      if (shape.hasExchanges && hasNeighbour && row > 0 && exchanges.uniform() < 0.02) {
        const costShare = 0.1 + 0.3 * exchanges.uniform();
        actions.push({
          ...NO_ACTION,
          instrument: i,
          row,
          kind: ACTION.spinOff,
          ratio: 0.25,
          other: neighbour,
          costShare,
        });
        price *= 1 - costShare;
      }
      const open = price * (1 + 0.01 * (random.uniform() - 0.5));
      const isMissing = shape.hasGaps && row > 0 && random.uniform() < 0.1;
      if (!isMissing) {
        columns.open[cell] = open;
        columns.close[cell] = price;
        columns.high[cell] = Math.max(open, price) * (1 + 0.01 * exchanges.uniform());
        columns.low[cell] = Math.min(open, price) * (1 - 0.01 * exchanges.uniform());
        columns.volume[cell] = exchanges.uniform() < 0.05 ? 0 : 100 + exchanges.integer(100_000);
      }
      if (shape.hasOddDays && odd.uniform() < 0.1) {
        const lacking = [["open"], ["close"], ["high", "low"]] as const;
        for (const name of lacking[odd.integer(3)]!) columns[name][cell] = Number.NaN;
      }
      columns.sharesOutstanding[cell] = shares;
      columns.bookValue[cell] = price * shares * (0.2 + random.uniform());
      members[cell] = random.uniform() < 0.95 && !isOutside ? 1 : 0;
    }
    if (isMerged) {
      const row = delistedRow;
      const hasShares = hasNeighbour && exchanges.uniform() < 0.7;
      const cash = !hasShares || exchanges.uniform() < 0.5 ? price * (hasShares ? 0.3 : 1.1) : 0;
      const ratio = hasShares ? 0.4 : 0;
      const other = hasShares ? neighbour : -1;
      actions.push({ ...NO_ACTION, instrument: i, row, kind: ACTION.merger, ratio, cash, other });
    }
    return {
      iid: `I${String(i).padStart(3, "0")}`,
      name: `Instrument ${i}`,
      market: i % used.length,
      sector: "S",
      delistedRow,
      delistReturn: delistedRow < 0 ? Number.NaN : isMerged ? 0 : -0.4,
    };
  });
  return {
    snapshotId: "world",
    universe: "WORLD",
    markets: axes,
    instruments,
    offsets: Int32Array.from({ length: size + 1 }, (_, i) => i * rows),
    columns,
    members,
    actions: {
      instrument: Int32Array.from(actions, (a) => a.instrument),
      row: Int32Array.from(actions, (a) => a.row),
      kind: Uint8Array.from(actions, (a) => a.kind),
      ratio: Float64Array.from(actions, (a) => a.ratio),
      cash: Float64Array.from(actions, (a) => a.cash),
      payDate: Int32Array.from(actions, (a) => a.payDate),
      other: Int32Array.from(actions, (a) => a.other),
      costShare: Float64Array.from(actions, (a) => a.costShare),
    },
    fx: [fixings(random, "KRW", 1 / 1_200, rows * 2), fixings(random, "GBP", 1.3, rows * 2)],
  };
}

/** As many rows as there are dates, of a third as many days. */
function intradayRows(dates: readonly number[], { opens, closes }: (typeof markets)[number]) {
  const length = (closes - opens) / BARS_PER_DAY;
  // No two of them share an instant, so that a fill's instant tells its bar.
  const apart = -1_000_000;
  const dateOf = (row: number) => dates[Math.floor(row / BARS_PER_DAY)]!;
  const at = (bars: number, extra = 0) =>
    Float64Array.from(dates, (_, row) => {
      const hour = opens + length * ((row % BARS_PER_DAY) + bars);
      return dateOf(row) * MICROS_PER_DAY + hour * HOUR + extra;
    });
  return {
    sessionDates: Int32Array.from(dates, (_, row) => dateOf(row)),
    // The last day is cut off or followed by the next working day.
    nextSessionDates: Int32Array.from(dates, (_, row) => dateOf(row + 1) ?? NO_SESSION),
    openAt: at(0),
    closeAt: at(1, apart),
    decisionAt: at(1, apart + 30 * MICROS_PER_MINUTE),
  };
}

function fixings(random: Random, currency: string, level: number, count: number) {
  let rate = level;
  return {
    currency,
    knownAt: Float64Array.from(
      { length: count },
      (_, k) => (FIRST_DATE - 5 + k) * MICROS_PER_DAY + 16 * HOUR,
    ),
    usdPerUnit: Float64Array.from({ length: count }, () => {
      rate *= 1 + 0.01 * (random.uniform() - 0.5);
      return rate;
    }),
  };
}

/**
 * The world as it was at an instant: rows, fixings, actions and delistings known later do not exist. Of a session
 * that is under way only what its open brought is there: the open price, and the actions that went ex.
 */
export function truncateWorld(panel: Panel, at: number): Panel {
  const countUntil = (instants: Float64Array) => instants.filter((instant) => instant <= at).length;
  const known = panel.markets.map((market) => countUntil(market.decisionAt));
  const kept = panel.markets.map((market) => countUntil(market.openAt));
  const closed = panel.markets.map((market) => countUntil(market.closeAt));
  const closedRowsOf = (i: number) => closed[panel.instruments[i]!.market]!;
  const knownRowsOf = (i: number) => known[panel.instruments[i]!.market]!;
  const rowsOf = (i: number) => kept[panel.instruments[i]!.market]!;
  const offsets = new Int32Array(panel.offsets.length);
  for (let i = 0; i < panel.instruments.length; i++) offsets[i + 1] = offsets[i]! + rowsOf(i);
  const cut = <T extends Float64Array | Uint8Array>(column: T, output: T, countOf = knownRowsOf): T => {
    for (let i = 0; i < panel.instruments.length; i++)
      for (let row = 0; row < countOf(i); row++) output[offsets[i]! + row] = column[panel.offsets[i]! + row]!;
    return output;
  };
  const total = offsets[panel.instruments.length]!;
  // What the account needs of a session under way: its open, and what volume caps are counted from; once it has closed,
  // its prices. A strategy sees none of it before the row is known.
  const cutOf = (name: string) =>
    name === "open" || name === "volume"
      ? rowsOf
      : ["high", "low", "close", "vwap"].includes(name)
        ? closedRowsOf
        : knownRowsOf;
  const { actions, lateActions } = panel;
  const played = Array.from(actions.row.keys()).filter(
    (k) => actions.row[k]! < rowsOf(actions.instrument[k]!),
  );
  return {
    ...panel,
    markets: panel.markets.map((market, m) => ({
      ...market,
      sessionDates: market.sessionDates.slice(0, kept[m]),
      ...(market.nextSessionDates && { nextSessionDates: market.nextSessionDates.slice(0, kept[m]) }),
      openAt: market.openAt.slice(0, kept[m]),
      closeAt: market.closeAt.slice(0, kept[m]),
      decisionAt: market.decisionAt.slice(0, kept[m]),
    })),
    instruments: panel.instruments.map((instrument, i) =>
      instrument.delistedRow < knownRowsOf(i)
        ? instrument
        : { ...instrument, delistedRow: -1, delistReturn: Number.NaN },
    ),
    offsets,
    columns: Object.fromEntries(
      Object.entries(panel.columns).map(([name, column]) => [
        name,
        cut(column, new Float64Array(total).fill(Number.NaN), cutOf(name)),
      ]),
    ),
    members: cut(panel.members, new Uint8Array(total)),
    actions: pickActions(actions, played),
    ...(lateActions && {
      lateActions: pickLateActions(
        lateActions,
        Array.from(lateActions.row.keys()).filter(
          (k) => lateActions.row[k]! < knownRowsOf(lateActions.instrument[k]!),
        ),
      ),
    }),
    fx: panel.fx.map(({ currency, knownAt, usdPerUnit }) => ({
      currency,
      knownAt: knownAt.filter((instant) => instant <= at),
      usdPerUnit: usdPerUnit.filter((_, k) => knownAt[k]! <= at),
    })),
  };
}

/** The same world with its instruments listed in another order: entry k is the old index of the new k-th. */
export function permuteWorld(panel: Panel, permutation: readonly number[]): Panel {
  const newIndex = new Map(permutation.map((old, k) => [old, k]));
  const offsets = new Int32Array(panel.offsets.length);
  permutation.forEach((old, k) => {
    offsets[k + 1] = offsets[k]! + panel.offsets[old + 1]! - panel.offsets[old]!;
  });
  const move = <T extends Float64Array | Uint8Array>(column: T, output: T): T => {
    permutation.forEach((old, k) => {
      output.set(column.subarray(panel.offsets[old]!, panel.offsets[old + 1]!), offsets[k]!);
    });
    return output;
  };
  const { actions, lateActions } = panel;
  const sort = ({ instrument }: { readonly instrument: Int32Array }) =>
    Array.from(instrument.keys()).sort(
      (a, b) => newIndex.get(instrument[a]!)! - newIndex.get(instrument[b]!)! || a - b,
    );
  const sorted = sort(actions);
  const sortedLate = lateActions ? sort(lateActions) : [];
  return {
    ...panel,
    instruments: permutation.map((old) => panel.instruments[old]!),
    ...(panel.sharesSplitFactor && {
      sharesSplitFactor: Float64Array.from(permutation, (old) => panel.sharesSplitFactor![old]!),
    }),
    offsets,
    columns: Object.fromEntries(
      Object.entries(panel.columns).map(([name, column]) => [
        name,
        move(column, new Float64Array(column.length)),
      ]),
    ),
    members: move(panel.members, new Uint8Array(panel.members.length)),
    ...(lateActions && {
      lateActions: {
        ...pickLateActions(lateActions, sortedLate),
        instrument: Int32Array.from(sortedLate, (k) => newIndex.get(lateActions.instrument[k]!)!),
      },
    }),
    actions: {
      ...pickActions(actions, sorted),
      instrument: Int32Array.from(sorted, (k) => newIndex.get(actions.instrument[k]!)!),
      ...(actions.other && {
        other: Int32Array.from(sorted, (k) => newIndex.get(actions.other![k]!) ?? -1),
      }),
    },
  };
}

/** The world in which every second split or dividend becomes known one to four sessions after its ex-date. */
export function delayActions(panel: Panel, seed: number): Panel {
  const random = createRandom(seed);
  const { actions, instruments, markets } = panel;
  const knownRow = Int32Array.from(actions.row, (row, k) => {
    const rows = markets[instruments[actions.instrument[k]!]!.market]!.sessionDates.length;
    const later = row + 1 + random.integer(4);
    return random.uniform() < 0.5 && actions.kind[k]! <= ACTION.cashDividend && later < rows ? later : row;
  });
  const places = Array.from(actions.row.keys());
  const late = places
    .filter((k) => knownRow[k]! > actions.row[k]!)
    .sort((a, b) => actions.instrument[a]! - actions.instrument[b]! || knownRow[a]! - knownRow[b]!);
  return {
    ...panel,
    actions: pickActions(
      actions,
      places.filter((k) => knownRow[k] === actions.row[k]),
    ),
    lateActions: {
      instrument: Int32Array.from(late, (k) => actions.instrument[k]!),
      exRow: Int32Array.from(late, (k) => actions.row[k]!),
      row: Int32Array.from(late, (k) => knownRow[k]!),
      ratio: Float64Array.from(late, (k) => actions.ratio[k]!),
      cash: Float64Array.from(late, (k) => actions.cash[k]!),
      payDate: Int32Array.from(late, (k) => actions.payDate?.[k] ?? NO_SESSION),
    },
  };
}

/** A million dollars over the whole world. */
export function worldConfig(costs: CostModel): BacktestConfig {
  return { from: FIRST_DATE, to: FIRST_DATE + 10_000, capitalMinor: 100_000_000, currency: "USD", costs };
}

/** Some of a panel's late actions, in the order of their given places. */
function pickLateActions(late: PanelLateActions, places: readonly number[]): PanelLateActions {
  return {
    instrument: Int32Array.from(places, (k) => late.instrument[k]!),
    exRow: Int32Array.from(places, (k) => late.exRow[k]!),
    row: Int32Array.from(places, (k) => late.row[k]!),
    ratio: Float64Array.from(places, (k) => late.ratio[k]!),
    cash: Float64Array.from(places, (k) => late.cash[k]!),
    payDate: Int32Array.from(places, (k) => late.payDate[k]!),
  };
}

/** Some of a panel's actions, in the order of their given places. */
function pickActions(actions: PanelActions, places: readonly number[]): PanelActions {
  const { payDate, other, costShare } = actions;
  return {
    instrument: Int32Array.from(places, (k) => actions.instrument[k]!),
    row: Int32Array.from(places, (k) => actions.row[k]!),
    kind: Uint8Array.from(places, (k) => actions.kind[k]!),
    ratio: Float64Array.from(places, (k) => actions.ratio[k]!),
    cash: Float64Array.from(places, (k) => actions.cash[k]!),
    ...(payDate && { payDate: Int32Array.from(places, (k) => payDate[k]!) }),
    ...(other && { other: Int32Array.from(places, (k) => other[k]!) }),
    ...(costShare && { costShare: Float64Array.from(places, (k) => costShare[k]!) }),
  };
}
