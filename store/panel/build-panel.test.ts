import fc from "fast-check";
import { expect, test } from "vitest";
import { ACTION } from "../../engine/contract/panel.ts";
import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { HISTORY_FIELDS, type History, micOf, panelOfHistory } from "../testing/history.ts";
import {
  compareActions,
  modelActions,
  modelDelisting,
  modelFixing,
  modelLateActions,
  modelRows,
} from "../testing/panel-model.ts";
import { daysOf, sessionCases } from "../testing/random-history.ts";
import type { BuiltPanel } from "./build-panel.ts";
import type { Version } from "./panel-events.ts";

// Every cell is compared with the rules in panel-properties.test.ts; here is what stands beside the cells.

const cell = (panel: BuiltPanel, column: number, instrument: number, row: number) =>
  panel.columns[column]![panel.header.offsets[instrument]! + row]!;
const eachList = (history: History, change: <T extends Version>(versions: readonly T[]) => T[]): History => ({
  ...history,
  calendars: change(history.calendars),
  memberships: change(history.memberships),
  listings: change(history.listings),
  actions: change(history.actions),
  fx: change(history.fx),
  bars: change(history.bars),
  facts: change(history.facts),
});

test("[R8][R9] actions and delistings on every row are those known at that row", () => {
  const kinds = new Map<number, number>();
  let actions = 0;
  let delistings = 0;
  fc.assert(
    fc.property(sessionCases, ({ history, request }) => {
      const built = panelOfHistory(history, request);
      if (!built.ok) return;
      const { instruments, actions: found } = built.value.header;
      const all = [...found.row].map((row, k) => ({
        row,
        kind: found.kind[k]!,
        ratio: found.ratio[k]!,
        cash: found.cash[k]!,
        payDate: found.payDate[k]!,
        other: instruments[found.other[k]!]?.iid ?? "",
        costShare: found.costShare[k]!,
      }));
      const seats = instruments.map((instrument) => instrument.iid);
      instruments.forEach(({ iid, delistedRow, delistReturn }, i) => {
        const { rows } = modelRows(history, request, micOf(iid), daysOf(request));
        const delisting = modelDelisting(history, iid, rows);
        expect([delistedRow, delistReturn]).toEqual(delisting);
        if (delisting[0] >= 0) delistings++;
        const own = all.filter((_, k) => found.instrument[k] === i);
        // What stands on one row has no order but that spin-offs are taken in turn.
        const expected = modelActions(history, request, iid, daysOf(request), seats);
        expect(own.toSorted(compareActions)).toEqual(expected);
        for (const { kind } of own) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        actions += own.length;
      });
      expect([...found.instrument]).toEqual([...found.instrument].sort((a, b) => a - b));
    }),
    { numRuns: 600, seed: 7 },
  );
  expect(actions).toBeGreaterThan(100);
  for (const kind of Object.values(ACTION)) expect(kinds.get(kind)).toBeGreaterThan(10);
  expect(delistings).toBeGreaterThan(50);
});

test("[R8] what becomes known of a split or of cash after its ex-date is told on the row on which it is known", () => {
  let found = 0;
  let corrections = 0;
  fc.assert(
    fc.property(sessionCases, fc.integer({ min: 1, max: 8 }), ({ history: told, request }, halfDays) => {
      // Each action is taken back some half days after it was told.
      const later = (halfDays * MICROS_PER_DAY) / 2;
      const takenBack = told.actions.map((action) => ({
        ...action,
        ratio: 1,
        cash: 0,
        target: "",
        knownAt: action.knownAt + later,
        revision: action.revision + 1,
      }));
      const history = { ...told, actions: [...told.actions, ...takenBack] };
      const built = panelOfHistory(history, request);
      if (!built.ok) return;
      const { instruments, lateActions } = built.value.header;
      const { exRow, row, ratio, cash, payDate } = lateActions;
      instruments.forEach(({ iid }, i) => {
        const own = [...row.keys()]
          .filter((k) => lateActions.instrument[k] === i)
          .map((k) => ({
            exRow: exRow[k]!,
            row: row[k]!,
            ratio: ratio[k]!,
            cash: cash[k]!,
            payDate: payDate[k]!,
          }));
        expect(own).toEqual(modelLateActions(history, request, iid, daysOf(request)));
        found += own.length;
        corrections += own.filter((action) => action.cash < 0 || action.ratio < 1).length;
      });
      expect([...lateActions.instrument]).toEqual([...lateActions.instrument].sort((a, b) => a - b));
    }),
    { numRuns: 600, seed: 8 },
  );
  expect(found).toBeGreaterThan(100);
  expect(corrections).toBeGreaterThan(10);
});

test("[R4] at every decision the fixing of a currency is that of its newest date known, in its last version", () => {
  let fixings = 0;
  fc.assert(
    fc.property(sessionCases, ({ history, request }) => {
      const built = panelOfHistory(history, request);
      if (!built.ok) return;
      const decisions = built.value.header.markets.flatMap((market) => [...market.decisionAt]);
      for (const { currency, knownAt, usdPerUnit } of built.value.header.fx) {
        expect([...knownAt]).toEqual([...new Set(knownAt)].sort((a, b) => a - b));
        for (const at of decisions) {
          const expected = modelFixing(history, currency, at);
          const found = usdPerUnit[knownAt.findLastIndex((known) => known <= at)];
          expect(Number.isNaN(found) ? undefined : found).toBe(expected);
          if (expected !== undefined) fixings++;
        }
      }
    }),
    { numRuns: 1_000, seed: 11 },
  );
  expect(fixings).toBeGreaterThan(1_000);
});

test("[R3] the order in which versions arrive changes nothing", () => {
  fc.assert(
    fc.property(sessionCases, fc.infiniteStream(fc.nat()), ({ history, request }, keys) => {
      const shuffle = <T>(items: readonly T[]): T[] =>
        items
          .map((item) => ({ item, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item);
      expect(panelOfHistory(eachList(history, shuffle), request)).toEqual(panelOfHistory(history, request));
    }),
    { numRuns: 500, seed: 3 },
  );
});

test("[R1] whatever becomes known after an instant leaves every row decided by then as it was", () => {
  const instant = fc.integer({ min: -4, max: 32 }).map((n) => (n * MICROS_PER_DAY) / 4);
  let rows = 0;
  fc.assert(
    fc.property(sessionCases, instant, ({ history, request }, cut) => {
      const past = <T extends Version>(versions: readonly T[]) => versions.filter((v) => v.knownAt <= cut);
      // Why a cell is empty may be told by what came later; what is in it may not.
      const whole = { ...request, reasons: false, asOf: null };
      const before = panelOfHistory(eachList(history, past), { ...whole, asOf: cut });
      const after = panelOfHistory(history, whole);
      if (!before.ok || !after.ok) return;
      before.value.header.instruments.forEach((instrument, i) => {
        const j = after.value.header.instruments.findIndex((other) => other.iid === instrument.iid);
        const market = before.value.header.markets[instrument.market]!;
        const later = after.value.header.markets[after.value.header.instruments[j]!.market]!;
        for (let row = 0; row < market.sessionDates.length; row++) {
          rows++;
          expect(later.decisionAt[row]).toBe(market.decisionAt[row]);
          for (let column = 0; column <= HISTORY_FIELDS.length; column++)
            expect(cell(after.value, column, j, row)).toBe(cell(before.value, column, i, row));
        }
      });
    }),
    { numRuns: 1_000, seed: 5 },
  );
  expect(rows).toBeGreaterThan(1_000);
});
