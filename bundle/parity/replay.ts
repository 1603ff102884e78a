import { bitsOf, numberOf } from "../../wire/bits.ts";
import type { Client } from "../../wire/connect.ts";
import type { BundleManifest } from "../contract/bundle.ts";
import type { BundleFault, BundleResult } from "../contract/bundle-fault.ts";
import { type ParityDifference, type ParityMode, parityModes } from "../contract/parity.ts";
import type { Definition, RunnerContract } from "../contract/runner-contract.ts";
import { accept, refuse } from "../document/fault.ts";
import type { Parity } from "./parity-blobs.ts";

type Runs = Pick<Client<RunnerContract>, "call">;

/** Everything of a manifest that its definition itself says. */
export type Described = Pick<
  BundleManifest,
  "kind" | "name" | "cells" | "entry" | "clock" | "parameters" | "universe" | "decision" | "rebalance"
> &
  Pick<BundleManifest, "fields" | "lookBackSessions">;

/** Behind a reported field may stand which period is meant: "revenue:ttm". */
const baseName = (field: string): string => field.split(":")[0]!;

/** Loads a bundle's definition into a runner. */
export const loadDefinition = async (
  runner: Runs,
  { cells, entry, clock, fields, parameters }: Described,
): Promise<BundleResult<Definition>> => {
  const loaded = await runner.call("definition/load", {
    variable: entry.variable,
    cells: cells.map(({ id, code, reads, seed }) => ({ id, code, reads, seed })),
    clock,
    fields: [...new Set(fields.map(baseName))],
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, { value }]) => [name, numberOf(value)]),
    ),
  });
  if (loaded.ok) return accept(loaded.value);
  const { code, message } = loaded.error;
  return refuse(code === "bad-definition" ? "bad-entry" : "runner-failed", message);
};

/** What the cells now make, in the words of a manifest. */
const partsOf = (definition: Definition) => ({
  name: definition.name,
  universe: definition.universe,
  decision: `${definition.decision.mic} + ${definition.decision.delayMinutes} min`,
  rebalance: definition.rebalance,
  fields: definition.fields.join(", "),
  "look-back": definition.lookBackSessions,
  parameters: JSON.stringify(
    Object.entries(definition.parameters)
      .map(([name, { kind, default: value, min, max }]) => [name, kind, ...[value, min, max].map(orNone)])
      .sort(),
  ),
});
const orNone = (value: number | null): string => (value === null ? "" : bitsOf(value));

const partsOfManifest = (manifest: Described): ReturnType<typeof partsOf> => {
  const parameters = Object.entries(manifest.parameters).map(([name, spec]) => [
    name,
    {
      kind: spec.kind,
      default: numberOf(spec.default),
      min: spec.min && numberOf(spec.min),
      max: spec.max && numberOf(spec.max),
    },
  ]);
  return partsOf({
    ...manifest,
    form: "expression",
    isCurrentNeeded: false,
    expression: null,
    parameters: Object.fromEntries(parameters) as Definition["parameters"],
  });
};

const findOtherPart = (manifest: Described, definition: Definition): BundleFault | null => {
  const said = partsOfManifest(manifest);
  for (const [part, value] of Object.entries(partsOf(definition))) {
    const expected = said[part as keyof typeof said];
    if (value === expected) continue;
    const message = `The manifest says ${part} ${expected}, and the cells make ${value}: build the bundle anew.`;
    return { code: "definition-differs", message, details: { part } };
  }
  return null;
};

/** The modes in which a definition can be asked. */
const modesOf = ({ form }: Definition): readonly ParityMode[] =>
  form === "expression" ? parityModes : ["batch", "at"];

const firstDifference = async (
  runner: Runs,
  kind: BundleManifest["kind"],
  { inputs, vectors }: Parity,
  panel: number,
  mode: ParityMode,
): Promise<BundleResult<ParityDifference | null>> => {
  const own = Array.from(vectors.panel.keys()).filter((k) => vectors.panel[k] === panel);
  const instants = Float64Array.from([...new Set(own.map((k) => vectors.instant[k]!))].sort((a, b) => a - b));
  const what = kind === "factor" ? "signal" : "both";
  const question = { panel: `parity ${panel}`, mode, instants, what, current: null } as const;
  const answer = await runner.call("decision/compute", question);
  if (!answer.ok) return refuse("runner-failed", answer.error.message);
  const { instruments } = inputs.panels[panel]!;
  const rowOf = new Map(Array.from(instants, (instant, row) => [instant, row]));
  for (const vector of own) {
    const instrument = vectors.instrument[vector]!;
    const instant = vectors.instant[vector]!;
    const cell = rowOf.get(instant)! * instruments.length + instrument;
    const found = { signal: answer.value.signal?.[cell], weight: answer.value.weights?.[cell] };
    for (const part of ["signal", "weight"] as const) {
      const [expectedBits, bits] = [vectors[part][vector]!, found[part] ?? Number.NaN].map(bitsOf) as [
        string,
        string,
      ];
      if (expectedBits === bits) continue;
      const { iid } = instruments[instrument]!;
      return accept({ vector, instrument: iid, instant, mode, what: part, expectedBits, bits });
    }
  }
  return accept(null);
};

export interface Replay {
  readonly vectors: number;
  readonly modes: readonly ParityMode[];
}

const sentenceOf = ({ vector, instrument, instant, mode, what, expectedBits, bits }: ParityDifference) =>
  `Vector ${vector}, ${instrument} at ${new Date(instant / 1_000).toISOString()}, ${mode}: the ${what} has the bits ${bits}, and the bundle says ${expectedBits}. It is not what was tested: build the bundle anew.`;

/**
 * Makes the definition of a bundle in a runner and computes every vector in every mode it has: equal bits, or the first
 * one that is not.
 */
export const replayParity = async (
  runner: Runs,
  manifest: Described,
  parity: Parity,
): Promise<BundleResult<Replay>> => {
  const loaded = await loadDefinition(runner, manifest);
  if (!loaded.ok) return loaded;
  const other = findOtherPart(manifest, loaded.value);
  if (other) return { ok: false, fault: other };
  const modes = modesOf(loaded.value);
  for (const [k, panel] of parity.inputs.panels.entries()) {
    const put = await runner.call("panel/put", { id: `parity ${k}`, panel });
    if (!put.ok) return refuse("runner-failed", put.error.message);
    for (const mode of modes) {
      const found = await firstDifference(runner, manifest.kind, parity, k, mode);
      if (!found.ok) return found;
      if (found.value) return refuse("parity-differs", sentenceOf(found.value), { ...found.value });
    }
    await runner.call("panel/drop", { id: `parity ${k}` });
  }
  return accept({ vectors: parity.vectors.panel.length, modes });
};
