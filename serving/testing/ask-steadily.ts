/** As of a pool of connections; at 300 a second it is a tenth of a second's worth, and hardly ever more than three. */
const MOST_WAITING = 30;

export interface Steady<Answer> {
  readonly perSecond: number;
  readonly total: number;
  /** Asked at its time, whether those before were answered or not, unless so many wait. */
  readonly ask: (k: number) => Promise<Answer>;
  /** Done once, when half of them are asked. */
  readonly midway: () => Promise<void>;
}

/**
 * Asks at a rate, as many callers who know nothing of each other do; the answers, the rate that it came to, and how long
 * what was done midway took, in milliseconds. A machine that cannot keep up for a while is asked as fast as it answers:
 * otherwise a queue would grow without end, and its length would be what is measured.
 */
export const askSteadily = async <Answer>({ perSecond, total, ask, midway }: Steady<Answer>) => {
  const answers: Promise<Answer>[] = [];
  let waiting = 0;
  let done: Promise<number> | undefined;
  const began = performance.now();
  const act = async () => {
    const at = performance.now();
    await midway();
    return performance.now() - at;
  };
  const askOne = async (): Promise<Answer> => {
    waiting++;
    return ask(answers.length).finally(() => waiting--);
  };
  while (answers.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1_000));
    while (answers.length < due && waiting < MOST_WAITING) answers.push(askOne());
    if (answers.length > total / 2) done ??= act();
    // Who asks without a pause takes the core that answers.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const rate = (1_000 * total) / (performance.now() - began);
  return { answers: await Promise.all(answers), rate, midwayMs: await (done ?? act()) };
};
