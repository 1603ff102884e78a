import { evaluateFactor } from "../evaluate-factor.ts";
import type { Factor } from "../factor.ts";
import { createFieldFactors } from "../fields.ts";
import { indicators } from "../indicators.ts";
import { referencePanel } from "./reference-panel.ts";

/** Sessions of instrument A that an example of a time series shows. */
const SHOWN = 4;

/** What an example of the reference gives, to six significant digits. */
export function runExample(code: string): number[] {
  const panel = referencePanel();
  const field = createFieldFactors(Object.keys(panel.columns));
  const factor = new Function("field", "indicators", `return ${code}`)(field, indicators) as Factor;
  const values = evaluateFactor(factor, panel);
  const { sessionDates, decisionAt } = panel.markets[0]!;
  const shown = values.cells?.subarray(sessionDates.length - SHOWN, sessionDates.length);
  return Array.from(shown ?? values.at(decisionAt.at(-1)!), (x) => Number(x.toPrecision(6)));
}
