import type { Span } from "./span.ts";

/** A use of another cell's name in a SQL text: `$name` or `${name}`. */
export interface SqlParameterUse extends Span {
  readonly name: string;
}

export interface SqlText {
  /** The text as it is run: each `${name}` is `$name` and spaces, so that every place stays where it is. */
  readonly statement: string;
  readonly uses: readonly SqlParameterUse[];
  readonly refused: readonly (Span & { readonly message: string })[];
}

// What is no parameter even where it holds a dollar: texts, quoted names, comments, dollar-quoted texts.
const skipped = [
  /'(?:[^']|'')*'?/y,
  /"(?:[^"]|"")*"?/y,
  /--[^\n]*/y,
  /\/\*[\s\S]*?(?:\*\/|$)/y,
  /\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)/y,
];
const parameter = /\$([A-Za-z_]\w*)|\$\{\s*([A-Za-z_]\w*)\s*\}/y;
const braces = /\$\{[^}\n]*\}?/y;

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Finds the parameters of a SQL text. They are bound when it runs; nothing is ever pasted into it. */
export const readSqlParameters = (source: string): SqlText => {
  const uses: SqlParameterUse[] = [];
  const refused: (Span & { message: string })[] = [];
  const spelling = new Map<string, string>();
  let statement = "";
  let at = 0;
  while (at < source.length) {
    const skip = skipped.map((pattern) => matchAt(pattern, source, at)).find((match) => match !== null);
    if (skip) {
      statement += skip[0];
      at += skip[0].length;
      continue;
    }
    const found = matchAt(parameter, source, at);
    const wrong = found ? null : matchAt(braces, source, at);
    const end = at + (found?.[0] ?? wrong?.[0] ?? " ").length;
    if (found) {
      const name = found[1] ?? found[2]!;
      uses.push({ name, start: at, end });
      statement += `$${name}`.padEnd(end - at);
      const first = spelling.get(name.toLowerCase()) ?? name;
      spelling.set(name.toLowerCase(), first);
      if (first !== name)
        refused.push({
          start: at,
          end,
          message: `SQL reads $${first} and $${name} as one name: give one of them another name.`,
        });
    } else {
      statement += source.slice(at, end);
      if (wrong)
        refused.push({
          start: at,
          end,
          message: "A parameter is the name of a value: define it in a cell and write $name here.",
        });
    }
    at = end;
  }
  return { statement, uses, refused };
};
