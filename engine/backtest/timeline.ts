import type { Panel, PanelMarket } from "../contract/panel.ts";
import type { SessionDate, UtcMicros } from "../contract/time.ts";

/** What happens at an instant, in this order: a market opens, a row becomes known, the decision market strikes. */
export const PHASE = { open: 0, known: 1, strike: 2 } as const;

/** A place on a timeline: the next row of each market to open and to become known, and the next strike. */
export interface SavedTimeline {
  readonly nextOpen: Int32Array;
  readonly nextKnown: Int32Array;
  readonly nextStrike: number;
}

/**
 * The events of a panel one after the other, markets interleaved by instant and never by date; ties by phase, so that
 * an order decided at an open fills strictly later, then by market code. `next` moves to the following event, which
 * then stands in `at`, `phase`, `market` and `row`: nothing is allocated, for there are millions. Ends after the last
 * strike on or before `to`: a fill after that would be in the run's totals but in no NAV.
 */
export class Timeline {
  at: UtcMicros = Number.NEGATIVE_INFINITY;
  phase: (typeof PHASE)[keyof typeof PHASE] = PHASE.open;
  market = 0;
  row = 0;
  /** Events played so far, and all there are at most. */
  played = 0;
  readonly size: number;
  readonly #markets: readonly PanelMarket[];
  /** Markets by code, the order in which ties are broken. */
  readonly #byCode: Int32Array;
  readonly #decisionMarket: number;
  readonly #nextOpen: Int32Array;
  readonly #nextKnown: Int32Array;
  #nextStrike = 0;
  readonly #strikes: number;

  constructor(panel: Panel, decisionMarket: number, to: SessionDate) {
    const { markets } = panel;
    this.#markets = markets;
    this.#decisionMarket = decisionMarket;
    const codes = markets.map(({ mic }) => mic);
    this.#byCode = Int32Array.from(codes.keys()).sort((a, b) =>
      codes[a]! < codes[b]! ? -1 : codes[a]! > codes[b]! ? 1 : 0,
    );
    this.#nextOpen = new Int32Array(markets.length);
    this.#nextKnown = new Int32Array(markets.length);
    this.#strikes = markets[decisionMarket]!.sessionDates.findLastIndex((date) => date <= to) + 1;
    this.size = markets.reduce((sum, { openAt }) => sum + 2 * openAt.length, this.#strikes);
  }

  /** What a later run needs to go on after the current event. */
  save(): SavedTimeline {
    return {
      nextOpen: this.#nextOpen.slice(),
      nextKnown: this.#nextKnown.slice(),
      nextStrike: this.#nextStrike,
    };
  }

  restore({ nextOpen, nextKnown, nextStrike }: SavedTimeline): void {
    this.#nextOpen.set(nextOpen);
    this.#nextKnown.set(nextKnown);
    this.#nextStrike = nextStrike;
  }

  /** Moves to the next event; false when the last strike has been played. */
  next(): boolean {
    if (this.#nextStrike >= this.#strikes) return false;
    let at = this.#markets[this.#decisionMarket]!.decisionAt[this.#nextStrike]!;
    let phase: (typeof PHASE)[keyof typeof PHASE] = PHASE.strike;
    let market = this.#decisionMarket;
    for (const m of this.#byCode) {
      const { openAt, decisionAt } = this.#markets[m]!;
      const open = this.#nextOpen[m]!;
      const opensAt = open < openAt.length ? openAt[open]! : Number.POSITIVE_INFINITY;
      if (opensAt < at || (opensAt === at && phase > PHASE.open)) {
        at = opensAt;
        phase = PHASE.open;
        market = m;
      }
      const known = this.#nextKnown[m]!;
      const knownAt = known < decisionAt.length ? decisionAt[known]! : Number.POSITIVE_INFINITY;
      if (knownAt < at || (knownAt === at && phase > PHASE.known)) {
        at = knownAt;
        phase = PHASE.known;
        market = m;
      }
    }
    this.at = at;
    this.phase = phase;
    this.market = market;
    if (phase === PHASE.open) this.row = this.#nextOpen[market]!++;
    else if (phase === PHASE.known) this.row = this.#nextKnown[market]!++;
    else this.row = this.#nextStrike++;
    this.played++;
    return true;
  }
}
