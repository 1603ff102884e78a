import { HEAT_TINT_MAX } from "../../format/heat-map-format.ts";

/** A month's return at which the tint is full. */
export const HEAT_CLAMP = 0.09;

export interface HeatTint {
  readonly side: "gain" | "loss" | "none";
  /** Share of the side's colour mixed into the ground, in percent, 0 to 58. */
  readonly percent: number;
}

/**
 * The tint of a return: centred on 0, symmetric, full at ±9 % a month. A value that prints as 0.0 has none, so that
 * colour never says more than the numeral. NaN (outside the run) has none.
 */
export const heatTint = (fraction: number, clamp: number = HEAT_CLAMP): HeatTint => {
  if (!Number.isFinite(fraction) || Math.abs(fraction) < 0.0005) return { side: "none", percent: 0 };
  const share = Math.min(1, Math.abs(fraction) / clamp);
  return { side: fraction > 0 ? "gain" : "loss", percent: Math.round(share * HEAT_TINT_MAX * 10) / 10 };
};
