const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A new cell id of six letters and digits. `random` gives numbers in [0, 1). */
export const newCellId = (random: () => number): string =>
  Array.from(
    { length: 6 },
    () => alphabet[Math.min(alphabet.length - 1, Math.floor(random() * alphabet.length))],
  ).join("");

/** The same id for the same cell of the same file, on any machine: FNV-1a over what is known of the cell. */
export const cellIdFromContent = (content: string, taken: ReadonlySet<string>): string => {
  for (let attempt = 0; ; attempt++) {
    let hash = 0x811c9dc5;
    for (const character of `${attempt}\n${content}`) {
      hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
    }
    const id = hash.toString(36).padStart(7, "0").slice(-6);
    if (!taken.has(id)) return id;
  }
};
