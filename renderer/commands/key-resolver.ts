import type { Command, CommandScope } from "./command-table.ts";
import type { KeyChord } from "./key-chord.ts";

const SEQUENCE_MS = 1_000;

export interface KeyResolver {
  /** The command of a chord among the scopes that are active now, or null. `at` is in milliseconds. */
  press(chord: KeyChord, scopes: ReadonlySet<CommandScope>, at: number): Command | null;
}

/** Finds commands by their keys, two chords in a row included. */
export const createKeyResolver = (table: readonly Command[]): KeyResolver => {
  let last: { chord: KeyChord; at: number } | null = null;
  const find = (chord: KeyChord, scopes: ReadonlySet<CommandScope>) =>
    table.find((command) => scopes.has(command.scope) && command.keys.includes(chord)) ?? null;
  return {
    press: (chord, scopes, at) => {
      const isSequence = last !== null && at - last.at <= SEQUENCE_MS;
      const command = (isSequence ? find(`${last!.chord} ${chord}`, scopes) : null) ?? find(chord, scopes);
      last = command ? null : { chord, at };
      return command;
    },
  };
};
