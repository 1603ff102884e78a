import { rm, stat } from "node:fs/promises";
import type { WireResult } from "../../wire/contract.ts";

/** Removes the folder in which a copy was being made, and says why there is none. */
export const giveUp = async (making: string, failure: WireResult<never>): Promise<WireResult<never>> => {
  await rm(making, { recursive: true, force: true });
  return failure;
};

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
