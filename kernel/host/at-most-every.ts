/** Hands on the first of many values at once and then the latest, at most one in `milliseconds`. */
export const atMostEvery = <T>(milliseconds: number, handOn: (value: T) => void): ((value: T) => void) => {
  let waiting: { readonly value: T } | null = null;
  let isResting = false;
  const rest = (): void => {
    isResting = true;
    setTimeout(() => {
      isResting = false;
      const latest = waiting;
      waiting = null;
      if (latest) give(latest.value);
    }, milliseconds);
  };
  const give = (value: T): void => {
    handOn(value);
    rest();
  };
  return (value) => {
    if (isResting) waiting = { value };
    else give(value);
  };
};
