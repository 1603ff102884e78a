/** Runs acts one after the other, in the order in which they were asked for; one that fails holds up none behind it. */
export const inTurn = (): (<T>(act: () => Promise<T>) => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act);
    last = mine.catch(() => {});
    return mine;
  };
};
