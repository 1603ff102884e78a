const isCapital = (letter: string | undefined): boolean => letter !== undefined && /\p{Lu}/u.test(letter);
const isMark = (letter: string | undefined): boolean => letter === "_" || letter === "$";

/** Whether a part of a name begins here: the name itself, a word after a mark, or one with a capital. */
const isBeginning = (name: string, at: number): boolean =>
  at === 0 || isMark(name[at]) || isMark(name[at - 1]) || (isCapital(name[at]) && !isCapital(name[at - 1]));

/**
 * Whether all letters of `typed` stand in `name` in this order, the first where a part of the name begins, as they must
 * for the editor to offer it.
 */
const canMatch = (name: string, typed: string): boolean => {
  const letters = name.toLowerCase();
  let at = 0;
  for (let k = 0; k < letters.length && at < typed.length; k++)
    if (letters[k] === typed[at] && (at > 0 || isBeginning(name, k))) at++;
  return at === typed.length;
};

const wordBefore = /[\p{L}\p{N}_$]*$/u;

/**
 * Of what the checker knows, what can still be meant after the word before the cursor. All names of the language and
 * the notebook are a thousand, and the page would read and sort them at the first letter of each word.
 */
export const likelyEntries = <Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  text: string,
  position: number,
): readonly Entry[] => {
  const typed = wordBefore.exec(text.slice(Math.max(0, position - 100), position))![0].toLowerCase();
  return typed === "" ? entries : entries.filter(({ name }) => canMatch(name, typed));
};
