import { IngestError } from "./ingest-error.ts";
import { limits } from "./limits.ts";

export interface Watched {
  /** What is done, for a sentence: "Checking the file". */
  readonly doing: string;
  /** Another text whenever the work has moved; work that cannot say how far it is has one text throughout. */
  readonly sign: () => string;
  /** Tells whoever waits that we live. */
  readonly beat: () => void;
  readonly patienceMs: number;
}

const LOOK_EVERY_MS = 250;

/** How long work on a file of `sizeBytes` may stand still, in milliseconds. */
export const patienceFor = (sizeBytes: number): number => limits.stillMs + sizeBytes * limits.stillMsPerByte;

/**
 * Begins `work` and gives its result, with beats while it goes on. Work that stands still for too long is given up
 * with `too-slow`: DuckDB works in threads of its own, so that a hang there leaves this process alive and saying so for
 * ever. Whoever hears the error has to end the process, for the work itself cannot be ended. Looks are counted, not the
 * clock: a machine that slept or is overloaded looks less often.
 */
export const endWhenStill = <T>(
  work: () => Promise<T>,
  { doing, sign, beat, patienceMs }: Watched,
): Promise<T> =>
  new Promise((resolve, reject) => {
    let seen = sign();
    let stillMs = 0;
    const looking = setInterval(() => {
      const now = sign();
      stillMs = now === seen ? stillMs + LOOK_EVERY_MS : 0;
      seen = now;
      if (stillMs < patienceMs) return beat();
      clearInterval(looking);
      reject(new IngestError("too-slow", stillSentence(doing, patienceMs)));
    }, LOOK_EVERY_MS);
    work()
      .then(resolve, reject)
      .finally(() => clearInterval(looking));
  });

const stillSentence = (doing: string, patienceMs: number): string =>
  `${doing} made no progress for ${Math.round(patienceMs / 1_000)} seconds and was ended. Nothing was taken in. Try again when the machine is less busy; if it happens again, split the file.`;
