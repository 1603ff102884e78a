import { createRandom, type Panel, type Random } from "../../engine/index.ts";

/** A panel as the store gives it with reasons: of each field, why a cell is empty (`cellReasons` of the store). */
export interface ReasonedPanel {
  readonly panel: Panel;
  readonly reasons: Readonly<Record<string, Uint8Array>>;
}

/** Some sessions in a row to draw vectors from, and the names that are looked at. */
export interface ParityWindow {
  readonly why: "first-valid" | "late-known" | "missing" | "corporate-actions" | "any" | "last";
  /** Days since 1970-01-01, of the decision market. */
  readonly from: number;
  readonly to: number;
  readonly warmUpSessions: number;
  readonly iids: readonly string[];
  /** Decision instants, ascending. */
  readonly instants: Float64Array<ArrayBuffer>;
}

export interface WindowQuestion {
  readonly mic: string;
  readonly from: number;
  readonly to: number;
  readonly lookBackSessions: number;
  readonly fields: readonly string[];
  readonly vectors: number;
  readonly seed: number;
}

const NOT_YET_KNOWN = 2;
/** Cells of one window, all fields together: 2 MB. */
const CELLS = 240_000;
const MOST_NAMES = 48;
const FEWEST_NAMES = 8;
/** As a backtest: another market's newest row may be of the session before, and a dividend reads the close before it. */
const MARGIN_SESSIONS = 2;

/** Of every decision session the instruments that something happens to. */
type Events = ReadonlyMap<number, readonly number[]>;

const eventsOf = (
  { panel }: ReasonedPanel,
  dates: Int32Array,
  happens: (cell: number, row: number, instrument: number) => boolean,
): Events => {
  const events = new Map<number, number[]>();
  panel.instruments.forEach(({ market }, i) => {
    const { sessionDates } = panel.markets[market]!;
    let at = 0;
    for (let row = 0; row < sessionDates.length; row++) {
      while (at < dates.length && dates[at]! < sessionDates[row]!) at++;
      if (at === dates.length) break;
      const cell = panel.offsets[i]! + row;
      if (panel.members[cell] !== 1 || !happens(cell, row, i)) continue;
      const known = events.get(at);
      // Two rows of another market can lie before one decision.
      if (known?.at(-1) === i) continue;
      if (known) known.push(i);
      else events.set(at, [i]);
    }
  });
  return events;
};

/** The session on which most happens; the first of several. */
const busiest = (events: Events): number | null => {
  let best: number | null = null;
  for (const [at, names] of [...events].sort(([a], [b]) => a - b))
    if (best === null || names.length > events.get(best)!.length) best = at;
  return best;
};

const draw = (random: Random, names: readonly number[], count: number): number[] => {
  const left = [...names];
  const drawn: number[] = [];
  while (drawn.length < count && left.length > 0) drawn.push(left.splice(random.integer(left.length), 1)[0]!);
  return drawn;
};

/**
 * Where in a backtest's data to look: its very beginning, up to the first value there can be; where most values became
 * known late, were missing, or met a split or dividend; any session; the last ones. The same data and seed give the same.
 */
export const chooseWindows = (reasoned: ReasonedPanel, question: WindowQuestion): readonly ParityWindow[] => {
  const { panel, reasons } = reasoned;
  const { mic, from, to, lookBackSessions, fields, vectors, seed } = question;
  const random = createRandom(seed);
  const market = panel.markets.find((each) => each.mic === mic)!;
  const rows = Array.from(market.sessionDates.keys()).filter(
    (row) => market.sessionDates[row]! >= from && market.sessionDates[row]! <= to,
  );
  const dates = Int32Array.from(rows, (row) => market.sessionDates[row]!);
  const instants = Float64Array.from(rows, (row) => market.decisionAt[row]!);
  const last = dates.length - 1;
  const names = Math.max(
    FEWEST_NAMES,
    Math.min(MOST_NAMES, Math.floor(CELLS / ((lookBackSessions + 8) * Math.max(1, fields.length)))),
  );
  const columns = fields.map((field) => panel.columns[field]!);
  const acted = new Set(
    Array.from(panel.actions.row, (row, k) => panel.offsets[panel.actions.instrument[k]!]! + row),
  );
  const late = eventsOf(reasoned, dates, (cell, row) =>
    Object.values(reasons).some(
      (reason) => row > 0 && reason[cell - 1] === NOT_YET_KNOWN && reason[cell] === 0,
    ),
  );
  const missing = eventsOf(reasoned, dates, (cell) => columns.some((column) => Number.isNaN(column[cell])));
  const actions = eventsOf(reasoned, dates, (cell) => acted.has(cell));
  const present = eventsOf(reasoned, dates, () => true);
  // A window looks at who is a member on one of its sessions: few at the beginning or the end of some universes.
  const least = Math.min(...Array.from(dates.keys(), (at) => present.get(at)?.length ?? 0));
  const members =
    [...present.values()].reduce((sum, { length }) => sum + length, 0) / Math.max(1, dates.length);
  const namesAtOnce = Math.max(1, Math.min(names, Math.max(least, members / 3)));
  const sessions = Math.max(5, Math.ceil((1.1 * vectors) / (6 * namesAtOnce)));

  const namesAt = (at: number, events: Events): string[] => {
    const special = draw(random, events.get(at) ?? [], Math.ceil(names / 2));
    const others = (present.get(at) ?? []).filter((i) => !special.includes(i));
    const all = [...special, ...draw(random, others, names - special.length)];
    return all.map((i) => panel.instruments[i]!.iid).sort();
  };
  const around = (why: ParityWindow["why"], at: number, events: Events): ParityWindow => {
    const first = Math.max(0, Math.min(at - Math.floor(sessions / 2), last - sessions + 1));
    const end = Math.min(last, first + sessions - 1);
    return {
      why,
      from: dates[first]!,
      to: dates[end]!,
      warmUpSessions: lookBackSessions + MARGIN_SESSIONS,
      iids: namesAt(at, events),
      instants: instants.slice(first, end + 1),
    };
  };
  const none: Events = new Map();
  const anyWhere = () => random.integer(last + 1);
  const end = Math.min(last, lookBackSessions + sessions - 2);
  const early = [0, 1, ...Array.from({ length: sessions }, (_, k) => end - sessions + 1 + k)];
  const firstValid: ParityWindow = {
    why: "first-valid",
    from: dates[0]!,
    to: dates[end]!,
    warmUpSessions: 0,
    iids: namesAt(0, none),
    instants: Float64Array.from(
      [...new Set(early)].filter((at) => at >= 0 && at <= end),
      (at) => instants[at]!,
    ).sort(),
  };
  return [
    firstValid,
    around("late-known", busiest(late) ?? anyWhere(), late),
    around("missing", busiest(missing) ?? anyWhere(), missing),
    around("corporate-actions", busiest(actions) ?? anyWhere(), actions),
    around("any", anyWhere(), none),
    around("last", last, none),
  ];
};
