/** One line of a file and how it ends. Only the last line of a file ends with nothing. */
export interface Line {
  readonly text: string;
  readonly end: "\n" | "\r\n" | "";
}

/** Every line of a text; a text that ends with a line end has an empty last one. */
export const splitLines = (text: string): Line[] => {
  const parts = text.split("\n");
  return parts.map((part, index) => {
    if (index === parts.length - 1) return { text: part, end: "" };
    return part.endsWith("\r") ? { text: part.slice(0, -1), end: "\r\n" } : { text: part, end: "\n" };
  });
};

/** The line end that most lines have; a file of one line has "\n". */
export const usualEnd = (lines: readonly Line[]): "\n" | "\r\n" => {
  const windows = lines.filter(({ end }) => end === "\r\n").length;
  return windows > lines.filter(({ end }) => end === "\n").length ? "\r\n" : "\n";
};

/**
 * Lines of the new texts that keep what the old lines had wherever both begin or end alike: so an edit changes the
 * bytes of the lines it touches and no others.
 */
export const keepLines = (old: readonly Line[], texts: readonly string[], end: Line["end"]): Line[] => {
  const most = Math.min(old.length, texts.length);
  let first = 0;
  while (first < most && old[first]!.text === texts[first]) first++;
  let last = 0;
  while (last < most - first && old[old.length - 1 - last]!.text === texts[texts.length - 1 - last]) last++;
  const between = texts.slice(first, texts.length - last).map((text, index): Line => {
    const inPlace = first + index < old.length - last ? old[first + index]!.end : "";
    return { text, end: inPlace || end };
  });
  return [...old.slice(0, first), ...between, ...old.slice(old.length - last)];
};

/** The file: every line but the last has an end. A line that ends with a carriage return keeps it by "\r\n". */
export const joinLines = (lines: readonly Line[], usual: "\n" | "\r\n"): string =>
  lines
    .map(({ text, end }, index) => {
      if (index === lines.length - 1) return text;
      return text + (text.endsWith("\r") ? "\r\n" : end || usual);
    })
    .join("");
