/** A feed whose every name is unknown fills no log. */
const MOST_TOLD = 1_000;

/** Tells of instruments that the store does not have, each once: a feed sends the same names all day. */
export const tellUnknown = (log: (message: string, facts: object) => void) => {
  const told = new Set<string>();
  return (market: string, instruments: readonly string[]): void => {
    for (const instrument of instruments) {
      if (told.has(instrument) || told.size >= MOST_TOLD) continue;
      told.add(instrument);
      log("ticks of an instrument that the store does not have are left out", { market, instrument });
    }
  };
};
