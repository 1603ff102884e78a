import type { Panel, PanelMarket } from "../contract/panel.ts";
import type { SessionDate, UtcMicros } from "../contract/time.ts";
import { areSessionsApart } from "./sessions-apart.ts";

/**
 * What happens at an instant, in this order: a market closes, opens, a row becomes known, the decision market strikes.
 * So a bar that begins where the one before ends comes after it, and an order decided at an instant fills strictly later.
 */
export const PHASE = { close: 0, open: 1, known: 2, strike: 3 } as const;

export type Phase = (typeof PHASE)[keyof typeof PHASE];

/** Not looked for since the last event that was not passed. */
const UNKNOWN = Number.NaN;

/** A place on a timeline: the next row of each market to open, close and become known, and the next strike. */
export interface SavedTimeline {
  readonly next: Int32Array;
  readonly nextStrike: number;
}

/**
 * The events of a panel one after the other, markets interleaved by instant and never by date; ties by phase, then by
 * market code. `next` moves to the following event, which then stands in `at`, `phase`, `market` and `row`: nothing is
 * allocated, for there are millions. Ends after the last strike on or before `to`: a fill after that would be in the
 * run's totals but in no NAV.
 */
export class Timeline {
  at: UtcMicros = Number.NEGATIVE_INFINITY;
  phase: Phase = PHASE.open;
  market = 0;
  row = 0;
  /** Events played so far, and all there are at most. */
  played = 0;
  readonly size: number;
  readonly #decisionMarket: PanelMarket;
  readonly #decisionIndex: number;
  /** One stream per phase and market, by phase, then market code: its instants, and the next row. */
  readonly #instants: readonly Float64Array[];
  readonly #marketOf: Int32Array;
  readonly #phaseOf: Int32Array;
  readonly #next: Int32Array;
  /** The instant of each stream's next row, infinity after its last. */
  readonly #due: Float64Array;
  /** The decision market's streams: its closes, opens and known rows. */
  readonly #own: readonly [number, number, number];
  /** Whether each session of the decision market is known before the next one opens. */
  readonly #areApart: boolean;
  #nextStrike = 0;
  /** While sessions are passed: the instant before which they may be. Their streams stay behind until `#catchUp`. */
  #freeUntil: UtcMicros = UNKNOWN;
  #hasPassed = false;
  readonly #strikes: number;

  constructor(panel: Panel, decisionMarket: number, to: SessionDate) {
    const { markets } = panel;
    const codes = markets.map(({ mic }) => mic);
    const byCode = [...codes.keys()].sort((a, b) =>
      codes[a]! < codes[b]! ? -1 : codes[a]! > codes[b]! ? 1 : 0,
    );
    const streams = [PHASE.close, PHASE.open, PHASE.known].flatMap((phase) =>
      byCode.map((market) => ({ phase, market, instants: instantsOf(markets[market]!, phase) })),
    );
    this.#instants = streams.map(({ instants }) => instants);
    this.#marketOf = Int32Array.from(streams, ({ market }) => market);
    this.#phaseOf = Int32Array.from(streams, ({ phase }) => phase);
    this.#next = new Int32Array(streams.length);
    this.#due = Float64Array.from(streams, ({ instants }) => instants[0] ?? Number.POSITIVE_INFINITY);
    this.#decisionMarket = markets[decisionMarket]!;
    this.#decisionIndex = decisionMarket;
    const ownOf = (phase: Phase) =>
      streams.findIndex((stream) => stream.phase === phase && stream.market === decisionMarket);
    this.#own = [ownOf(PHASE.close), ownOf(PHASE.open), ownOf(PHASE.known)];
    this.#areApart = areSessionsApart(this.#decisionMarket);
    this.#strikes = this.#decisionMarket.sessionDates.findLastIndex((date) => date <= to) + 1;
    this.size = streams.reduce((sum, { instants }) => sum + instants.length, this.#strikes);
  }

  /** What a later run needs to go on after the current event. */
  save(): SavedTimeline {
    this.#catchUp();
    return { next: this.#next.slice(), nextStrike: this.#nextStrike };
  }

  restore({ next, nextStrike }: SavedTimeline): void {
    this.#hasPassed = false;
    this.#freeUntil = UNKNOWN;
    this.#next.set(next);
    for (let k = 0; k < this.#next.length; k++)
      this.#due[k] = this.#instants[k]![this.#next[k]!] ?? Number.POSITIVE_INFINITY;
    this.#nextStrike = nextStrike;
  }

  /** Whether the last strike has been reached. */
  get isLast(): boolean {
    return this.#nextStrike >= this.#strikes;
  }

  /**
   * Moves past a session of the decision market to its strike, when its open, its close and its row's becoming known
   * come next and nothing else comes before that strike. Otherwise it stays where it is, and returns false.
   */
  passSession(): boolean {
    const row = this.#nextStrike;
    if (Number.isNaN(this.#freeUntil)) this.#freeUntil = this.#findFree();
    if (row >= this.#strikes) return false;
    const at = this.#decisionMarket.decisionAt[row]!;
    if (at >= this.#freeUntil) return false;
    this.#nextStrike = row + 1;
    this.#hasPassed = true;
    this.played += 4;
    this.at = at;
    this.phase = PHASE.strike;
    this.market = this.#decisionIndex;
    this.row = row;
    return true;
  }

  /** The first event of another market: sessions that strike before it may be passed. None while one is under way. */
  #findFree(): UtcMicros {
    const own = this.#own;
    const row = this.#nextStrike;
    if (!this.#areApart || own.some((k) => this.#next[k] !== row)) return Number.NEGATIVE_INFINITY;
    let first = Number.POSITIVE_INFINITY;
    for (let k = 0; k < this.#due.length; k++)
      if (!own.includes(k) && this.#due[k]! < first) first = this.#due[k]!;
    return first;
  }

  /** Brings the decision market's own streams to where sessions have been passed to. */
  #catchUp(): void {
    if (this.#hasPassed)
      for (const k of this.#own) {
        this.#next[k] = this.#nextStrike;
        this.#due[k] = this.#instants[k]![this.#nextStrike] ?? Number.POSITIVE_INFINITY;
      }
    this.#hasPassed = false;
    this.#freeUntil = UNKNOWN;
  }

  /** Moves to the next event; false when the last strike has been played. */
  next(): boolean {
    if (this.#nextStrike >= this.#strikes) return false;
    this.#catchUp();
    const due = this.#due;
    // Streams stand in the order in which ties are broken; a strike comes after all of them.
    let first = -1;
    let at = this.#decisionMarket.decisionAt[this.#nextStrike]!;
    for (let k = due.length - 1; k >= 0; k--)
      if (due[k]! <= at) {
        at = due[k]!;
        first = k;
      }
    this.at = at;
    this.played++;
    if (first === -1) {
      this.phase = PHASE.strike;
      this.market = this.#decisionIndex;
      this.row = this.#nextStrike++;
      return true;
    }
    this.phase = this.#phaseOf[first] as Phase;
    this.market = this.#marketOf[first]!;
    const row = this.#next[first]!++;
    this.row = row;
    const instants = this.#instants[first]!;
    due[first] = row + 1 < instants.length ? instants[row + 1]! : Number.POSITIVE_INFINITY;
    return true;
  }
}

function instantsOf({ openAt, closeAt, decisionAt }: PanelMarket, phase: Phase): Float64Array {
  return phase === PHASE.open ? openAt : phase === PHASE.close ? closeAt : decisionAt;
}
