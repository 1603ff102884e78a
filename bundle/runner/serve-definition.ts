import { storedFieldsOf } from "../../engine/expression/plan-factor.ts";
import {
  type BacktestConfig,
  type BacktestRun,
  describeFactor,
  type Factor,
  type LoadStrategy,
  type Panel,
  planFactor,
  resolveParameters,
  runBacktest,
  standardFields,
  summariseRun,
  weightRuleNeeds,
} from "../../engine/index.ts";
import type { StoreNames } from "../../kernel/language/store-names.ts";
import type { StrategyRecipe } from "../../kernel/parallel/strategy-recipe.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import {
  type DecidedWeights,
  type Definition,
  MOST_NODES,
  type RunnerContract,
} from "../contract/runner-contract.ts";
import {
  type DecisionQuestion,
  type Decisions,
  decideAt,
  decideInStream,
  decideTogether,
  type Weighing,
} from "./decide.ts";

type Asked = Parameters<Handlers<RunnerContract>["definition/load"]>[0];

interface Loaded {
  readonly recipe: string;
  readonly strategy: Weighing;
  readonly parameters: Readonly<Record<string, number>>;
}

/** Of a field the definition may only know its name. */
const namesOf = (fields: readonly string[]): StoreNames => {
  const names = [...new Set([...standardFields, ...fields])].map((name) => ({ name }));
  return { fields: names, universes: [], markets: [] } as unknown as StoreNames;
};

const recipeOf = ({ variable, cells, clock, fields }: Asked): string => {
  const recipe: StrategyRecipe = {
    name: variable,
    steps: cells.map(({ id, code, reads, seed }) => ({ cellId: id, code, reads, seed, inputs: undefined })),
    fingerprint: null,
    clockMs: Math.floor(clock / 1_000),
    names: namesOf(fields),
  };
  return JSON.stringify(recipe);
};

const needsOf = (strategy: Weighing, parameters: Readonly<Record<string, number>>) => {
  if (strategy.kind === "callback") {
    const { fields, lookback } = strategy.needs;
    return { fields: fields.flatMap(storedFieldsOf), lookBackSessions: lookback, isCurrentNeeded: false };
  }
  const plan = planFactor(strategy.signal(parameters));
  const { fields, lookBackSessions, isCurrentNeeded } = weightRuleNeeds(strategy.weights(parameters));
  return {
    fields: [...plan.fields, ...fields.flatMap(storedFieldsOf)],
    lookBackSessions: Math.max(plan.lookBackSessions, lookBackSessions),
    isCurrentNeeded,
  };
};

const definitionOf = ({ strategy, parameters }: Loaded): Definition => {
  const { name, universe, decide, rebalance, params } = strategy;
  const needs = needsOf(strategy, parameters);
  return {
    form: strategy.kind,
    name,
    universe,
    decision: { mic: decide.mic, delayMinutes: decide.delayMinutes },
    rebalance,
    parameters: Object.fromEntries(Object.entries(params).map(([key, spec]) => [key, { ...spec }])),
    ...needs,
    fields: [...new Set(needs.fields)].sort(),
    expression: strategy.kind === "expression" ? expressionOf(strategy.signal(parameters)) : null,
  };
};

const expressionOf = (signal: Factor): Definition["expression"] => {
  const { key, nodes } = describeFactor(signal);
  if (nodes.length > MOST_NODES) return null;
  return {
    key,
    nodes: nodes.map(({ parameters, inputs, ...node }) => ({
      ...node,
      parameters: [...parameters],
      inputs: [...inputs],
    })),
  };
};

const EVENT =
  "places orders by what its account holds (onBar), and a served definition gives weights: write it with signal and weights, or with weights(ctx).";

/** What a run decided from an instant on; null is its last decision alone. */
const decisionsOf = ({ rebalances, fills }: BacktestRun, since: number | null): DecidedWeights[] => {
  const { decidedAt, firstTarget, instrument, weight } = rebalances;
  const wanted = since ?? decidedAt.at(-1) ?? Number.NaN;
  return Array.from(decidedAt.keys()).flatMap((k) => {
    if (!(decidedAt[k]! >= wanted)) return [];
    const [from, to] = [firstTarget[k]!, firstTarget[k + 1] ?? weight.length];
    const targets = Array.from(weight.subarray(from, to), (share, j) => [
      fills.instruments[instrument[from + j]!]!.iid,
      share,
    ]);
    return [{ at: decidedAt[k]!, weights: Object.fromEntries(targets) }];
  });
};

/** The figures of a run that have a value, and the greatest gross leverage of any session, which desks limit. */
const metricsOf = (run: BacktestRun): Record<string, number> => ({
  ...Object.fromEntries(
    summariseRun(run).metrics.flatMap(({ key, value }) => (value === null ? [] : [[key, value]])),
  ),
  maxGrossLeverage: run.grossExposure.reduce((most, gross) => Math.max(most, gross), 0),
});

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The answers of the process that runs a definition, given a way to run its cells. */
export const serveDefinition = (load: LoadStrategy): Handlers<RunnerContract> => {
  let loaded: Loaded | null = null;
  const panels = new Map<string, Panel>();

  const strategyOf = async (recipe: string): Promise<Weighing> => {
    const made = await load(recipe);
    if (!made.ok) throw new Error(made.error.message);
    if (made.value.kind === "event") throw new Error(`"${made.value.name}" ${EVENT}`);
    return made.value;
  };
  const compute = async (
    own: Loaded,
    mode: "batch" | "at" | "stream",
    question: DecisionQuestion,
  ): Promise<Decisions> => {
    // Anew each time: nothing that an earlier decision left in a variable reaches this one.
    if (mode === "batch") return decideTogether(await strategyOf(own.recipe), question);
    if (mode === "stream") return decideInStream(await strategyOf(own.recipe), question);
    const size = question.panel.instruments.length;
    const { instants } = question;
    const each: Decisions[] = [];
    for (const instant of instants) each.push(decideAt(await strategyOf(own.recipe), question, instant));
    const join = (part: "signal" | "weights"): Float64Array<ArrayBuffer> | null => {
      if (each.some((decisions) => decisions[part] === null)) return null;
      const all = new Float64Array(instants.length * size);
      each.forEach((decisions, k) => {
        all.set(decisions[part]!, k * size);
      });
      return all;
    };
    return { signal: join("signal"), weights: join("weights") };
  };

  return {
    "definition/load": async (asked) => {
      loaded = null;
      try {
        const recipe = recipeOf(asked);
        const strategy = await strategyOf(recipe);
        const parameters = resolveParameters(strategy, asked.parameters);
        if (!parameters.ok) return wireError("bad-definition", parameters.error.message);
        const own = { recipe, strategy, parameters: parameters.value };
        const description = definitionOf(own);
        loaded = own;
        return wireOk(description);
      } catch (thrown) {
        return wireError("bad-definition", messageOf(thrown));
      }
    },
    "panel/put": ({ id, panel }) => {
      panels.set(id, panel as Panel);
      return wireOk({});
    },
    "panel/drop": ({ id }) => {
      panels.delete(id);
      return wireOk({});
    },
    "decision/compute": async ({ panel: id, mode, instants, what, current }) => {
      const panel = panels.get(id);
      if (!panel) return wireError("unknown-panel", `There is no panel ${id}: put it first.`);
      if (!loaded) return wireError("no-definition", "Load a definition first.");
      try {
        const { parameters } = loaded;
        return wireOk(await compute(loaded, mode, { panel, parameters, instants, what, current }));
      } catch (thrown) {
        return wireError("decision-failed", messageOf(thrown));
      }
    },
    "backtest/run": async ({ panel: id, config, since }) => {
      const panel = panels.get(id);
      if (!panel) return wireError("unknown-panel", `There is no panel ${id}: put it first.`);
      if (!loaded) return wireError("no-definition", "Load a definition first.");
      try {
        const strategy = await strategyOf(loaded.recipe);
        const { parameters } = loaded;
        const ran = runBacktest({ panel, strategy, parameters, config: config as unknown as BacktestConfig });
        if (!ran.ok) return wireError("backtest-failed", ran.error.message);
        const run = ran.value;
        return wireOk({
          orderHash: run.orderHash,
          sessions: run.dates.length,
          metrics: metricsOf(run),
          decisions: decisionsOf(run, since),
        });
      } catch (thrown) {
        return wireError("backtest-failed", messageOf(thrown));
      }
    },
  };
};
