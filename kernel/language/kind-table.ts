import ts from "typescript";

/** Which kinds of node are meant: asked of every node of a cell, so a place in an array and not a set. */
export const kindTable = (kinds: readonly ts.SyntaxKind[]): Uint8Array => {
  const table = new Uint8Array(ts.SyntaxKind.Count);
  for (const kind of kinds) table[kind] = 1;
  return table;
};
