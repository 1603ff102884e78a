import type { Market } from "../markets.ts";
import { openRandom, type Random } from "../random.ts";
import type { Company, Deal, Halt, Rename, SpinOff } from "./company.ts";

const STREAM = 600_000;
const REUSED_SYMBOL_SHARE = 0.35;
/** Exchanges give a symbol to another company only after a while. */
const SYMBOL_REST = 125;
const RENAMED_SHARE = 0.05;
const SPUN_OFF_SHARE = 0.25;
const SPIN_OFF_RATIOS = [0.2, 0.25, 0.5];
export const SPIN_OFF_NOTICE = 15;
const STOCK_DEAL_SHARE = 0.45;
const SESSIONS_PER_YEAR = 250;
const HALTS_PER_YEAR = [0.008, 0.02, 0.06] as const;
const MOST_HALTED_SESSIONS = 8;
const FINAL_HALT_SHARE = 0.6;

type Draft = { -readonly [Key in keyof Company]: Company[Key] } & {
  closedPeriods: (readonly [from: number, to: number])[];
};

/**
 * Adds to a market's companies what happens to them, beyond their own doing: new names, symbols used again,
 * spin-offs, mergers and halts. Parents and acquirers come before their children and targets, so that histories can
 * be drawn in order.
 */
export const planCorporateEvents = (
  companies: readonly Company[],
  market: Market,
  seed: number,
  lastSession: number,
): Company[] => {
  const random = openRandom(seed + STREAM);
  const drafts: Draft[] = companies.map((company) => ({ ...company, closedPeriods: [] }));
  planSpinOffs(drafts, lastSession, random);
  planDeals(drafts, random);
  planReusedSymbols(drafts, random);
  const endOf = (draft: Draft) => (draft.delisted < 0 ? lastSession : draft.delisted);
  for (const draft of drafts) draft.rename = planRename(draft, market, endOf(draft), random);
  for (const draft of drafts) {
    draft.halts = planHalts(draft, market, endOf(draft), random);
    for (const { from, to } of draft.halts) draft.closedPeriods.push([from - 1, to]);
  }
  return drafts;
};

const isOutlasting = (draft: Draft, session: number, lastSession: number): boolean =>
  draft.delisted < 0 ? session < lastSession : session < draft.delisted;

const planSpinOffs = (drafts: readonly Draft[], lastSession: number, random: Random): void => {
  drafts.forEach((child, index) => {
    if (random.uniform() > SPUN_OFF_SHARE) return;
    const parents = drafts
      .slice(0, index)
      .filter(
        (parent) =>
          parent.spinOff === null &&
          parent.parent === null &&
          parent.tier < 2 &&
          parent.listed + SESSIONS_PER_YEAR < child.listed &&
          isOutlasting(parent, child.listed + SESSIONS_PER_YEAR, lastSession),
      );
    const parent = parents[random.integer(Math.max(1, parents.length))];
    const ratio = SPIN_OFF_RATIOS[random.integer(SPIN_OFF_RATIOS.length)]!;
    const share = Math.floor((0.12 + 0.25 * random.uniform()) * 100) / 100;
    if (!parent) return;
    const plan: SpinOff = { session: child.listed, child: child.iid, ratio, share };
    parent.spinOff = plan;
    parent.closedPeriods.push([child.listed - SPIN_OFF_NOTICE - 1, child.listed + 1]);
    child.parent = parent.iid;
  });
};

const planDeals = (drafts: readonly Draft[], random: Random): void => {
  drafts.forEach((target, index) => {
    if (target.delisted < 0 || target.isFailure) return;
    const announced = target.delisted - 40 - random.integer(60);
    const premium = Math.floor((0.15 + 0.3 * random.uniform()) * 100) / 100;
    const isPaidInShares = random.uniform() < STOCK_DEAL_SHARE;
    const acquirers = drafts
      .slice(0, index)
      .filter(
        (other) =>
          other.tier < 2 &&
          other.listed + 60 < announced &&
          other.delisted < 0 &&
          !overlaps(other, announced, target.delisted + 1),
      );
    const acquirer = acquirers[random.integer(Math.max(1, acquirers.length))];
    const deal: Deal = { announced, acquirer: (isPaidInShares && acquirer?.iid) || null, premium };
    target.deal = deal;
    target.closedPeriods.push([announced, target.delisted]);
    // The terms are in the acquirer's shares, so those must not split meanwhile.
    if (deal.acquirer !== null) acquirer!.closedPeriods.push([announced, target.delisted + 1]);
  });
};

const planReusedSymbols = (drafts: readonly Draft[], random: Random): void => {
  const free = new Set(drafts.filter((draft) => draft.delisted >= 0));
  for (const draft of drafts.toSorted((a, b) => a.listed - b.listed)) {
    const earlier = [...free].find(
      (other) => other !== draft && other.delisted + SYMBOL_REST <= draft.listed,
    );
    if (!earlier || random.uniform() > REUSED_SYMBOL_SHARE) continue;
    free.delete(earlier);
    draft.symbol = earlier.symbol;
  }
};

const planRename = (draft: Draft, market: Market, end: number, random: Random): Rename | null => {
  const isRenamed = random.uniform() < RENAMED_SHARE;
  const session = draft.listed + 60 + random.integer(Math.max(1, end - draft.listed - 120));
  if (!isRenamed || session >= end - 40) return null;
  const number = Number(draft.iid.slice(market.prefix.length));
  return { session, symbol: `${draft.iid}N`, name: `Sample ${market.prefix} ${number} Group` };
};

/** Halts, apart from each other and from everything else that was planned. */
const planHalts = (draft: Draft, market: Market, end: number, random: Random): Halt[] => {
  const perYear = HALTS_PER_YEAR[draft.tier] * (market.priceLimits.length > 0 ? 2 : 1);
  const halts: Halt[] = [];
  for (let from = draft.listed + 30; from < end - 30; from += SESSIONS_PER_YEAR) {
    const isHalted = random.uniform() < perYear;
    const start = from + random.integer(200);
    const to = start + 1 + random.integer(MOST_HALTED_SESSIONS);
    if (isHalted && to < end - 30 && !overlaps(draft, start - 1, to)) halts.push({ from: start, to });
  }
  const isHaltedAtTheEnd = draft.isFailure && random.uniform() < FINAL_HALT_SHARE;
  if (isHaltedAtTheEnd) halts.push({ from: end - 8 - random.integer(12), to: end });
  return halts;
};

const overlaps = ({ closedPeriods }: Draft, from: number, to: number): boolean =>
  closedPeriods.some(([first, last]) => first <= to && from <= last);
