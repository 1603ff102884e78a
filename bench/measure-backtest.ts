import {
  atClose,
  costModels,
  defineStrategy,
  type ExpressionSpec,
  param,
  requiredPanel,
  resolveParameters,
  runBacktest,
} from "../engine/index.ts";
import { connectSampleStore, readPanel, toSessionDate } from "./read-panel.ts";
import { reportFigures, time } from "./report-figures.ts";

/** The strategy of the notebook "Twelve-one momentum, global", over a panel that is already in memory. */
const folder = process.argv[2];
if (folder === undefined) throw new Error("give the folder of the store");

const unwrap = <T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const params = { lookback: param.int(252), skip: param.int(21), top: param.percent(10) };
const spec: ExpressionSpec<typeof params> = {
  name: "Twelve-one momentum",
  universe: "GLOBAL_LARGE",
  decide: atClose("XNYS", { delay: "30m" }),
  rebalance: "month-end",
  params,
  signal: ({ field, p }) => {
    const total = field.totalReturn;
    if (total === undefined) throw new Error("there is no totalReturn");
    return total.delay(p.skip).div(total.delay(p.lookback)).minus(1).rank();
  },
  weights: ({ signal, p }) => signal.top(p.top).equal(),
};
const strategy = unwrap(defineStrategy(spec));
const parameters = unwrap(resolveParameters(strategy));
const { decisionMic: _, delayMinutes, ...request } = unwrap(requiredPanel(strategy, parameters));
const from = toSessionDate("2014-01-01");
const to = toSessionDate("2023-12-31");
const store = await connectSampleStore(folder);
const panel = await readPanel(store, {
  ...request,
  decision: { kind: "close", delayMinutes },
  from,
  to,
  asOf: null,
});
const config = { from, to, capitalMinor: 10_000_000_000, currency: "USD", costs: costModels.institutional };

let sessions = 0;
const milliseconds = await time(5, async () => {
  sessions = unwrap(runBacktest({ panel, strategy, parameters, config })).dates.length;
});
const over = `${panel.instruments.length} instruments, ${sessions.toLocaleString("en-US")} sessions`;
reportFigures([{ name: "sample backtest (panel in memory)", milliseconds, over }]);
process.exit(0);
