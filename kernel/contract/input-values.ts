import type { NotebookCell } from "./document.ts";

/*
 * What a reader chose stands in the cell's header, one attribute for each input: `input.lookback=120`. So it is a part
 * of the file, merges line by line, is undone like any other edit, and is the same for `asof run`.
 */
const PREFIX = "input.";

/** The values chosen for the inputs of a cell, by name, as text. */
export const inputValuesOf = ({
  attributes,
}: Pick<NotebookCell, "attributes">): Readonly<Record<string, string>> =>
  Object.fromEntries(
    attributes.flatMap(([key, value]) => (key.startsWith(PREFIX) ? [[key.slice(PREFIX.length), value]] : [])),
  );

/** A cell's attributes with another value for an input; the others keep their places. */
export const withInputValue = (
  { attributes }: Pick<NotebookCell, "attributes">,
  name: string,
  value: string,
): NotebookCell["attributes"] => {
  const key = PREFIX + name;
  const isThere = attributes.some(([each]) => each === key);
  if (!isThere) return [...attributes, [key, value]];
  return attributes.map(([each, before]) => [each, each === key ? value : before]);
};
