import { recordKeys } from "../registry/record-keys.ts";
import { instantOf, type Services } from "./services.ts";

/** Puts the keys on record that count now: at the start, and before each statement that one of them is asked about. */
export const noteKeys = async (services: Services): Promise<void> =>
  recordKeys(services.database, instantOf(services), await services.checker.trusted());
