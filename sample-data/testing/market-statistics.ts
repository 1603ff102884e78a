import type { TableRows } from "../../store/contract/tables.ts";
import { isoOf, isWeekend } from "../calendars/day.ts";
import { markets } from "../markets.ts";
import { defaultOptions, periodOf } from "../sample-options.ts";

/** The sample as plain arrays for one purpose: to look at it the way a strategy would, a month at a time. */
export interface Observed {
  readonly days: readonly number[];
  /** Per instrument, per weekday: total-return level in US dollars, carried over days without a bar; NaN outside. */
  readonly levels: readonly Float64Array[];
  readonly capitalisation: readonly Float64Array[];
  readonly bookToPrice: readonly Float64Array[];
  /** 1 on days of membership of GLOBAL_LARGE. */
  readonly members: readonly Uint8Array[];
}

type Columns = Record<string, Float64Array> & {
  readonly iid: readonly string[];
  readonly field: readonly string[];
};
const columnsOf = (rows: TableRows) => rows.columns as unknown as Columns;

/** Rebuilds total returns from raw bars and actions, and fundamentals by newest period known on each day. */
export const observe = (tables: ReadonlyMap<string, TableRows>): Observed => {
  const days: number[] = [];
  const { firstDay, lastDay } = periodOf(defaultOptions);
  for (let day = firstDay; day <= lastDay; day++) if (!isWeekend(day)) days.push(day);
  const indexOfDay = new Map(days.map((day, index) => [day, index]));
  const instruments = columnsOf(tables.get("instruments")!).iid;
  const indexOf = new Map(instruments.map((iid, index) => [iid, index]));
  const grid = () => instruments.map(() => new Float64Array(days.length).fill(Number.NaN));
  const [levels, closes, shares, books] = [grid(), grid(), grid(), grid()];
  const members = instruments.map(() => new Uint8Array(days.length));

  const dollars = readDollars(tables, indexOfDay, days.length);
  const marketOf = instruments.map((iid) => markets.find(({ prefix }) => iid.startsWith(prefix))!);
  const bars = columnsOf(tables.get("bars_1d")!);
  bars.iid.forEach((iid, row) => {
    const instrument = indexOf.get(iid)!;
    if (bars.revision![row] === 0)
      closes[instrument]![indexOfDay.get(bars.session_date![row]!)!] =
        bars.close![row]! / marketOf[instrument]!.quotesPerUnit;
  });
  const actions = columnsOf(tables.get("actions")!);
  const ratio = new Map<string, number>();
  const cash = new Map<string, number>();
  const kinds = actions.kind as unknown as readonly string[];
  actions.iid.forEach((iid, row) => {
    const instrument = indexOf.get(iid)!;
    const key = `${instrument} ${indexOfDay.get(actions.ex_date![row]!)}`;
    const paid = actions.cash![row]! / marketOf[instrument]!.quotesPerUnit;
    // A later version of a spin-off stands in for the first.
    if (kinds[row] === "spin-off") cash.set(key, paid);
    else if (kinds[row]!.endsWith("dividend")) cash.set(key, paid);
    else if (kinds[row] === "split") ratio.set(key, actions.ratio![row]!);
  });
  readFacts(tables, "sharesOutstanding", indexOf, days, shares);
  readFacts(tables, "bookValue", indexOf, days, books);
  const delisted = columnsOf(tables.get("listings")!);
  const delistReturn = new Map(
    delisted.iid.flatMap((iid, row) =>
      !Number.isNaN(delisted.delist_return![row]!)
        ? [[indexOf.get(iid)!, [delisted.delisted_on![row]!, delisted.delist_return![row]!]] as const]
        : [],
    ),
  );
  closes.forEach((close, instrument) => {
    let growth = 1;
    let last = Number.NaN;
    const [endDay, endReturn] = delistReturn.get(instrument) ?? [Infinity, 0];
    const fx = dollars.get(marketOf[instrument]!.currency)!;
    for (let index = 0; index < days.length; index++) {
      if (days[index]! >= endDay) {
        if (days[index - 1]! < endDay) levels[instrument]![index] = growth * (1 + endReturn) * fx[index]!;
        continue;
      }
      const price = close[index]!;
      if (!Number.isNaN(price)) {
        const key = `${instrument} ${index}`;
        if (!Number.isNaN(last)) growth *= (price * (ratio.get(key) ?? 1) + (cash.get(key) ?? 0)) / last;
        last = price;
      }
      if (!Number.isNaN(last)) levels[instrument]![index] = growth * fx[index]!;
      close[index] = last;
    }
  });
  const capitalisation = closes.map((close, instrument) =>
    close.map(
      (price, index) =>
        price * shares[instrument]![index]! * dollars.get(marketOf[instrument]!.currency)![index]!,
    ),
  );
  const bookToPrice = closes.map((close, instrument) =>
    close.map((price, index) => books[instrument]![index]! / (price * shares[instrument]![index]!)),
  );
  readMembers(tables, indexOf, days, members);
  return { days, levels, capitalisation, bookToPrice, members };
};

const readDollars = (
  tables: ReadonlyMap<string, TableRows>,
  indexOfDay: ReadonlyMap<number, number>,
  count: number,
) => {
  const dollars = new Map([["USD", new Float64Array(count).fill(1)]]);
  const fx = tables.get("fx_1d")!.columns as unknown as Columns & { base: readonly string[] };
  fx.base.forEach((base, row) => {
    if (!dollars.has(base)) dollars.set(base, new Float64Array(count));
    dollars.get(base)![indexOfDay.get(fx.session_date![row]!)!] = fx.rate![row]!;
  });
  return dollars;
};

const readFacts = (
  tables: ReadonlyMap<string, TableRows>,
  field: string,
  indexOf: ReadonlyMap<string, number>,
  days: readonly number[],
  into: readonly Float64Array[],
) => {
  const facts = columnsOf(tables.get("fundamentals")!);
  const byInstrument = new Map<number, { day: number; period: number; value: number }[]>();
  facts.iid.forEach((iid, row) => {
    if (facts.field[row] !== field || Number.isNaN(facts.value![row])) return;
    const instrument = indexOf.get(iid)!;
    if (!byInstrument.has(instrument)) byInstrument.set(instrument, []);
    const day = Math.ceil(facts.known_at![row]! / 86_400_000_000);
    byInstrument.get(instrument)!.push({ day, period: facts.period_end![row]!, value: facts.value![row]! });
  });
  for (const [instrument, list] of byInstrument) {
    list.sort((a, b) => a.day - b.day);
    let next = 0;
    let newest = { period: -1, value: Number.NaN };
    days.forEach((day, index) => {
      while (next < list.length && list[next]!.day <= day) {
        if (list[next]!.period >= newest.period) newest = list[next]!;
        next++;
      }
      into[instrument]![index] = newest.value;
    });
  }
};

const readMembers = (
  tables: ReadonlyMap<string, TableRows>,
  indexOf: ReadonlyMap<string, number>,
  days: readonly number[],
  members: readonly Uint8Array[],
) => {
  const rows = tables.get("memberships")!.columns as unknown as Columns & { universe_id: readonly string[] };
  rows.iid.forEach((iid, row) => {
    if (rows.universe_id[row] !== "GLOBAL_LARGE") return;
    const own = members[indexOf.get(iid)!]!;
    const isEnd = rows.revision![row] === 1;
    days.forEach((day, index) => {
      if (day < rows.valid_from![row]!) return;
      if (!isEnd) own[index] = 1;
      else if (day >= rows.valid_to![row]!) own[index] = 0;
    });
  });
};

export interface Performance {
  readonly cagr: number;
  readonly volatility: number;
  readonly maxDrawdown: number;
  readonly sharpe: number;
}

/** Annual figures of a list of monthly or daily returns; Sharpe without a risk-free rate. */
export const summarise = (returns: readonly number[], periodsPerYear: number): Performance => {
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const variance =
    returns.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (returns.length - 1);
  let level = 1;
  let peak = 1;
  let maxDrawdown = 0;
  for (const value of returns) {
    level *= 1 + value;
    peak = Math.max(peak, level);
    maxDrawdown = Math.min(maxDrawdown, level / peak - 1);
  }
  const volatility = Math.sqrt(variance * periodsPerYear);
  const cagr = level ** (periodsPerYear / returns.length) - 1;
  return { cagr, volatility, maxDrawdown, sharpe: (mean * periodsPerYear) / volatility };
};

/** Daily returns of the members weighted by yesterday's capitalisation, 2014 to 2023. */
export const universeReturns = ({ days, levels, capitalisation, members }: Observed): number[] => {
  const returns: number[] = [];
  for (let index = 1; index < days.length; index++) {
    if (!isBacktestDay(days[index]!)) continue;
    let weight = 0;
    let gain = 0;
    members.forEach((own, instrument) => {
      const size = capitalisation[instrument]![index - 1]!;
      const change = levels[instrument]![index]! / levels[instrument]![index - 1]! - 1;
      if (own[index - 1] === 0 || !(size > 0) || Number.isNaN(change)) return;
      weight += size;
      gain += size * change;
    });
    returns.push(gain / weight);
  }
  return returns;
};

/** Monthly net returns of the equal-weighted tenth of the members with the highest score, traded a day late. */
export const topDecileReturns = (
  observed: Observed,
  score: (instrument: number, index: number) => number,
  costPerSide: number,
): number[] => {
  const { days, levels, members } = observed;
  const monthEnds = days.flatMap((day, index) => {
    const next = days[index + 1];
    return next !== undefined && isoOf(day).slice(0, 7) !== isoOf(next).slice(0, 7) ? [index] : [];
  });
  const returns: number[] = [];
  let held = new Set<number>();
  monthEnds.forEach((index, month) => {
    const end = monthEnds[month + 1];
    if (end === undefined || !isBacktestDay(days[index + 1]!)) return;
    const ranked = members
      .flatMap((own, instrument) =>
        own[index] === 1 ? [{ instrument, value: score(instrument, index) }] : [],
      )
      .filter(({ value }) => !Number.isNaN(value))
      .sort((a, b) => b.value - a.value);
    const chosen = ranked.slice(0, Math.floor(ranked.length / 10)).map(({ instrument }) => instrument);
    const bought = chosen.filter((instrument) => !held.has(instrument)).length / chosen.length;
    const gains = chosen.map((instrument) => {
      const level = levels[instrument]!;
      let last = end + 1;
      while (Number.isNaN(level[last]!) && last > index) last--;
      return Number.isNaN(level[index + 1]!) ? 0 : level[last]! / level[index + 1]! - 1;
    });
    held = new Set(chosen);
    returns.push(gains.reduce((sum, gain) => sum + gain, 0) / gains.length - 2 * bought * costPerSide);
  });
  return returns;
};

const isBacktestDay = (day: number): boolean => isoOf(day) >= "2014-01-02" && isoOf(day) <= "2023-12-31";
