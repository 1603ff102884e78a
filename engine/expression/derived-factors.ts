import type { Panel } from "../contract/panel.ts";
import { storedFieldsOf } from "./derived-names.ts";
import { initialDerived, stepDerived } from "./derived-step.ts";

/** What derived fields multiply stored ones by: it changes on a few rows only. */
export interface DerivedFactors {
  /** The changes of instrument i stand from `starts[i]` to `starts[i + 1]` − 1; the first is of row 0. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  /** From the row on. */
  readonly factors: Float64Array;
}

/** Computed once per panel and kind of factor, and remembered for as long as the panel lives: a sweep pays once. */
const known = new WeakMap<Panel, Map<string, DerivedFactors>>();

/** The factors of a derived field, whose stored fields the panel must hold. */
export function derivedFactors(panel: Panel, name: string): DerivedFactors {
  // All that only splits change have the same ones.
  const kind = name === "totalReturn" || name === "marketCap" ? name : "splits";
  const ofPanel = known.get(panel) ?? new Map<string, DerivedFactors>();
  known.set(panel, ofPanel);
  const factors = ofPanel.get(kind) ?? computeFactors(panel, name);
  ofPanel.set(kind, factors);
  return factors;
}

function computeFactors(panel: Panel, name: string): DerivedFactors {
  const { instruments, offsets, actions } = panel;
  const [value, shares] = storedFieldsOf(name).map((stored) => panel.columns[stored]!);
  const starts = new Int32Array(instruments.length + 1);
  const rows: number[] = [];
  const factors: number[] = [];
  let action = 0;
  for (let i = 0; i < instruments.length; i++) {
    const start = offsets[i]!;
    const end = offsets[i + 1]! - start;
    const state = initialDerived(panel.sharesSplitFactor?.[i] ?? 1);
    starts[i] = rows.length;
    while (actions.instrument[action]! < i) action++;
    for (let row = 0, before = 0; row < end; row = nextChange(panel, shares, i, row, end, action)) {
      const first = action;
      while (actions.instrument[action] === i && actions.row[action]! <= row) action++;
      remember(state, value!, shares, start + before, start + row);
      stepDerived(
        name,
        value![start + row]!,
        shares ? shares[start + row]! : 1,
        actions,
        first,
        action,
        state,
      );
      rows.push(row);
      factors.push(state[0]!);
      before = row;
    }
  }
  starts[instruments.length] = rows.length;
  return { starts, rows: Int32Array.from(rows), factors: Float64Array.from(factors) };
}

/** The next row with an action, or with a report: a number of shares that is not the last one. */
function nextChange(
  { offsets, actions }: Panel,
  shares: Float64Array | undefined,
  i: number,
  row: number,
  end: number,
  action: number,
): number {
  const acting = actions.instrument[action] === i ? Math.min(actions.row[action]!, end) : end;
  if (shares) {
    const start = offsets[i]!;
    for (let next = row + 1; next < acting; next++)
      if (shares[start + next] !== shares[start + next - 1] && !Number.isNaN(shares[start + next]))
        return next;
  }
  return acting;
}

/** Takes up what the rows after cell `before` left in the state, up to the one before `cell`. */
function remember(
  state: Float64Array,
  value: Float64Array,
  shares: Float64Array | undefined,
  before: number,
  cell: number,
): void {
  if (cell === before) return;
  if (shares) state[2] = shares[cell - 1]!;
  for (let last = cell - 1; last > before; last--)
    if (!Number.isNaN(value[last])) {
      state[1] = value[last]!;
      return;
    }
}
