import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { MOST_NAMED, type TakenTicks, type TickWish } from "../contract/tick-batch.ts";
import type { Tick } from "./forming-bar.ts";
import type { MarketSessions } from "./market-sessions.ts";
import { type SessionTick, TickBook, type Touched } from "./tick-book.ts";
import { type JournalRecord, openTickJournal } from "./tick-journal.ts";

/** Answers to batches that can be asked for again. Ticks of an older one are still known by their ids. */
const MOST_ANSWERS = 200_000;

export interface TickStore {
  readonly book: TickBook;
  /**
   * Takes a batch in, once. It is told to listeners as soon as it is written down, and answered when it survives the
   * end of the machine. Fails with `bad-batch`, `key-reused` and `unavailable`.
   */
  take(wish: TickWish): Promise<WireResult<TakenTicks>>;
  onTaken(listener: (touched: Touched) => void): void;
  close(): void;
}

/** An instant in UTC microseconds: `Date` ends at milliseconds. */
const microsOf = (instant: string): number => {
  const fraction = /\.(\d+)/.exec(instant)?.[1] ?? "";
  return Date.parse(instant) * 1_000 + Number(fraction.padEnd(6, "0").slice(3, 6));
};

export interface TickSources {
  readonly sessions: MarketSessions;
  /** The ids of all instruments there are. */
  instruments(): Promise<WireResult<ReadonlySet<string>>>;
  /** Lines of the journal cannot be read. */
  onDamage(lines: number): void;
}

/** The ticks that came to a server, as its folder has them. */
export const openTickStore = async (
  folder: string,
  { sessions, instruments, onDamage }: TickSources,
): Promise<TickStore> => {
  const journal = await openTickJournal(folder);
  if (journal.damaged > 0) onDamage(journal.damaged);
  const book = new TickBook();
  const answers = new Map<string, { readonly fingerprint: string; readonly answer: TakenTicks }>();
  const listeners: ((touched: Touched) => void)[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  const remember = ({ repeatable, answer }: Pick<JournalRecord, "repeatable" | "answer">): void => {
    answers.set(keyOf(repeatable), { fingerprint: repeatable.fingerprint, answer });
    if (answers.size > MOST_ANSWERS) answers.delete(answers.keys().next().value!);
  };
  for (const record of journal.records) {
    remember(record);
    book.take(record.market, record.ticks.map(readTick), record.receivedAt);
  }

  const takeNow = async ({ batch, receivedAt, repeatable }: TickWish): Promise<WireResult<TakenTicks>> => {
    const before = answers.get(keyOf(repeatable));
    if (before)
      return before.fingerprint === repeatable.fingerprint
        ? wireOk(before.answer)
        : wireError("key-reused", "The key belongs to another batch.");
    const { market } = batch;
    const there = await instruments();
    if (!there.ok) return wireError("unavailable", there.error.message);
    const isThere = ({ instrument }: { readonly instrument: string }) => there.value.has(instrument);
    const unknown = batch.ticks.filter((tick) => !isThere(tick));
    const ticks = batch.ticks.filter(isThere).map((tick): Tick => ({ ...tick, at: microsOf(tick.at) }));
    const known = await sessions.at(
      market,
      ticks.map(({ at }) => at),
    );
    if (!known.ok) {
      const isOurs = known.error.code === "gone" || known.error.code === "unknown-snapshot";
      return wireError(isOurs ? "unavailable" : "bad-batch", known.error.message);
    }
    const sorted = book.sort(market, ticks, known.value, receivedAt);
    if (!sorted) return wireError("unavailable", "The session has more ticks than this server remembers.");
    const { counts, taken } = sorted;
    const answer: TakenTicks = {
      ...counts,
      ticks: batch.ticks.length,
      unknown: unknown.length,
      unknownInstruments: [...new Set(unknown.map(({ instrument }) => instrument))].slice(0, MOST_NAMED),
    };
    const record = { market, receivedAt, repeatable, answer, ticks: taken.map(writeTick) };
    try {
      journal.append(record);
    } catch (error) {
      return wireError("unavailable", `The ticks cannot be written down: ${(error as Error).message}`);
    }
    remember(record);
    for (const touched of book.take(market, taken, receivedAt))
      for (const listener of listeners) listener(touched);
    return wireOk(answer);
  };

  return {
    book,
    take: async (wish) => {
      const mine = turn.then(() => takeNow(wish));
      turn = mine.catch(() => {});
      const taken = await mine;
      if (taken.ok) await journal.settle();
      return taken;
    },
    onTaken: (listener) => void listeners.push(listener),
    close: () => journal.close(),
  };
};

const keyOf = ({ actor, key }: TickWish["repeatable"]): string => `${actor}\n${key}`;

const writeTick = ({
  id,
  instrument,
  at,
  price,
  size,
  session,
}: SessionTick): JournalRecord["ticks"][number] => [
  id,
  instrument,
  at,
  price,
  size,
  session.date,
  session.closeAt,
];
const readTick = ([id, instrument, at, price, size, date, closeAt]: JournalRecord["ticks"][number]) => ({
  id,
  instrument,
  at,
  price,
  size,
  session: { date, closeAt },
});
