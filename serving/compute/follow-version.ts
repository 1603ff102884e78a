import type { Definition } from "../../bundle/contract/runner-contract.ts";
import { type Factor, readFactor } from "../../engine/index.ts";
import type { ValueSet } from "../contract/value-set.ts";
import { type FactorFollower, followFactor } from "../ticks/follow-factor.ts";
import type { TickBook, Touched } from "../ticks/tick-book.ts";
import type { LivePanel } from "./live-panel.ts";

export interface FollowVersionOptions {
  readonly book: TickBook;
  readonly now: () => number;
  readonly onFormed: (set: ValueSet) => void;
  readonly onFailed: (code: string, message: string) => void;
  /** The panel ends before a session that has ticks. */
  readonly reread: () => void;
}

export interface FollowedVersion {
  /** What its signal is, once its process has said it. */
  define(expression: Definition["expression"]): void;
  /** Begins anew from what was computed, when a session is under way. */
  begin(live: LivePanel, computed: readonly ValueSet[]): void;
  take(touched: Touched): void;
  end(): void;
}

/** Keeps a version's factor in step with the ticks that came in. Of a version whose signal is no expression, nothing. */
export const followVersion = ({
  book,
  now,
  onFormed,
  onFailed,
  reread,
}: FollowVersionOptions): FollowedVersion => {
  let factor: Factor | null = null;
  let mics: ReadonlySet<string> | null = null;
  let follower: FactorFollower | null = null;
  let about: ValueSet | null = null;
  let turn = 0;
  let isTold = true;
  /** Sessions for which the panel was read. */
  const asked = new Set<string>();

  const tell = (): void => {
    if (!isTold) return;
    isTold = false;
    // What else came in by now is in the same set.
    setImmediate(() => {
      isTold = true;
      const formed = follower?.formed();
      if (!formed || !about) return;
      onFormed({
        ...about,
        isForming: true,
        asOf: Math.floor(formed.lastAt / 1_000),
        knownAt: Math.max(Math.floor(formed.lastAt / 1_000), formed.receivedAt),
        computedAt: now(),
        values: formed.values,
      });
    });
  };
  const askFor = (market: string, date: number): void => {
    const session = `${market} ${date}`;
    if (asked.has(session)) return;
    asked.add(session);
    reread();
  };
  const isUnderWay = ({ panel, newestAt }: LivePanel): boolean => {
    let isSome = false;
    for (const { market, session } of book.newest()) {
      const axis = panel.markets.find(({ mic }) => mic === market);
      if (!axis) continue;
      const row = axis.sessionDates.indexOf(session.date);
      if (row >= 0) isSome ||= axis.decisionAt[row]! > newestAt;
      // It began while the panel was read.
      else if (session.date > (axis.sessionDates.at(-1) ?? session.date)) askFor(market, session.date);
    }
    return isSome;
  };

  return {
    define: (expression) => {
      try {
        factor = expression && readFactor(expression);
      } catch (error) {
        factor = null;
        onFailed("not-followed", (error as Error).message);
      }
    },
    begin: (live, computed) => {
      const mine = ++turn;
      mics = new Set(live.panel.markets.map(({ mic }) => mic));
      const set = computed.find(({ kind }) => kind === "factor");
      if (!factor || !set || !isUnderWay(live)) {
        follower = null;
        return;
      }
      const isWanted = () => mine === turn;
      void followFactor({ factor, live, expected: set.values, book, isWanted }).then((begun) => {
        if (!isWanted()) return;
        follower = begun.ok ? begun.value : null;
        about = set;
        if (begun.ok) tell();
        else onFailed(begun.error.code, begun.error.message);
      });
    },
    take: (touched) => {
      if (!factor || (mics && !mics.has(touched.market))) return;
      const outcome = follower?.take(touched) ?? "beyond";
      if (outcome === "changed") tell();
      else if (outcome === "beyond") askFor(touched.market, touched.date);
    },
    end: () => {
      turn++;
      factor = null;
      follower = null;
    },
  };
};
