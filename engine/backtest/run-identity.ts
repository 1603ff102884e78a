import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { ArgumentError } from "../argument-error.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import type { ParameterValues } from "../strategy/parameters.ts";
import type { Strategy } from "../strategy/strategy.ts";
import { canonicalText } from "./canonical-text.ts";

/** What makes a run the one it is: a hash of each part. Equal parts have equal hashes, on any machine. */
export interface RunIdentity {
  readonly strategy: string;
  readonly parameters: string;
  readonly config: string;
  readonly panel: string;
}

/** Panels are never changed, and reading one costs more than a run of it may. */
const panels = new WeakMap<Panel, string>();

/**
 * Of a strategy written as a function the text counts. What it has closed over cannot be seen: two runs that differ
 * in nothing else are taken for one.
 */
export function identifyRun(
  panel: Panel,
  strategy: Strategy,
  parameters: ParameterValues,
  config: BacktestConfig,
): RunIdentity {
  const hash = panels.get(panel) ?? hashOf(partsOfPanel(panel));
  panels.set(panel, hash);
  return {
    strategy: hashOf(partsOfStrategy(strategy, parameters)),
    parameters: hashOf(parameters),
    config: hashOf(config),
    panel: hash,
  };
}

/** Throws an ArgumentError "bad-checkpoint" that names the first part in which a saved run is another. */
export function requireSameRun(saved: RunIdentity | undefined, own: RunIdentity): void {
  for (const part of ["strategy", "parameters", "config", "panel"] as const)
    if (saved?.[part] !== own[part])
      throw new ArgumentError(
        `the checkpoint is of a run with another ${part}: go on with what it was saved with, or start anew`,
        "bad-checkpoint",
        { differs: part },
      );
}

const hashOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalText(value))));

/** Not what a panel may carry beside itself, such as the name under which it was opened. */
function partsOfPanel(panel: Panel): Panel {
  const { snapshotId, universe, markets, instruments, offsets, columns, members, actions, fx } = panel;
  const { sharesSplitFactor, groups, lateActions } = panel;
  const parts = { snapshotId, universe, markets, instruments, offsets, columns, members, actions, fx };
  return {
    ...parts,
    ...(sharesSplitFactor && { sharesSplitFactor }),
    ...(groups && { groups }),
    ...(lateActions && { lateActions }),
  };
}

function partsOfStrategy(strategy: Strategy, parameters: ParameterValues): unknown {
  const { kind, name, universe, decide, rebalance } = strategy;
  const common = { kind, name, universe, decide, rebalance };
  if (strategy.kind === "expression")
    return { ...common, signal: strategy.signal(parameters).key, weights: strategy.weights(parameters) };
  const { needs } = strategy;
  if (strategy.kind === "callback") return { ...common, needs, weights: sourceOf(strategy.weights) };
  return { ...common, needs, state: strategy.state, onBar: sourceOf(strategy.onBar) };
}

const sourceOf = (written: unknown): string => Function.prototype.toString.call(written);
