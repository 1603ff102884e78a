/** Whether all letters of `typed` stand in `name` in this order, as they must for the editor to offer it. */
const canMatch = (name: string, typed: string): boolean => {
  let at = 0;
  for (const letter of name) if (letter === typed[at]) at++;
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
  return typed === "" ? entries : entries.filter(({ name }) => canMatch(name.toLowerCase(), typed));
};
