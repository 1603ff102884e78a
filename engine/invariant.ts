/** Throws when something that must hold does not: our fault, never the caller's. */
export function invariant(condition: boolean, statement: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${statement}`);
}
