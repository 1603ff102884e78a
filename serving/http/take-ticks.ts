import type { WireResult } from "../../wire/contract.ts";
import type { TakenTicks, TickBatch } from "../contract/tick-batch.ts";
import type { Repeatable } from "../registry/turn.ts";
import type { Services } from "./services.ts";

/** Takes ticks in, by whichever way they came, and counts what became of them. */
export const takeTicks = async (
  services: Pick<Services, "takeTicks" | "metrics">,
  batch: TickBatch,
  repeatable: Repeatable,
): Promise<WireResult<TakenTicks>> => {
  const taken = await services.takeTicks({ batch, repeatable });
  if (!taken.ok) return taken;
  const { ticks: _, unknownInstruments: __, ...outcomes } = taken.value;
  for (const [outcome, count] of Object.entries(outcomes))
    if (count > 0) services.metrics.ticks.inc({ outcome }, count);
  return taken;
};
