/** A key with its modifiers, as "Mod+Shift+P"; Mod is Ctrl, or Cmd on a Mac. Two chords in a row part at a space. */
export type KeyChord = string;

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** The chord of a pressed key. Letters are told apart by Shift+, not by their case. */
export const chordOf = (pressed: PressedKey, isMac: boolean): KeyChord => {
  const isMod = isMac ? pressed.metaKey : pressed.ctrlKey;
  const key = pressed.key.length === 1 ? pressed.key.toUpperCase() : pressed.key;
  return [isMod && "Mod", pressed.altKey && "Alt", pressed.shiftKey && "Shift", key === " " ? "Space" : key]
    .filter(Boolean)
    .join("+");
};

const names: Readonly<Record<string, string>> = {
  Escape: "Esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
};

/** The chord as a person reads it: "Ctrl Shift P", or "D D" for two in a row. */
export const readableChord = (chord: KeyChord, isMac: boolean): string =>
  chord
    .split(/[+ ]/)
    .map((part) => (part === "Mod" ? (isMac ? "Cmd" : "Ctrl") : (names[part] ?? part)))
    .join(" ");
