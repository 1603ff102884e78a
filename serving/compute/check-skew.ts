import type { RunnerContract } from "../../bundle/contract/runner-contract.ts";
import { replayParity } from "../../bundle/parity/replay.ts";
import { bitsOf } from "../../wire/bits.ts";
import type { Client } from "../../wire/connect.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Skew } from "../contract/skew.ts";
import type { ValueSet } from "../contract/value-set.ts";
import { backtestAgain } from "./backtest-again.ts";
import type { LivePanel } from "./live-panel.ts";
import type { Published } from "./published.ts";

const PANEL = "skew";

/** How many values were looked at, and the first that differs. */
export interface SkewCheck {
  readonly values: number;
  readonly skew: Skew | null;
}

const instantOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Computes the vectors of a bundle once more. */
export const replayAgain = async (
  client: Client<RunnerContract>,
  { manifest, parity }: Published,
): Promise<WireResult<SkewCheck>> => {
  const replayed = await replayParity(client, manifest, parity);
  if (replayed.ok) return wireOk({ values: replayed.value.vectors, skew: null });
  const { code, message, details } = replayed.fault;
  if (code !== "parity-differs" || !details)
    return wireError(code === "runner-failed" ? "gone" : "not-checked", message);
  const { instrument, instant, expectedBits, bits } = details as Readonly<Record<string, string | number>>;
  return wireOk({
    values: parity.vectors.panel.length,
    skew: {
      found: "replay",
      instrument: String(instrument),
      asOf: instantOf(Number(instant) / 1_000),
      expectedBits: String(expectedBits),
      bits: String(bits),
    },
  });
};

/** Holds the weights in traffic against those that a backtest gives on the same days, with the data as it is now. */
export const compareWithBacktest = async (
  client: Client<RunnerContract>,
  { panel }: LivePanel,
  { manifest }: Published,
  { asOf, ids, values }: ValueSet,
): Promise<WireResult<SkewCheck>> => {
  const market = panel.markets.find(({ mic }) => mic === manifest.decision.mic);
  const row = market?.decisionAt.indexOf(asOf * 1_000) ?? -1;
  if (!market || row < 0)
    return wireError(
      "not-checked",
      `${instantOf(asOf)} is no decision of ${manifest.decision.mic} any more.`,
    );
  const put = await client.call("panel/put", { id: PANEL, panel });
  if (!put.ok) return put;
  const last = await backtestAgain(client, PANEL, manifest, market.sessionDates[row]!);
  if (!last.ok) return last;
  await client.call("panel/drop", { id: PANEL });
  const inTraffic = new Map(ids.map((iid, k) => [iid, values[k]!]));
  const wanted = last.value?.at === asOf * 1_000 ? last.value.weights : {};
  const names = [...new Set([...inTraffic.keys(), ...Object.keys(wanted)])].sort();
  // No weight and a weight of zero are the same wish.
  const differs = names.find((iid) => bitsOf(inTraffic.get(iid) ?? 0) !== bitsOf(wanted[iid] ?? 0));
  return wireOk({
    values: names.length,
    skew:
      differs === undefined
        ? null
        : {
            found: "backtest",
            instrument: differs,
            asOf: instantOf(asOf),
            expectedBits: bitsOf(wanted[differs] ?? 0),
            bits: bitsOf(inTraffic.get(differs) ?? 0),
          },
  });
};
