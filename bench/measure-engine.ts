import { Baselines } from "./engine/baseline.ts";
import { measureCrossovers } from "./engine/crossovers.ts";
import { measurePanelOperators } from "./engine/panel-operators.ts";
import { reportFigures } from "./report-figures.ts";

/** The engine's loops beside plain C programs that do the same work, compiled when the machine has a compiler. */
const baselines = new Baselines();
try {
  reportFigures([...measureCrossovers(baselines), ...measurePanelOperators(baselines)]);
} finally {
  baselines.remove();
}
process.exit(0);
