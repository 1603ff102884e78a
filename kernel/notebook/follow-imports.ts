/** A notebook of the folder as it was read; a text of null says that it is not there. */
export interface FolderText {
  readonly name: string;
  readonly text: string | null;
}

/** Enough for any notebook that a person wrote: each round reads one more step of imports. */
const MAX_ROUNDS = 64;

/**
 * Sends a notebook to its kernel together with those that it imports: the kernel names them and cannot read them, so
 * whoever holds the folder reads and sends again, until nothing more is named.
 *
 * @param names what the last answer named, to be read anew
 * @param send null when there is nobody to answer any more
 */
export const followImports = async <A extends { readonly imports: readonly string[] }>(
  names: readonly string[],
  read: (name: string) => Promise<string | null>,
  send: (notebooks: FolderText[]) => Promise<A | null>,
): Promise<A | null> => {
  const texts = new Map<string, string | null>();
  let missing = names;
  for (let round = 0; ; round++) {
    for (const name of missing) texts.set(name, await read(name));
    const answer = await send([...texts].map(([name, text]) => ({ name, text })));
    if (answer === null || round === MAX_ROUNDS) return answer;
    missing = answer.imports.filter((name) => !texts.has(name));
    if (missing.length === 0) return answer;
  }
};
