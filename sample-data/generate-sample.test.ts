import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { MISSING_DATE, storeTables, type TableShape } from "../store/contract/tables.ts";
import { dayOf, isoOf } from "./calendars/day.ts";
import { KNOWN_TO, SAMPLE_DIGEST } from "./period.ts";
import { digestTable } from "./tables/digest.ts";
import { taughtRestatement } from "./taught-restatement.ts";
import { type CollectedSample, collectSample } from "./testing/collect-tables.ts";
import { observe, summarise, topDecileReturns, universeReturns } from "./testing/market-statistics.ts";

const MINUTE = 60_000_000;
const DAY = 1_440 * MINUTE;
let sample: CollectedSample;
const text = (table: string, column: string) =>
  sample.tables.get(table)!.columns[column] as readonly (string | null)[];
const numbers = (table: string, column: string) => sample.tables.get(table)!.columns[column] as Float64Array;
/** How many rows of a table break a rule. */
const countRows = (table: string, isFault: (row: number) => boolean) => {
  let count = 0;
  for (let row = 0; row < sample.tables.get(table)!.rowCount; row++) if (isFault(row)) count++;
  return count;
};

beforeAll(() => {
  sample = collectSample();
}, 180_000);

describe("the sample's tables", () => {
  it("are the same bytes on every machine", () => {
    expect(digestTable(sample.tables.get("batches")!)).toBe(SAMPLE_DIGEST);
  });

  it("fill every column of the store's tables, and no other", () => {
    const shapes: readonly TableShape[] = (storeTables as readonly TableShape[]).filter(
      ({ name, isRecord }) => sample.tables.has(name) && (!isRecord || name === "batches"),
    );
    expect([...sample.tables.keys()].sort()).toEqual(shapes.map(({ name }) => name).sort());
    for (const { name, columns } of shapes) {
      const rows = sample.tables.get(name)!;
      expect(Object.keys(rows.columns).sort()).toEqual(columns.map(([column]) => column).sort());
      for (const column of Object.values(rows.columns)) expect(column.length).toBe(rows.rowCount);
    }
  });

  it("[R3] hold one row for each key, and number the revisions of a fact without a gap", () => {
    for (const { name, key } of storeTables as readonly TableShape[]) {
      const rows = sample.tables.get(name);
      if (!rows) continue;
      const seen = new Set<string>();
      for (let row = 0; row < rows.rowCount; row++)
        seen.add(key.map((column) => rows.columns[column]![row]).join("|"));
      expect(`${name} ${seen.size}`).toBe(`${name} ${rows.rowCount}`);
    }
    for (const name of ["bars_1d", "fundamentals"]) {
      const revision = numbers(name, "revision");
      expect(countRows(name, (row) => revision[row]! > 0)).toBeGreaterThan(300);
      expect(countRows(name, (row) => revision[row]! > 0 && revision[row - 1] !== revision[row]! - 1)).toBe(
        0,
      );
    }
  });

  it("say on each row that it is synthetic, and know nothing after the snapshot", () => {
    expect(text("sources", "licence")).toEqual(["Apache-2.0, synthetic"]);
    expect(
      text("instruments", "name").every((name) => /^Sample (KR|US|UK|HK) \d+( Group)?$/.test(name!)),
    ).toBe(true);
    for (const rows of sample.tables.values())
      for (const instant of (rows.columns.known_at ?? []) as Float64Array)
        if (!(instant <= KNOWN_TO)) expect.fail();
  });
});

describe("bars", () => {
  const columns = () =>
    ["open", "high", "low", "close", "volume", "known_at", "session_date", "revision"].map((name) =>
      numbers("bars_1d", name),
    ) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];

  it("have a positive low at most, and a high at least, the open and the close", () => {
    const [open, high, low, close] = columns();
    const isFault = (row: number) =>
      !(
        low[row]! > 0 &&
        low[row]! <= Math.min(open[row]!, close[row]!) &&
        high[row]! >= Math.max(open[row]!, close[row]!)
      );
    expect(countRows("bars_1d", isFault)).toBe(0);
  });

  it("[R6] are of sessions only, inside the listing, and known no earlier than 15 minutes after the close", () => {
    const [, , , , , knownAt, date] = columns();
    const mics = text("calendars", "mic");
    const closes = new Map(
      mics.map((mic, row) => [
        `${mic}${numbers("calendars", "session_date")[row]}`,
        numbers("calendars", "close_utc")[row]!,
      ]),
    );
    const micOf = new Map(
      text("instruments", "iid").map((iid, row) => [iid, text("instruments", "primary_mic")[row]]),
    );
    const endOf = new Map<string | null, number>();
    const startOf = new Map<string | null, number>();
    text("listings", "iid").forEach((iid, row) => {
      const end = numbers("listings", "delisted_on")[row]!;
      startOf.set(iid, numbers("listings", "listed_on")[row]!);
      if (end !== MISSING_DATE) endOf.set(iid, end);
    });
    const iids = text("bars_1d", "iid");
    const isFault = (row: number) => {
      const close = closes.get(`${micOf.get(iids[row]!)}${date[row]}`);
      const iid = iids[row]!;
      const isListed = date[row]! >= startOf.get(iid)! && date[row]! < (endOf.get(iid) ?? Infinity);
      return close === undefined || !isListed || knownAt[row]! < close + 15 * MINUTE;
    };
    expect(countRows("bars_1d", isFault)).toBe(0);
    const isLate = (row: number) =>
      knownAt[row]! > closes.get(`${micOf.get(iids[row]!)}${date[row]}`)! + 15 * MINUTE;
    const [, , , , , , , revision] = columns();
    const lateShare = countRows("bars_1d", (row) => revision[row] === 0 && isLate(row)) / iids.length;
    expect(lateShare).toBeGreaterThan(0.0025);
    expect(lateShare).toBeLessThan(0.0035);
  });

  it("are without trades on 2.6 % of days, and then print the last close", () => {
    const [open, high, low, close, volume, , , revision] = columns();
    const flags = numbers("bars_1d", "flags");
    const first = countRows("bars_1d", (row) => revision[row] === 0);
    const share = countRows("bars_1d", (row) => revision[row] === 0 && volume[row] === 0) / first;
    expect(share).toBeGreaterThan(0.023);
    expect(share).toBeLessThan(0.029);
    const isStill = (row: number) => volume[row] === 0;
    const moves = (row: number) => open[row] !== close[row] || high[row] !== low[row];
    expect(countRows("bars_1d", (row) => isStill(row) && moves(row))).toBe(0);
    expect(countRows("bars_1d", (row) => isStill(row) !== (flags[row] === 1 || flags[row] === 2))).toBe(0);
    const iids = text("bars_1d", "iid");
    const jumps = (row: number) =>
      isStill(row) &&
      row > 0 &&
      iids[row] === iids[row - 1] &&
      revision[row - 1] === 0 &&
      close[row] !== close[row - 1];
    expect(countRows("bars_1d", jumps)).toBe(0);
  });

  it("have their volume corrected later in 3.2 % of cases, a price in 0.08 %", () => {
    const revision = numbers("bars_1d", "revision");
    const columnsOf = (names: string) => names.split(" ").map((name) => numbers("bars_1d", name));
    const differs = (names: string) => {
      const values = columnsOf(names);
      return (row: number) => revision[row] === 1 && values.some((column) => column[row] !== column[row - 1]);
    };
    const first = countRows("bars_1d", (row) => revision[row] === 0);
    const prices = countRows("bars_1d", differs("open high low close"));
    const volumes = countRows("bars_1d", differs("volume"));
    expect(volumes / first).toBeGreaterThan(0.03);
    expect(volumes / first).toBeLessThan(0.034);
    expect(prices / first).toBeGreaterThan(0.0006);
    expect(prices / first).toBeLessThan(0.001);
    expect(prices + volumes).toBe(countRows("bars_1d", (row) => revision[row] === 1));
    expect([prices, volumes]).toEqual([sample.truths.revisedBars.length, sample.truths.revisedVolumes]);
  });

  it("say their turnover in the unit of their prices: pence in London", () => {
    const [, high, low, , volume] = columns();
    const turnover = numbers("bars_1d", "turnover");
    const slack = 1;
    const isFault = (row: number) =>
      turnover[row]! > high[row]! * volume[row]! + slack ||
      turnover[row]! < 0.9 * low[row]! * volume[row]! - slack;
    expect(countRows("bars_1d", isFault)).toBe(0);
    const currencies = text("bars_1d", "currency");
    const iids = text("bars_1d", "iid");
    expect(countRows("bars_1d", (row) => (currencies[row] === "GBX") !== iids[row]!.startsWith("UK"))).toBe(
      0,
    );
  });

  it("stay inside the limits of Seoul, 15 % and from 15 June 2015 on 30 %, around the last close", () => {
    const [, high, low, close, , , date, revision] = columns();
    const flags = numbers("bars_1d", "flags");
    const iids = text("bars_1d", "iid");
    const exDates = new Set(
      text("actions", "iid").map((iid, row) => `${iid} ${numbers("actions", "ex_date")[row]}`),
    );
    const widened = dayOf("2015-06-15");
    let before = -1;
    let bound = 0;
    for (let row = 0; row < iids.length && iids[row]!.startsWith("KR"); row++) {
      if (revision[row] === 1) continue;
      const last = before;
      before = row;
      if (last < 0 || iids[last] !== iids[row] || exDates.has(`${iids[row]} ${date[row]}`)) continue;
      const limit = date[row]! < widened ? 0.15 : 0.3;
      if (high[row]! > close[last]! * (1 + limit) + 1e-6 || low[row]! < close[last]! * (1 - limit) - 1e-6)
        expect.fail(`${iids[row]} passes its limit on day ${date[row]}`);
      if ((flags[row]! & 12) === 0) continue;
      bound++;
      // At the limit but for the tick.
      const move = Math.abs(close[row]! / close[last]! - 1);
      if (close[last]! > 1_000) expect(move).toBeGreaterThan(limit - 0.006);
    }
    expect(bound).toBeGreaterThan(20);
    expect(countRows("bars_1d", (row) => (flags[row]! & 12) !== 0 && !iids[row]!.startsWith("KR"))).toBe(0);
  });
});

describe("corporate actions", () => {
  it("are announced at least a week before the ex-date", () => {
    const [knownAt, exDate] = [numbers("actions", "known_at"), numbers("actions", "ex_date")];
    const revision = numbers("actions", "revision");
    expect(
      countRows("actions", (row) => revision[row] === 0 && knownAt[row]! > (exDate[row]! - 7) * DAY),
    ).toBe(0);
    const kinds = text("actions", "kind");
    const ratio = numbers("actions", "ratio");
    expect(countRows("actions", (row) => kinds[row] === "split" && ratio[row]! > 1)).toBeGreaterThan(20);
    expect(countRows("actions", (row) => kinds[row] === "split" && ratio[row]! < 1)).toBeGreaterThan(2);
  });

  it("[R8] move the raw price by the split's ratio on the ex-date", () => {
    const kinds = text("actions", "kind");
    const closeOn = new Map(
      text("bars_1d", "iid").map((iid, row) => [
        `${iid} ${numbers("bars_1d", "session_date")[row]}`,
        numbers("bars_1d", "close")[row]!,
      ]),
    );
    let checked = 0;
    text("actions", "iid").forEach((iid, row) => {
      const ex = numbers("actions", "ex_date")[row]!;
      const after = closeOn.get(`${iid} ${ex}`);
      let before: number | undefined;
      for (let day = ex - 1; before === undefined && day > ex - 12; day--)
        before = closeOn.get(`${iid} ${day}`);
      if (kinds[row] !== "split" || after === undefined || before === undefined) return;
      checked++;
      const jump = (after * numbers("actions", "ratio")[row]!) / before;
      expect(jump).toBeGreaterThan(0.6);
      expect(jump).toBeLessThan(1.5);
    });
    expect(checked).toBeGreaterThan(20);
  });

  it("[R9] end a listing with a delisting return", () => {
    const reasons = text("listings", "reason");
    const returns = numbers("listings", "delist_return");
    const isFault = (row: number) =>
      reasons[row] === "failure"
        ? !(returns[row]! >= -1 && returns[row]! <= -0.3)
        : reasons[row] === "merger" && !(Number.isNaN(returns[row]!) || Math.abs(returns[row]!) < 0.03);
    expect(countRows("listings", isFault)).toBe(0);
    const known = countRows("listings", (row) => !Number.isNaN(returns[row]!));
    expect(known).toBe(sample.truths.delistings.length);
    expect(known).toBeGreaterThan(35);
  });

  it("let one company at a time have a symbol, though a symbol may come back", () => {
    const revision = numbers("instrument_ids", "revision");
    const [from, to] = [numbers("instrument_ids", "valid_from"), numbers("instrument_ids", "valid_to")];
    const schemes = text("instrument_ids", "scheme");
    const iids = text("instrument_ids", "iid");
    const spans = new Map<string, { iid: string; symbol: string; from: number; to: number }>();
    text("instrument_ids", "value").forEach((symbol, row) => {
      const key = `${iids[row]} ${from[row]}`;
      if (schemes[row] !== "symbol" || (revision[row] === 0 && spans.has(key))) return;
      const end = to[row] === MISSING_DATE ? Infinity : to[row]!;
      spans.set(key, { iid: iids[row]!, symbol: symbol!, from: from[row]!, to: end });
    });
    const ordered = [...spans.values()].sort((a, b) =>
      a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : a.from - b.from,
    );
    let reused = 0;
    for (let index = 1; index < ordered.length; index++) {
      const [before, after] = [ordered[index - 1]!, ordered[index]!];
      if (before.symbol !== after.symbol) continue;
      reused++;
      expect(before.iid).not.toBe(after.iid);
      expect(before.to).toBeLessThanOrEqual(after.from);
    }
    expect(reused).toBe(sample.truths.reusedSymbols.length);
    expect(reused).toBeGreaterThan(5);
  });

  it("leave 15.7 % of symbols behind before the last month, and bring about as many new ones", () => {
    const schemes = text("instrument_ids", "scheme");
    const to = numbers("instrument_ids", "valid_to");
    const revision = numbers("instrument_ids", "revision");
    const all = countRows("instrument_ids", (row) => schemes[row] === "symbol" && revision[row] === 0);
    const isGone = (row: number) =>
      schemes[row] === "symbol" && to[row] !== MISSING_DATE && to[row]! < dayOf("2024-05-28");
    const gone = countRows("instrument_ids", isGone) / all;
    expect(gone).toBeGreaterThan(0.14);
    expect(gone).toBeLessThan(0.175);
    const listed = sample.truths.newListings.length / sample.tables.get("instruments")!.rowCount;
    expect(listed).toBeGreaterThan(0.13);
    expect(listed).toBeLessThan(0.175);
  });
});

describe("fundamentals", () => {
  it("are published with the lag of real reports: 28, 40, 76 and 124 days at p5, p50, p95 and p99", () => {
    const [knownAt, periodEnd, revision] = ["known_at", "period_end", "revision"].map((name) =>
      numbers("fundamentals", name),
    );
    const fields = text("fundamentals", "field");
    const lags = Array.from(knownAt!, (instant, row) => instant / DAY - periodEnd![row]!).filter(
      (_, row) =>
        revision![row] === 0 &&
        fields[row] === "bookValue" &&
        periodEnd![row]! > dayOf("2013-01-01") &&
        periodEnd![row]! < dayOf("2023-10-01"),
    );
    lags.sort((a, b) => a - b);
    const quantile = (share: number) => lags[Math.floor(share * (lags.length - 1))]!;
    for (const [share, days, tolerance] of [
      [0.05, 28, 2],
      [0.5, 40, 2],
      [0.95, 76, 6],
      [0.99, 124, 16],
    ] as const)
      expect(Math.abs(quantile(share) - days)).toBeLessThan(tolerance);
    expect(lags[0]).toBeGreaterThan(0);
  });

  it("[R2] are filed again for 0.94 % of reports, a third of them with other numbers, and rarely withdrawn", () => {
    const [knownAt, revision, value] = ["known_at", "revision", "value"].map((name) =>
      numbers("fundamentals", name),
    );
    const { amendedReports, reports, restatements } = sample.truths;
    expect(amendedReports / reports).toBeGreaterThan(0.007);
    expect(amendedReports / reports).toBeLessThan(0.0125);
    const fields = text("fundamentals", "field");
    const statuses = text("fundamentals", "status");
    const amended = (row: number) => statuses[row] === "amended" && fields[row] === "bookValue";
    expect(countRows("fundamentals", amended)).toBe(amendedReports);
    const changed = new Set(
      restatements.filter(({ after }) => after !== null).map(({ iid, periodEnd }) => `${iid} ${periodEnd}`),
    );
    expect(changed.size / reports).toBeGreaterThan(0.002);
    expect(changed.size / reports).toBeLessThan(0.005);
    expect(
      countRows("fundamentals", (row) => revision![row]! > 0 && knownAt![row]! <= knownAt![row - 1]!),
    ).toBe(0);
    const withdrawn = countRows("fundamentals", (row) => Number.isNaN(value![row]!));
    expect(withdrawn).toBeGreaterThan(3);
    expect(withdrawn).toBe(restatements.filter(({ after }) => after === null).length);
    expect(countRows("fundamentals", (row) => Number.isNaN(value![row]!) && revision![row] === 0)).toBe(0);
  });
});

describe("the value notebook", () => {
  it("tells of a restatement that the sample holds, on its days", () => {
    const { iid, field, periodEnd, publishedOn, restatedOn, factor } = taughtRestatement;
    const told = sample.truths.restatements.filter((one) => one.iid === iid && one.periodEnd === periodEnd);
    expect(told.map((one) => one.field)).toEqual([field]);
    const [{ before, after, knownAt, restatedAt }] = told as [(typeof told)[number]];
    expect([isoOf(Math.floor(knownAt / DAY)), isoOf(Math.floor(restatedAt / DAY))]).toEqual([
      publishedOn,
      restatedOn,
    ]);
    expect(after! / before).toBeCloseTo(factor, 3);
    const notebook = readFileSync(new URL("./notebooks/value-book-to-price.nb.ts", import.meta.url), "utf8");
    expect(notebook).toContain(`data.facts("${iid}", "${field}")`);
    expect(notebook).toContain("restated by more than a third");
    expect(notebook).toContain("only from 7 April may it see the second");
  });
});

describe("memberships", () => {
  it("are announced before they begin, and their end is a later revision", () => {
    const [knownAt, from, to, revision] = ["known_at", "valid_from", "valid_to", "revision"].map((name) =>
      numbers("memberships", name),
    );
    expect(
      countRows("memberships", (row) => revision![row] === 0 && knownAt![row]! > (from![row]! - 10) * DAY),
    ).toBe(0);
    expect(countRows("memberships", (row) => (revision![row] === 1) !== (to![row] !== MISSING_DATE))).toBe(0);
    expect(countRows("memberships", (row) => revision![row] === 1 && to![row]! < from![row]!)).toBe(0);
    expect(
      countRows("memberships", (row) => revision![row] === 1 && knownAt![row]! > (to![row]! + 1) * DAY),
    ).toBe(0);
  });

  it("have weights that add up to one at each review of an index", () => {
    const weight = numbers("memberships", "weight");
    const [from, revision] = [numbers("memberships", "valid_from"), numbers("memberships", "revision")];
    const sums = new Map<string, number>();
    text("memberships", "universe_id").forEach((universe, row) => {
      if (universe === "GLOBAL_ALL") expect(weight[row]).toBeNaN();
      if (revision[row] === 1 || universe === "GLOBAL_ALL") return;
      const key = `${universe} ${from[row]}`;
      sums.set(key, (sums.get(key) ?? 0) + weight[row]!);
    });
    expect(sums.size).toBe(5 * 25);
    for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 4);
  });
});

describe("the market as a whole", () => {
  it("is plausible: return, risk, momentum and value neither absent nor too good", () => {
    const observed = observe(sample.tables);
    const universe = summarise(universeReturns(observed), 252);
    expect(universe.cagr).toBeGreaterThan(0.06);
    expect(universe.cagr).toBeLessThan(0.1);
    expect(universe.volatility).toBeGreaterThan(0.13);
    expect(universe.volatility).toBeLessThan(0.18);
    expect(universe.maxDrawdown).toBeGreaterThan(-0.45);
    expect(universe.maxDrawdown).toBeLessThan(-0.25);
    const level = (instrument: number, index: number) => observed.levels[instrument]![index]!;
    const momentum = summarise(
      topDecileReturns(observed, (i, t) => level(i, t - 21) / level(i, t - 252) - 1, 0.0015),
      12,
    );
    expect(momentum.sharpe).toBeGreaterThan(0.6);
    expect(momentum.sharpe).toBeLessThan(1);
    const value = summarise(
      topDecileReturns(observed, (i, t) => observed.bookToPrice[i]![t]!, 0.0015),
      12,
    );
    expect(value.sharpe).toBeGreaterThan(0.4);
    expect(value.sharpe).toBeLessThan(0.8);
  });
});
