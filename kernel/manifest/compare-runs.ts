import type { Display } from "../contract/display.ts";
import type { CellManifest, OutputManifest, OutputPart } from "../contract/manifest.ts";
import { firstDifference } from "./first-difference.ts";
import { outputManifest } from "./output-manifest.ts";

/** An input that is not what it was. Old and new are texts to read. */
export interface InputChange {
  readonly input: "code" | "chosen" | "snapshot" | "as-of" | "engine" | "order-log" | "cells" | "parameters";
  /** The cell whose input it is; null for one of the whole run. */
  readonly cellId: string | null;
  readonly was: string;
  readonly is: string;
}

/** The first value that is not what it was. */
export interface OutputChange {
  readonly cellId: string;
  /** Place of the output in the cell, from 0; null when it is the cell's state or number of outputs that differs. */
  readonly output: number | null;
  readonly kind: string;
  /** Place of the value in the output; empty when only the hash tells. */
  readonly path: string;
  readonly was: string;
  readonly is: string;
}

export interface RunComparison {
  readonly isSame: boolean;
  readonly cellCount: number;
  readonly outputCount: number;
  readonly inputs: readonly InputChange[];
  readonly first: OutputChange | null;
  /** Cells whose outputs differ. */
  readonly differing: readonly string[];
}

/** The outputs of a cell as they were shown, for as long as they are kept. */
export interface ShownOutputs {
  was(cellId: string): readonly Display[] | undefined;
  is(cellId: string): readonly Display[] | undefined;
}

const short = (hash: string): string => hash.slice(0, 12);
const instantText = (asOf: number | null): string =>
  asOf === null ? "newest" : new Date(asOf / 1_000).toISOString();

/** The first place where two lists of parts differ: a single value, which says more, before a column. */
const firstPart = (was: OutputManifest, is: OutputManifest) => {
  const places = Math.max(was.parts.length, is.parts.length);
  const differing = Array.from({ length: places }, (_, at) => [was.parts[at], is.parts[at]] as const).filter(
    ([before, after]) => before?.path !== after?.path || before?.value !== after?.value,
  );
  const isSingle = (part: OutputPart | undefined) => !part?.value.includes(", sha256 ");
  const [before, after] = differing.find((pair) => pair.every(isSingle)) ?? differing[0] ?? [];
  if (!before && !after)
    return { path: "", was: `sha256 ${short(was.hash)}`, is: `sha256 ${short(is.hash)}` };
  const path = (after ?? before)!.path;
  const textAt = (part: OutputPart | undefined) => (part?.path === path ? part.value : "nothing");
  return { path, was: textAt(before), is: textAt(after) };
};

/** The very value, where both outputs are there and are those that were hashed; otherwise what the manifests tell. */
const difference = (was: OutputManifest, is: OutputManifest, shown: readonly (Display | undefined)[]) => {
  const [before, after] = shown;
  const isSame = (display: Display, { hash }: OutputManifest) => outputManifest(display).hash === hash;
  if (before && after && isSame(before, was) && isSame(after, is))
    return firstDifference(before, after) ?? firstPart(was, is);
  return firstPart(was, is);
};

const compareOutputs = (
  was: CellManifest,
  is: CellManifest,
  shown: ShownOutputs | null,
): OutputChange | null => {
  const { cellId } = is;
  const whole = { cellId, output: null, kind: "", path: "" };
  const at = is.outputs.findIndex((output, index) => {
    const before = was.outputs[index];
    return before !== undefined && before.hash !== output.hash;
  });
  if (at >= 0) {
    const [before, after] = [was.outputs[at]!, is.outputs[at]!];
    if (before.kind === after.kind)
      return {
        cellId,
        output: at,
        kind: after.kind,
        ...difference(before, after, [shown?.was(cellId)?.[at], shown?.is(cellId)?.[at]]),
      };
    return { cellId, output: at, kind: after.kind, path: "kind", was: before.kind, is: after.kind };
  }
  if (was.outputs.length !== is.outputs.length)
    return {
      ...whole,
      path: "number of outputs",
      was: String(was.outputs.length),
      is: String(is.outputs.length),
    };
  return was.state === is.state ? null : { ...whole, path: "state", was: was.state, is: is.state };
};

const worldInputs = ["snapshot", "as-of", "engine", "order-log"] as const;
const inputText = (cell: CellManifest, input: InputChange["input"]): string => {
  switch (input) {
    case "snapshot":
      return cell.snapshotId;
    case "as-of":
      return instantText(cell.asOf);
    case "engine":
      return cell.engine;
    case "order-log":
      return cell.orderLog;
    case "code":
      return short(cell.codeHash);
    case "chosen":
      return Object.entries(cell.inputs)
        .sort()
        .map(([name, value]) => `${name}=${value}`)
        .join(", ");
    case "parameters":
      return cell.backtests
        .map(({ strategy, parameters }) => `${strategy} ${JSON.stringify(parameters)}`)
        .join("; ");
    case "cells":
      return cell.cellId;
  }
};

/**
 * What two runs of a notebook have in common: which inputs changed, and the first value that did, in cell order.
 *
 * @param shown what the cells showed in both runs; without it a difference in a long column is told by its hash
 */
export const compareRuns = (
  was: readonly CellManifest[],
  is: readonly CellManifest[],
  shown: ShownOutputs | null = null,
): RunComparison => {
  const before = new Map(was.map((cell) => [cell.cellId, cell]));
  const after = new Map(is.map((cell) => [cell.cellId, cell]));
  const inputs: InputChange[] = [];
  const compare = (input: InputChange["input"], old: CellManifest, now: CellManifest, isOfCell: boolean) => {
    const [wasText, isText] = [inputText(old, input), inputText(now, input)];
    if (wasText !== isText)
      inputs.push({ input, cellId: isOfCell ? now.cellId : null, was: wasText, is: isText });
  };
  // The world is the same for all cells of a run, so that any cell of both tells.
  const shared = is.find(({ cellId }) => before.has(cellId));
  if (shared) for (const input of worldInputs) compare(input, before.get(shared.cellId)!, shared, false);
  for (const { cellId } of was)
    if (!after.has(cellId)) inputs.push({ input: "cells", cellId, was: "there", is: "gone" });
  for (const cell of is) {
    const old = before.get(cell.cellId);
    if (!old) {
      inputs.push({ input: "cells", cellId: cell.cellId, was: "not there", is: "there" });
      continue;
    }
    compare("code", old, cell, true);
    compare("chosen", old, cell, true);
    compare("parameters", old, cell, true);
  }
  const changes = is.flatMap((cell) => {
    const old = before.get(cell.cellId);
    const change = old && compareOutputs(old, cell, shown);
    return change ? [change] : [];
  });
  return {
    isSame: inputs.length === 0 && changes.length === 0,
    cellCount: is.length,
    outputCount: is.reduce((count, { outputs }) => count + outputs.length, 0),
    inputs,
    first: changes[0] ?? null,
    differing: changes.map(({ cellId }) => cellId),
  };
};
