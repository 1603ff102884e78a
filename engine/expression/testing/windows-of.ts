import type { Panel } from "../../contract/panel.ts";
import { evaluateFactor } from "../evaluate-factor.ts";
import type { Factor } from "../factor.ts";

/** One value of a factor beside the cells it may be computed from: those of the sessions up to its own. */
export interface Sighting {
  readonly value: number;
  /** By field, the last sessions of the instrument, oldest first, the current one last; NaN before the panel. */
  readonly window: Readonly<Record<string, number[]>>;
}

/** Every value of a time-series factor with the last `n` sessions of some stored columns. */
export function sightings(factor: Factor, panel: Panel, fields: readonly string[], n: number): Sighting[] {
  const cells = evaluateFactor(factor, panel).cells!;
  const found: Sighting[] = [];
  for (let i = 0; i < panel.instruments.length; i++) {
    const start = panel.offsets[i]!;
    for (let cell = start; cell < panel.offsets[i + 1]!; cell++) {
      const last = (name: string) =>
        Array.from({ length: n }, (_, k) => {
          const at = cell - n + 1 + k;
          return at >= start ? panel.columns[name]![at]! : Number.NaN;
        });
      found.push({
        value: cells[cell]!,
        window: Object.fromEntries(fields.map((name) => [name, last(name)])),
      });
    }
  }
  return found;
}
