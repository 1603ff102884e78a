import {
  type Strategy as EngineStrategy,
  grid as engineGrid,
  randomSearch as engineRandomSearch,
  iterateParameters,
  metricReference,
  type ParameterOverrides,
  type ParameterSource,
  parameterList,
  type RequiredPanel,
  requiredPanel,
  resolveParameters,
} from "../../engine/index.ts";
import { fingerprintOf } from "../parallel/strategy-fingerprint.ts";
import { MOST_SWEPT_RUNS, type SweepReply, type SweepRequest } from "../parallel/sweep-request.ts";
import { backtestConfigOf } from "./backtest-config.ts";
import { ResearchError } from "./research-error.ts";
import type { ResearchHost } from "./research-host.ts";
import { createSweepValue } from "./sweep-value.ts";
import { unwrap } from "./unwrap.ts";

/** The metrics every run of a sweep has, in the order of a tear sheet. */
export const sweptMetrics = metricReference.flatMap(({ tearSheet }) =>
  tearSheet ? [tearSheet.key as MetricName] : [],
);

const refuse = (message: string): never => {
  throw new ResearchError("bad-argument", message);
};

const sources = new WeakSet<object>();
const remember = (source: ParameterSource): SweepParameters => {
  sources.add(source);
  return source;
};

/** The `grid` and `randomSearch` of the research API. */
export const grid = (axes: Parameters<typeof engineGrid>[0]): SweepParameters => remember(engineGrid(axes));
export const randomSearch = (...given: Parameters<typeof engineRandomSearch>): SweepParameters =>
  remember(engineRandomSearch(...given));

const sourceOf = (parameters: SweepOptions["parameters"]): ParameterSource => {
  if (sources.has(parameters)) return parameters as ParameterSource;
  if (typeof (parameters as Iterable<unknown> | undefined)?.[Symbol.iterator] !== "function")
    return refuse("A sweep needs parameters: grid({ … }), randomSearch({ … }), or a list of them.");
  const rows: ParameterOverrides[] = [];
  for (const row of parameters as Iterable<ParameterOverrides>) {
    if (rows.length === MOST_SWEPT_RUNS) return refuse(`A sweep has at most ${MOST_SWEPT_RUNS} runs.`);
    rows.push({ ...row });
  }
  return parameterList(rows);
};

/** The panel that is enough for every run: all fields, and the longest warm-up. */
const panelForAll = (
  strategy: EngineStrategy,
  source: ParameterSource,
  config: ReturnType<typeof backtestConfigOf>,
): RequiredPanel => {
  let all: RequiredPanel | undefined;
  let failure: ResearchError | null = null;
  if (source.count === 0) return refuse("There are no parameters to sweep over.");
  if (source.count! > MOST_SWEPT_RUNS)
    return refuse(`A sweep has at most ${MOST_SWEPT_RUNS} runs, and this one has ${source.count}.`);
  for (const row of iterateParameters(source)) {
    try {
      const need = unwrap(requiredPanel(strategy, unwrap(resolveParameters(strategy, row)), config));
      all = all
        ? {
            ...all,
            fields: [...new Set([...all.fields, ...need.fields])].sort(),
            warmUpSessions: Math.max(all.warmUpSessions, need.warmUpSessions),
          }
        : need;
    } catch (thrown) {
      // One that cannot run is a failed run of the sweep; none that can is the cell's mistake.
      if (!(thrown instanceof ResearchError)) throw thrown;
      failure ??= thrown;
    }
  }
  if (!all) throw failure!;
  return all;
};

const askedParameters = (source: ParameterSource): SweepRequest["parameters"] => {
  switch (source.kind) {
    case "grid":
      return { kind: "grid", axes: source.axes as SweepAxes };
    case "random":
      return { kind: "random", axes: source.axes as SweepAxes, count: source.count, seed: source.seed };
    case "list":
      return { kind: "list", rows: [...source.rows] };
  }
};
type SweepAxes = Extract<SweepRequest["parameters"], { readonly kind: "grid" }>["axes"];

/** Asks the host to run a strategy with many parameters, in workers that make it anew from its cells. */
export const runSweepCell = async (
  host: ResearchHost,
  strategy: EngineStrategy,
  options: SweepOptions,
): Promise<Sweep> => {
  const name = host.nameOf(strategy);
  if (name === null)
    return refuse(
      "A sweep makes its strategy anew in each worker, so it needs a name: const best = strategy({ … }).",
    );
  // First of all, because the workers run this cell too, and go no further than the first question.
  await host.request("sweep/prepare", { name });
  const { parameters, keepReturns = true, ...given } = options;
  if ("params" in given)
    return refuse("A sweep takes its values in `parameters`; give a fixed one as a list of one.");
  const config = backtestConfigOf(given);
  const source = sourceOf(parameters);
  const { universe, fields, warmUpSessions, delayMinutes } = panelForAll(strategy, source, config);
  const asked: SweepRequest = {
    name,
    fingerprint: fingerprintOf(strategy),
    panel: {
      universe,
      fields,
      warmUpSessions,
      decision: { kind: "close", delayMinutes },
      from: config.from,
      to: config.to,
      asOf: host.asOf(),
    },
    config: { ...config },
    parameters: askedParameters(source),
    metrics: [...sweptMetrics],
    keepReturns: Boolean(keepReturns),
  };
  host.progress(0, strategy.name);
  const reply = (await host.request("sweep/run", asked)) as SweepReply;
  return createSweepValue(strategy.name, reply, {
    hasReturns: Boolean(keepReturns),
    isUnsafe: config.fillAt === "same-bar-close",
  });
};
