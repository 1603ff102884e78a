import type { SessionDate, UtcMicros } from "./time.ts";

/**
 * A point-in-time panel: for each instrument, on the sessions of its own market, what was known at that
 * session's decision instant. Row `s` of market `m` holds, in every column, only facts with
 * `known_at <= markets[m].decisionAt[s]`. Nothing in a row ever changes when later rows are added.
 *
 * Columns are asset-major and ragged: instrument `i` owns `[offsets[i], offsets[i + 1])`, one cell per
 * session of its market, so `columns.close[offsets[i] + s]`. NaN is missing data and nothing else.
 */
export interface Panel {
  readonly snapshotId: string;
  readonly universe: string;
  readonly markets: readonly PanelMarket[];
  readonly instruments: readonly PanelInstrument[];
  /** Length instruments + 1. */
  readonly offsets: Int32Array;
  /** Stored fields by name, each of length `offsets[instruments]`. Prices are raw, in the instrument's currency. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Of a column of groups, such as `sector`, the names its numbers stand for. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** 1 where the instrument is a member of the universe as known at that row's decision instant. */
  readonly members: Uint8Array;
  readonly actions: PanelActions;
  /** What of splits and cash became known after its ex-date. Accounting only; none when left out. */
  readonly lateActions?: PanelLateActions;
  /**
   * Per instrument, the product of the split ratios between the first row on which the row-0 `sharesOutstanding` was
   * known and row 0 itself, so that capitalisation does not depend on where the panel begins. 1 when left out.
   */
  readonly sharesSplitFactor?: Float64Array;
  readonly fx: readonly PanelFx[];
}

/** One market's axis. All arrays have one entry per session, ascending. */
export interface PanelMarket {
  readonly mic: string;
  readonly currency: string;
  /** Absolute number of the first session since the market's calendar epoch; anchors block windows. */
  readonly firstSessionNumber: number;
  readonly sessionDates: Int32Array;
  /**
   * Per row, the session date of the row that was to follow, as the calendar stood at the row's decision instant;
   * NO_SESSION when none was known. A session that was called off later is still here. Of minute bars it is the row's
   * own date until the last minute of the day. When left out, the row that did follow.
   */
  readonly nextSessionDates?: Int32Array;
  readonly openAt: Float64Array;
  readonly closeAt: Float64Array;
  /** close + delay: the instant whose knowledge the row holds. */
  readonly decisionAt: Float64Array;
}

export interface PanelInstrument {
  readonly iid: string;
  readonly name: string;
  /** Index into `markets`. */
  readonly market: number;
  /** As the list of instruments says it, without a date. Reports only: a strategy reads the column `sector`. */
  readonly sector: string;
  /** First row on which the listing no longer exists, or -1. Accounting only: no strategy may read it. */
  readonly delistedRow: number;
  /** Shares are traded in multiples of this; 1 when left out. */
  readonly lotSize?: number;
  /** Return from the last close to the delisting proceeds, e.g. -0.6. NaN when not delisted. */
  readonly delistReturn: number;
}

/**
 * The kinds of corporate action, by their number in `PanelActions.kind`:
 *
 * - 0 split, forward or reverse, or a dividend in shares: `ratio` new shares per old one.
 * - 1 cash dividend, ordinary or special: `cash` per old share.
 * - 2 spin-off: `ratio` shares of `other` per share held, which take `costShare` of its cost along.
 * - 3 merger: the instrument ends for `ratio` shares of `other` (0 for none) and `cash` per share held.
 *
 * A change of name or symbol is no action: an instrument keeps its id through it.
 */
export const ACTION = { split: 0, cashDividend: 1, spinOff: 2, merger: 3 } as const;

/** Corporate actions in force inside the panel, ordered by (instrument, row). One entry per array index. */
export interface PanelActions {
  readonly instrument: Int32Array;
  /** Row, on the instrument's market axis, of the ex-date. */
  readonly row: Int32Array;
  /** One of `ACTION`. */
  readonly kind: Uint8Array;
  /** Shares given per old share, see `ACTION`; 1 for a dividend. */
  readonly ratio: Float64Array;
  /** Cash per old share in the instrument's currency, see `ACTION`; 0 where there is none. */
  readonly cash: Float64Array;
  /** The session date of payment of a dividend; NO_SESSION, or left out, when it is paid on the ex-date. */
  readonly payDate?: Int32Array;
  /** The other instrument of a spin-off or merger, of the same market; −1 for none. Left out when there is no such action. */
  readonly other?: Int32Array;
  /** Of a spin-off, the share of the cost that goes with the new shares, 0 to 1; otherwise 0. */
  readonly costShare?: Float64Array;
}

/**
 * Splits and cash told, corrected or taken back only after the decision instant of their ex-date's row, ordered by
 * (instrument, row). The shares and the money were due since the ex-date; nobody could know of them before `row`.
 */
export interface PanelLateActions {
  readonly instrument: Int32Array;
  /** Row of the ex-date. */
  readonly exRow: Int32Array;
  /** The first row on which it is known, after `exRow`. */
  readonly row: Int32Array;
  /** Shares in place of each share that came out of the ex-date as it was told then: 2 for a split 2:1, 1 for cash. */
  readonly ratio: Float64Array;
  /** Cash per share held before the ex-date, more than was told then, or less; in the instrument's currency. */
  readonly cash: Float64Array;
  /** The session date of payment, NO_SESSION when it is paid on the ex-date. */
  readonly payDate: Int32Array;
}

/** Fixings of one currency: US dollars per one unit of `currency`, ascending by `knownAt`. USD itself has none. */
export interface PanelFx {
  readonly currency: string;
  readonly knownAt: Float64Array;
  readonly usdPerUnit: Float64Array;
}

export type { SessionDate, UtcMicros };
