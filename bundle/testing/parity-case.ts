import { bitsOf } from "../../wire/bits.ts";
import type { Client } from "../../wire/connect.ts";
import { packed, unpacker } from "../../wire/packed.ts";
import type { BundleConfig } from "../contract/bundle.ts";
import type { ParityMode } from "../contract/parity.ts";
import type { RunnerContract } from "../contract/runner-contract.ts";
import type { Parity } from "../parity/parity-blobs.ts";
import { type Described, replayParity } from "../parity/replay.ts";

export type Runs = Pick<Client<RunnerContract>, "call">;

/** One definition, the vectors it must give, and the days of a backtest on each panel of them. */
export interface ParityCase {
  readonly described: Described;
  readonly parity: Parity;
  /** One for each panel; none for a factor. */
  readonly backtests: readonly BundleConfig[];
}

/** What an engine made of a case. */
export interface Replayed {
  /** How many vectors came out alike, in each of these modes; or the first that did not. */
  readonly vectors: number;
  readonly modes: readonly ParityMode[];
  readonly fault: string | null;
  /** Of each backtest its order hash, the bits of its metrics, and those of every decision. */
  readonly backtests: readonly string[];
}

/** As one message to a page, which takes text only. */
export const packCase = (given: ParityCase): string => Buffer.from(packed(given)).toString("base64");

export const unpackCase = (text: string): ParityCase =>
  unpacker()(Uint8Array.from(atob(text), (character) => character.charCodeAt(0))) as ParityCase;

/** The fault to plant: the lowest bit of the first vector that is held, in one mode. */
const withOtherBit = (runner: Runs, { inputs, vectors }: Parity, mode: ParityMode): Runs => {
  const isHeld = (k: number) =>
    vectors.weight[k]! > 0 || (vectors.signal[k]! > 0 && !(vectors.weight[k]! >= 0));
  const vector = Array.from(vectors.panel.keys()).findIndex(isHeld);
  const panel = vectors.panel[vector]!;
  const size = inputs.panels[panel]!.instruments.length;
  const call = async (name: string, input: { panel: string; mode: string; instants: Float64Array }) => {
    const answer = await runner.call(name as "decision/compute", input as never);
    if (name !== "decision/compute" || input.panel !== `parity ${panel}` || input.mode !== mode || !answer.ok)
      return answer;
    const cell = input.instants.indexOf(vectors.instant[vector]!) * size + vectors.instrument[vector]!;
    const values = answer.value.weights ?? answer.value.signal!;
    const bits = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    bits[2 * cell] = bits[2 * cell]! ^ 1;
    return answer;
  };
  return { call: call as unknown as Runs["call"] };
};

const bitsByName = (values: Readonly<Record<string, number>>): string =>
  Object.keys(values)
    .sort()
    .map((name) => `${name}=${bitsOf(values[name]!)}`)
    .join(" ");

/**
 * Has a runner replay a case: the same text of code in every engine.
 *
 * @param wrongIn a mode in which one bit is to be another, to see that it is noticed
 */
export const replayCase = async (
  runner: Runs,
  { described, parity, backtests }: ParityCase,
  wrongIn: ParityMode | null,
): Promise<Replayed> => {
  const asked = wrongIn === null ? runner : withOtherBit(runner, parity, wrongIn);
  const replayed = await replayParity(asked, described, parity);
  if (!replayed.ok) {
    const { code, details } = replayed.fault;
    const fault = details ? `${code} ${details.mode}` : `${code}: ${replayed.fault.message}`;
    return { vectors: 0, modes: [], fault, backtests: [] };
  }
  const told: string[] = [];
  for (const [k, config] of backtests.entries()) {
    await runner.call("panel/put", { id: "backtest", panel: parity.inputs.panels[k]! });
    const ran = await runner.call("backtest/run", { panel: "backtest", config, since: 0 });
    if (!ran.ok) return { ...replayed.value, fault: ran.error.message, backtests: told };
    const { orderHash, metrics, decisions } = ran.value;
    const weights = decisions.map((each) => `${each.at} ${bitsByName(each.weights)}`);
    told.push([orderHash, bitsByName(metrics), ...weights].join("\n"));
  }
  return { ...replayed.value, fault: null, backtests: told };
};
