/** Text that is already HTML, made only by `html` and by code that says so. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!);

type Piece = Html | string | number | readonly Html[];

const pieceText = (piece: Piece): string => {
  if (piece instanceof Html) return piece.text;
  if (Array.isArray(piece)) return piece.map(({ text }: Html) => text).join("");
  return escapeText(String(piece));
};

/** Joins HTML and values; every value that is not HTML is escaped. */
export const html = (strings: TemplateStringsArray, ...values: readonly Piece[]): Html =>
  new Html(
    strings.reduce((text, part, at) => text + part + (at < values.length ? pieceText(values[at]!) : ""), ""),
  );
