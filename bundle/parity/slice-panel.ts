import { NO_SESSION, type Panel } from "../../engine/index.ts";
import type { PanelSlice } from "../contract/parity.ts";

/** Columns without whatever lies beside them in their memory, and not shared with anybody. */
const own = {
  float64: (values: ArrayLike<number>): Float64Array<ArrayBuffer> => Float64Array.from(values),
  int32: (values: ArrayLike<number>): Int32Array<ArrayBuffer> => Int32Array.from(values),
  bytes: (values: ArrayLike<number>): Uint8Array<ArrayBuffer> => Uint8Array.from(values),
};

/** Each row's successor, for a panel that does not say what its calendar knew. */
const following = (dates: Int32Array) => Int32Array.from(dates, (_, row) => dates[row + 1] ?? NO_SESSION);

/**
 * Some instruments and some stored fields of a panel, as plain data that is written down: every row and every market
 * stays, so that sessions keep their numbers.
 *
 * @param chosen places of instruments, ascending
 */
export const slicePanel = (panel: Panel, fields: readonly string[], chosen: Int32Array): PanelSlice => {
  const { instruments, offsets, actions, columns, members } = panel;
  const placeOf = new Map(Array.from(chosen, (i, place) => [i, place]));
  const starts = [0];
  for (const i of chosen) starts.push(starts.at(-1)! + offsets[i + 1]! - offsets[i]!);
  const cut = <T extends Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
    column: Float64Array | Uint8Array,
    into: T,
  ): T => {
    chosen.forEach((i, place) => {
      into.set(column.subarray(offsets[i], offsets[i + 1]), starts[place]!);
    });
    return into;
  };
  const size = starts.at(-1)!;
  const isChosen = (instrument: number) => placeOf.has(instrument);
  const kept = Array.from(actions.instrument.keys()).filter((k) => isChosen(actions.instrument[k]!));
  const pick = (values: ArrayLike<number> | undefined, missing: number) =>
    kept.map((k) => values?.[k] ?? missing);
  const late = panel.lateActions;
  const keptLate = Array.from(late?.instrument.keys() ?? []).filter((k) => isChosen(late!.instrument[k]!));
  const pickLate = (values: ArrayLike<number> | undefined) => keptLate.map((k) => values![k]!);
  return {
    snapshotId: panel.snapshotId,
    universe: panel.universe,
    markets: panel.markets.map((market) => ({
      mic: market.mic,
      currency: market.currency,
      firstSessionNumber: market.firstSessionNumber,
      sessionDates: own.int32(market.sessionDates),
      nextSessionDates: own.int32(market.nextSessionDates ?? following(market.sessionDates)),
      openAt: own.float64(market.openAt),
      closeAt: own.float64(market.closeAt),
      decisionAt: own.float64(market.decisionAt),
    })),
    instruments: Array.from(chosen, (i) => {
      const { iid, name, market, sector, delistedRow, delistReturn, lotSize = 1 } = instruments[i]!;
      return { iid, name, market, sector, delistedRow, delistReturn, lotSize };
    }),
    offsets: own.int32(starts),
    columns: Object.fromEntries(fields.map((name) => [name, cut(columns[name]!, new Float64Array(size))])),
    groups: Object.fromEntries(
      fields.flatMap((name) => (panel.groups?.[name] ? [[name, [...panel.groups[name]]]] : [])),
    ),
    members: cut(members, new Uint8Array(size)),
    actions: {
      instrument: own.int32(kept.map((k) => placeOf.get(actions.instrument[k]!)!)),
      row: own.int32(pick(actions.row, 0)),
      kind: own.bytes(pick(actions.kind, 0)),
      ratio: own.float64(pick(actions.ratio, 1)),
      cash: own.float64(pick(actions.cash, 0)),
      payDate: own.int32(pick(actions.payDate, NO_SESSION)),
      // Of an instrument that is not in the slice nothing is known.
      other: own.int32(pick(actions.other, -1).map((i) => placeOf.get(i) ?? -1)),
      costShare: own.float64(pick(actions.costShare, 0)),
    },
    lateActions: {
      instrument: own.int32(keptLate.map((k) => placeOf.get(late!.instrument[k]!)!)),
      exRow: own.int32(pickLate(late?.exRow)),
      row: own.int32(pickLate(late?.row)),
      ratio: own.float64(pickLate(late?.ratio)),
      cash: own.float64(pickLate(late?.cash)),
      payDate: own.int32(pickLate(late?.payDate)),
    },
    sharesSplitFactor: own.float64(Array.from(chosen, (i) => panel.sharesSplitFactor?.[i] ?? 1)),
    fx: panel.fx.map(({ currency, knownAt, usdPerUnit }) => ({
      currency,
      knownAt: own.float64(knownAt),
      usdPerUnit: own.float64(usdPerUnit),
    })),
  };
};
