import { cp, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";

export interface StorePlaces {
  /** The sample that ships with the app; never written to. */
  readonly sample: string;
  /** The user's own store; made from the sample when data is first taken in. */
  readonly own: string;
  /** A store named from outside, which takes the place of both. */
  readonly named: string | null;
}

const hasStore = (dir: string): Promise<boolean> =>
  stat(join(dir, "store.duckdb")).then(
    (entry) => entry.isFile(),
    () => false,
  );

/** The store to read: the one named, else the user's own, else the sample. */
export const chooseStore = async ({ sample, own, named }: StorePlaces): Promise<string> =>
  named ?? ((await hasStore(own)) ? own : sample);

/**
 * The store to write to. What ships with the app stays as it is: before the first change it is copied into the user's
 * folder, whole or not at all.
 */
export const makeOwnStore = async (places: StorePlaces): Promise<WireResult<string>> => {
  const present = await chooseStore(places);
  if (present !== places.sample) return wireOk(present);
  const unfinished = `${places.own}.unfinished`;
  try {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(dirname(places.own), { recursive: true });
    await cp(places.sample, unfinished, { recursive: true });
    await rename(unfinished, places.own);
    return wireOk(places.own);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => {});
    const isFull = (error as NodeJS.ErrnoException).code === "ENOSPC";
    return isFull
      ? wireError(
          "no-space",
          "The disk is full: a store of your own could not be made. Free some space first.",
        )
      : wireError("store-unavailable", `A store of your own could not be made: ${String(error)}.`);
  }
};
