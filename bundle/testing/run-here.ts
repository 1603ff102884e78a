import { deterministicMath } from "../../engine/index.ts";
import { createCellStrategyLoader } from "../../kernel/parallel/load-cell-strategy.ts";
import { type Client, connect } from "../../wire/connect.ts";
import { portPair } from "../../wire/port.ts";
import { serve } from "../../wire/serve.ts";
import { type RunnerContract, runnerContract } from "../contract/runner-contract.ts";
import { serveDefinition } from "../runner/serve-definition.ts";

/** As a cell finds it: the engine's own functions, on any machine the same. */
const cellMath = Object.assign(Object.create(null, Object.getOwnPropertyDescriptors(Math)) as Math, {
  ...deterministicMath,
});

/** The runner in this very process and without its sandbox: only for definitions of our own. */
export const runHere = (): Client<RunnerContract> => {
  const loader = createCellStrategyLoader(
    (code) => {
      const globals: object = { ...loader.globals, Math: cellMath };
      return new Function(...Object.keys(globals), `return ${code}`)(...Object.values(globals));
    },
    { begin: () => {} },
  );
  const [near, far] = portPair();
  serve(far, runnerContract, serveDefinition(loader.load));
  return connect(near, runnerContract);
};
