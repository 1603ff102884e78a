import { expect, test } from "vitest";
import { ACTION } from "../../engine/contract/panel.ts";
import { NO_SESSION } from "../../engine/contract/time.ts";
import type { PanelLayout } from "./panel-layout.ts";
import type { SeatedAction } from "./resolve-actions.ts";
import { settleSpinOffs } from "./settle-spin-offs.ts";

const nothing = { instrument: 0, ratio: 1, cash: 0, payDate: NO_SESSION, other: -1, costShare: Number.NaN };
const spinOff = { ...nothing, row: 2, kind: ACTION.spinOff, ratio: 0.5, cash: 20, payDate: 30, other: 1 };

const settle = (actions: readonly SeatedAction[], close: readonly number[] | undefined) => {
  const layout = { actions, offsets: Int32Array.of(0, 4, 8) } as unknown as PanelLayout;
  const { kind, cash, costShare, payDate, other } = settleSpinOffs(layout, close && Float64Array.from(close));
  return Array.from(kind, (_, k) => [kind[k], cash[k], costShare[k], payDate[k], other[k]]);
};
const closes = [90, 100, 60, 61, 30, 30, 30, 30];

test("[R8] the cost share is the value received over the last close before, and no cash is paid besides", () => {
  expect(settle([spinOff], closes)).toEqual([[2, 0, 0.2, NO_SESSION, 1]]);
});

test("[R8] a cost share that was told is taken", () => {
  expect(settle([{ ...spinOff, costShare: 0.35 }], closes)).toEqual([[2, 0, 0.35, NO_SESSION, 1]]);
});

test("[R8] a missing close is passed over, and what went ex since comes off", () => {
  const split = { ...nothing, row: 1, kind: ACTION.split, ratio: 2 };
  const dividend = { ...nothing, row: 2, kind: ACTION.cashDividend, cash: 5 };
  const settled = settle([split, dividend, spinOff], [90, Number.NaN, 60, 61]);
  expect(settled[2]).toEqual([2, 0, 20 / (90 / 2 - 5), NO_SESSION, 1]);
});

test("[R8] two spin-offs on one day are taken in turn", () => {
  const settled = settle([spinOff, { ...spinOff, cash: 40 }], closes);
  expect(settled.map(([, , share]) => share)).toEqual([0.2, 0.5]);
});

test.each([
  ["the panel has no closes", undefined, spinOff],
  ["the panel begins with the ex-date", closes, { ...spinOff, row: 0 }],
  ["the value is not below the price", closes, { ...spinOff, cash: 100 }],
])("[R8] a spin-off is cash of its value, on its pay date, where %s", (_, close, action) => {
  expect(settle([action], close)).toEqual([[1, action.cash, 0, 30, -1]]);
});

test("[R8] where nobody said what it is worth the shares come without a part of the price", () => {
  expect(settle([{ ...spinOff, cash: 0 }], closes)).toEqual([[2, 0, 0, NO_SESSION, 1]]);
});
