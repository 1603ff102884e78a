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
import { createPanelCache } from "../kernel/host/panel-cache.ts";
import { createResearchApi } from "../kernel/research/research-api.ts";
import { unwrap } from "./engine/unwrap.ts";
import { connectSampleStore, readPanel, toSessionDate } from "./read-panel.ts";
import { median, reportFigures, time } from "./report-figures.ts";

/**
 * The strategy of the notebook "Twelve-one momentum, global", over a panel that is already in memory: by the engine
 * alone, and as a cell asks for it, in turns.
 */
const TURNS = 5;
const ROUNDS = 20;
const folder = process.argv[2];
if (folder === undefined) throw new Error("give the folder of the store");

const repeat = async (work: () => unknown): Promise<void> => {
  for (let round = 0; round < ROUNDS; round++) await work();
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
const question = { ...request, decision: { kind: "close" as const, delayMinutes }, from, to, asOf: null };
const panel = await readPanel(store, question);
const config = { from, to, capitalMinor: 10_000_000_000, currency: "USD", costs: costModels.institutional };

const bare = () => unwrap(runBacktest({ panel, strategy, parameters, config }));

/** The same from a cell: the host's answer comes as a message brings it, over memory that both share. */
const loaded = unwrap(await createPanelCache().load(store, question, () => {}));
const cell = createResearchApi({
  request: async () => structuredClone(loaded),
  show: () => {},
  record: () => {},
  progress: () => {},
  now: () => performance.now(),
  inputValue: () => undefined,
  names: () => null,
  asOf: () => null,
  nameOf: () => null,
});
const asCellStrategy = strategy as unknown as Parameters<typeof cell.backtest>[0];
const options = {
  from: "2014-01-01",
  to: "2023-12-31",
  capital: cell.usd(config.capitalMinor / 100),
  costs: "institutional",
};
const inCell = () => cell.backtest(asCellStrategy, options);

const [first] = await time(1, async () => void bare());
if ((await inCell()).orderHash !== bare().orderHash) throw new Error("a cell's backtest came out otherwise");
const bareTimes: number[] = [];
const cellTimes: number[] = [];
for (let turn = 0; turn < TURNS; turn++) {
  bareTimes.push(...(await time(1, () => repeat(bare))));
  cellTimes.push(...(await time(1, () => repeat(inCell))));
}
const sessions = bare().dates.length.toLocaleString("en-US");
const over = `${panel.instruments.length} instruments, ${sessions} sessions`;
const each = (times: readonly number[]) => times.map((milliseconds) => milliseconds / ROUNDS);
const ratio = median(cellTimes) / median(bareTimes);
reportFigures([
  { name: "sample backtest, the first (panel in memory)", milliseconds: [first!], over },
  { name: "sample backtest (panel in memory)", milliseconds: each(bareTimes), over },
  { name: "sample backtest, from a cell", milliseconds: each(cellTimes), over },
  { name: "sample backtest, from a cell ÷ bare", ratio, wanted: "at most 1.3", over },
]);
process.exit(0);
