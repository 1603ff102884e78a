import { limits } from "../limits.ts";

// What would move a cursor, end a line or hide text, wherever it is shown.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/gu;

/** A piece of a file, safe to be shown: cut to a sane length, control characters as their pictures or codes. */
export const showRaw = (raw: string): string => {
  const cut = raw.length > limits.rawLength ? `${raw.slice(0, limits.rawLength)}…` : raw;
  return cut.replace(unsafe, (character) => {
    const code = character.codePointAt(0)!;
    return code < 0x20 && code !== 0
      ? String.fromCodePoint(0x2400 + code)
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
};
