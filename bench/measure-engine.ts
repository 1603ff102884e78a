import { Baselines } from "./engine/baseline.ts";
import { measureCrossovers } from "./engine/crossovers.ts";
import { measureFourMarkets } from "./engine/four-markets.ts";
import { measureMinuteBars } from "./engine/minute-bars.ts";
import { measureMomentum } from "./engine/momentum.ts";
import { measurePanelOperators } from "./engine/panel-operators.ts";
import { reportFigures } from "./report-figures.ts";

/** The engine's loops beside plain C programs that do the same work, compiled when the machine has a compiler. */
const baselines = new Baselines();
try {
  reportFigures([
    ...measureCrossovers(baselines),
    ...measureMomentum(baselines),
    ...measureMinuteBars(baselines),
    ...measureFourMarkets(),
    ...measurePanelOperators(baselines),
  ]);
} finally {
  baselines.remove();
}
process.exit(0);
