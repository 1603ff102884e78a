import { BITS, numberOf } from "../../wire/bits.ts";
import type { Policy } from "../contract/policy.ts";
import type { Recomputation } from "../contract/recomputation.ts";

/** A figure as it is told: a number and its bits, or the text that it is. */
const told = (figure: string | null): string => {
  if (figure === null) return "nothing";
  return BITS.test(figure) ? `${numberOf(figure)} (${figure})` : figure;
};

/**
 * What a recomputation holds against a version, in sentences. Figures that came out otherwise always do; that they could
 * not be recomputed does where the policy wants it.
 */
export const judgeRecomputation = (
  { evidence: { needsRecomputedFigures } }: Policy,
  recomputed: Recomputation | null,
): readonly string[] => {
  if (recomputed?.outcome === "differs") {
    const { figure, stated } = recomputed;
    return [
      `the bundle states ${told(stated)} for ${figure}, and its backtest on the same data gives ${told(recomputed.recomputed)} here: build it anew from its notebook and publish that`,
    ];
  }
  if (!needsRecomputedFigures) return [];
  if (recomputed === null)
    return ["its backtest has not been run again by a server with a data store yet: ask again once it was"];
  return recomputed.outcome === "not-here"
    ? [`its figures are stated by the author and were not recomputed here: ${recomputed.message}`]
    : [];
};
