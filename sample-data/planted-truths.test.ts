import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isoOf } from "./calendars/day.ts";
import { type MadeMarket, makeMarket, unwrap } from "./testing/made-market.ts";

const PANEL_FROM = "2017-01-02";
let market: MadeMarket;

beforeAll(async () => {
  market = await makeMarket({ seed: 3, instruments: 170, years: 8, hasMinutes: false }, {});
}, 240_000);
afterAll(() => market?.remove());

/** The planted events that fall into the panel; a kind that was not planted proves nothing. */
const inPanel = <Event>(
  events: readonly Event[],
  dayOf: (event: Event) => string,
  least: number,
): Event[] => {
  const inside = events.filter((event) => dayOf(event) > PANEL_FROM);
  expect(inside.length).toBeGreaterThanOrEqual(least);
  return inside;
};
const search = async (text: string, on: string) =>
  unwrap(await market.browse["instrument/search"]({ snapshot: null, text, on, limit: 50 }));

describe("the store gives back what was planted:", () => {
  it("a renamed company keeps its iid, under the old symbol before and the new one after", async () => {
    const { renames, reusedSymbols } = market.truths;
    expect(renames.length).toBeGreaterThan(3);
    for (const { iid, on, symbolBefore, symbolAfter } of renames) {
      const dayBefore = isoOf(Date.parse(on) / 86_400_000 - 1);
      const isBearer = (matches: Awaited<ReturnType<typeof search>>, symbol: string) =>
        matches.some((match) => match.iid === iid && match.scheme === "symbol" && match.value === symbol);
      expect(isBearer(await search(symbolBefore, dayBefore), symbolBefore)).toBe(true);
      expect(isBearer(await search(symbolAfter, on), symbolAfter)).toBe(true);
      expect(isBearer(await search(symbolAfter, dayBefore), symbolAfter)).toBe(false);
      if (!reusedSymbols.some(({ symbol }) => symbol === symbolBefore))
        expect(isBearer(await search(symbolBefore, on), symbolBefore)).toBe(false);
    }
  });

  it("a symbol used twice means the earlier company before, and the later one after", async () => {
    expect(market.truths.reusedSymbols.length).toBeGreaterThan(1);
    for (const { symbol, earlier, earlierUntil, later, laterFrom } of market.truths.reusedSymbols) {
      const bearers = async (on: string) =>
        (await search(symbol, on))
          .filter((match) => match.scheme === "symbol" && match.value === symbol)
          .map((match) => match.iid);
      expect(await bearers(isoOf(Date.parse(earlierUntil) / 86_400_000 - 1))).toEqual([earlier]);
      expect(await bearers(earlierUntil)).toEqual([]);
      expect(await bearers(laterFrom)).toEqual([later]);
    }
  });

  it("[R1] a late bar is missing on its own day, and explained as known later", async () => {
    const late = inPanel(market.truths.lateBars, ({ on }) => on, 200).filter((_, index) => index % 40 === 0);
    for (const { iid, on, knownAt } of late) {
      const { panel } = market;
      expect(panel.value(iid, panel.rowAt(iid, on), "close")).toBeNaN();
      const cell = await market.explain(iid, "close", on);
      expect(cell.reason).toBe("not-yet-known");
      expect(cell.seen).toBeNull();
      expect(cell.later[0]).toMatchObject({ knownAt, revision: 0, validDate: on });
    }
  });

  it("[R1][R2] a corrected price shows its first version on its day, and the second to who asks later", async () => {
    for (const { iid, on, knownAt, field } of inPanel(
      market.truths.revisedBars,
      ({ on: day }) => day,
      50,
    ).slice(0, 8)) {
      const cell = await market.explain(iid, field, on);
      expect(cell.seen).toMatchObject({ revision: 0, validDate: on });
      const correction = cell.later.find((version) => version.revision === 1)!;
      expect(correction.knownAt).toBe(knownAt);
      expect(correction.value).not.toBe(cell.seen!.value);
    }
  });

  it("[R1][R4] a restated number has its first value until the restatement is known, and the second after", async () => {
    const inTime = market.truths.restatements.filter(
      ({ after, restatedAt, knownAt }) =>
        after !== null &&
        knownAt > Date.parse("2017-03-01") * 1_000 &&
        restatedAt < Date.parse("2024-05-01") * 1_000,
    );
    expect(inTime.length).toBeGreaterThan(5);
    let seenAfter = 0;
    for (const { iid, field, periodEnd, before, after, knownAt, restatedAt } of inTime) {
      const day = (instant: number, days: number) => isoOf(Math.floor(instant / 86_400_000_000) + days);
      // A newer period may have come first: then the restated one is history, and must not come back (R4).
      const told = unwrapExplained(await explainNear(iid, field, day(knownAt, 2)));
      if (told) expect([told.validDate, told.value]).toEqual([periodEnd, before]);
      const later = unwrapExplained(await explainNear(iid, field, day(restatedAt, 2)));
      if (later?.validDate === periodEnd) {
        seenAfter++;
        expect(later.value).toBe(after);
      } else if (later) expect(later.validDate > periodEnd).toBe(true);
    }
    expect(seenAfter).toBeGreaterThan(0);
  });

  it("[R9] a failure pays what is left of it, nothing where nothing is left; a merger pays its terms", () => {
    const { panel, truths } = market;
    const gone = inPanel(truths.delistings, ({ on }) => on, 8);
    expect(gone.filter(({ delistReturn }) => delistReturn === -1).length).toBeGreaterThan(0);
    expect(
      gone.filter(({ delistReturn }) => delistReturn > -1 && delistReturn < -0.29).length,
    ).toBeGreaterThan(0);
    for (const { iid, on, delistReturn } of gone) {
      const instrument = panel.instrument(iid);
      expect(instrument.delistedRow).toBe(panel.rowAt(iid, on));
      expect(instrument.delistReturn).toBe(delistReturn);
    }
    for (const merger of inPanel(truths.mergers, ({ delistedOn }) => delistedOn, 3)) {
      const { iid, cash, ratio, acquirerClose, lastClose } = merger;
      const paid = cash + ratio * (acquirerClose ?? 0);
      expect(panel.instrument(iid).delistReturn).toBeCloseTo(paid / lastClose - 1, 5);
      const [terms] = panel.actionsAt(iid, panel.instrument(iid).delistedRow);
      const pence = iid.startsWith("UK") ? 100 : 1;
      expect(terms).toMatchObject({ kind: 3, ratio, cash: cash / pence, other: merger.acquirer });
    }
    expect(truths.mergers.some(({ acquirer }) => acquirer !== null)).toBe(true);
    expect(truths.mergers.some(({ acquirer }) => acquirer === null)).toBe(true);
  });

  it("[R8] a spin-off gives shares of the child, with the share of the parent's price that the child is worth", () => {
    const { panel, truths } = market;
    for (const spinOff of inPanel(truths.spinOffs, ({ exDate }) => exDate, 1)) {
      const { parent, child, exDate, ratio, share, cash, expectedCash, parentCloseBefore, parentOpen } =
        spinOff;
      const row = panel.rowAt(parent, exDate);
      const [given] = panel.actionsAt(parent, row);
      expect(given).toMatchObject({ kind: 2, ratio, cash: 0, other: child, paidOn: null });
      if (!Number.isNaN(panel.value(parent, row - 1, "close")))
        expect(given!.costShare).toBeCloseTo(cash / parentCloseBefore, 9);
      const pence = parent.startsWith("UK") ? 100 : 1;
      expect(panel.value(child, row, "open") * ratio).toBeCloseTo(cash / pence, 2);
      expect(given!.costShare).toBeGreaterThan(share * 0.85);
      expect(given!.costShare).toBeLessThan(share * 1.15);
      expect(expectedCash).not.toBe(cash);
      expect(Math.abs((parentOpen + cash) / parentCloseBefore - 1)).toBeLessThan(0.08);
      expect(Math.abs(panel.totalReturn(parent, row))).toBeLessThan(0.12);
      expect(panel.value(child, row - 1, "close")).toBeNaN();
    }
  });

  it("[R1] a company put into another sector is in the old one until the day, although it was known before", () => {
    const { panel, truths } = market;
    const names = panel.built.header.groups.sector!;
    const seen = (iid: string, row: number) => names[panel.value(iid, row, "sector")];
    for (const { iid, on, knownAt, before, after } of inPanel(
      truths.reclassifications,
      ({ on: day }) => day,
      4,
    )) {
      const row = panel.rowAt(iid, on);
      expect(knownAt).toBeLessThan(Date.parse(on) * 1_000);
      expect([seen(iid, row - 1), seen(iid, row)]).toEqual([before, after]);
    }
    expect(new Set(panel.built.header.instruments.map(({ iid }) => seen(iid, 200))).size).toBeGreaterThan(8);
  });

  it("value traded is money of the market, also where prices are pence", () => {
    const { panel } = market;
    for (const { iid } of panel.built.header.instruments.filter(({ iid: id }) => /^(UK|US)/.test(id))) {
      const row = panel.rowAt(iid, "2020-06-15");
      const [traded, volume] = [panel.value(iid, row, "turnover"), panel.value(iid, row, "volume")];
      if (!(volume > 0)) continue;
      const price = traded / volume / panel.value(iid, row, "close");
      expect(price).toBeGreaterThan(0.8);
      expect(price).toBeLessThan(1.2);
    }
  });

  it("[R8] a reverse split multiplies the price and leaves the holder as rich as before", () => {
    const { panel, truths } = market;
    const reverse = inPanel(truths.splits, ({ exDate }) => exDate, 3).filter(({ ratio }) => ratio < 1);
    expect(reverse.length).toBeGreaterThan(0);
    for (const { iid, exDate, ratio } of reverse) {
      const row = panel.rowAt(iid, exDate);
      if (Number.isNaN(panel.value(iid, row, "close")) || Number.isNaN(panel.value(iid, row - 1, "close")))
        continue;
      expect(panel.actionsAt(iid, row)).toContainEqual(expect.objectContaining({ kind: 0, ratio, cash: 0 }));
      expect(panel.value(iid, row, "close") / panel.value(iid, row - 1, "close")).toBeGreaterThan(3);
      expect(Math.abs(panel.totalReturn(iid, row))).toBeLessThan(0.35);
    }
  });

  it("[R8] a special dividend goes ex on its day, and is paid weeks later", () => {
    const { panel, truths } = market;
    for (const { iid, exDate, cash } of inPanel(truths.specialDividends, ({ exDate: day }) => day, 10)) {
      const row = panel.rowAt(iid, exDate);
      const paid = panel
        .actionsAt(iid, row)
        .find((action) => action.cash === (iid.startsWith("UK") ? cash / 100 : cash));
      expect(paid).toMatchObject({ kind: 1 });
      // Fifteen sessions later.
      const days = (Date.parse(paid!.paidOn!) - Date.parse(exDate)) / 86_400_000;
      expect(days).toBeGreaterThanOrEqual(20);
      expect(days).toBeLessThan(40);
    }
  });

  it("a halt shows no volume and the last close", () => {
    const { panel, truths } = market;
    for (const { iid, from, sessions } of inPanel(truths.halts, ({ from: day }) => day, 5)) {
      const row = panel.rowAt(iid, from);
      for (let halted = row; halted < row + sessions; halted++) {
        const volume = panel.value(iid, halted, "volume");
        // A late bar is no bar on its day.
        if (!Number.isNaN(volume)) expect(volume).toBe(0);
      }
      const closes = Array.from({ length: sessions + 1 }, (_, at) => panel.value(iid, row - 1 + at, "close"));
      expect(new Set(closes.filter((close) => !Number.isNaN(close))).size).toBe(1);
    }
  });

  it("London's pence are pounds in a panel: prices, books and shares are of one order", () => {
    const { panel } = market;
    const { header } = panel.built;
    const ratios = header.instruments
      .filter(({ iid }) => iid.startsWith("UK"))
      .map(({ iid }) => {
        const row = panel.rowAt(iid, "2020-06-15");
        const size = panel.value(iid, row, "close") * panel.value(iid, row, "sharesOutstanding");
        return panel.value(iid, row, "bookValue") / size;
      })
      .filter((ratio) => !Number.isNaN(ratio))
      .sort((a, b) => a - b);
    expect(ratios.length).toBeGreaterThan(15);
    const median = ratios[ratios.length >> 1]!;
    expect(median).toBeGreaterThan(0.2);
    expect(median).toBeLessThan(2);
    expect(header.markets.find(({ mic }) => mic === "XLON")!.currency).toBe("GBP");
  });
});

/** The explanation on the first session from a day on. */
const explainNear = async (iid: string, field: string, iso: string) => {
  const { panel } = market;
  const row = panel.rowAt(iid, iso);
  const { market: index } = panel.instrument(iid);
  const date = panel.built.header.markets[index]!.sessionDates[row]!;
  return market.explain(iid, field, isoOf(date));
};
const unwrapExplained = (cell: Awaited<ReturnType<typeof explainNear>>) => cell.seen;
