export interface Steady<Answer> {
  readonly perSecond: number;
  readonly total: number;
  /** Asked at its time, whether those before were answered or not. */
  readonly ask: (k: number) => Promise<Answer>;
  /** Done once, when half of them are asked. */
  readonly midway: () => Promise<void>;
}

/**
 * Asks at a rate, as many callers who know nothing of each other do; the answers, and how long what was done midway took,
 * in milliseconds.
 */
export const askSteadily = async <Answer>({ perSecond, total, ask, midway }: Steady<Answer>) => {
  const answers: Promise<Answer>[] = [];
  let done: Promise<number> | undefined;
  const began = performance.now();
  const act = async () => {
    const at = performance.now();
    await midway();
    return performance.now() - at;
  };
  while (answers.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1_000));
    while (answers.length < due) answers.push(ask(answers.length));
    if (answers.length > total / 2) done ??= act();
    // Who asks without a pause takes the core that answers.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return { answers: await Promise.all(answers), midwayMs: await (done ?? act()) };
};
