import { type WireResult, wireOk } from "../../wire/contract.ts";
import { openRecovered, type RecoveryOptions } from "./open-recovered.ts";
import type { RecoveryReport } from "./recovery-report.ts";

/** Puts a store in order and closes it again; says what there was to do. Changes nothing in a store that is well. */
export const recoverStore = async (
  dir: string,
  options: RecoveryOptions = {},
): Promise<WireResult<RecoveryReport>> => {
  const opened = await openRecovered(dir, options);
  if (!opened.ok) return opened;
  opened.value.database.close();
  return wireOk(opened.value.recovery);
};
