import type { CellKind, NotebookCell } from "../contract/document.ts";

export interface CellHeader {
  readonly kind: CellKind;
  /** Null when the header names none, or one that cannot be used. */
  readonly id: string | null;
  /** What stands behind `id=`, when it cannot be an id. */
  readonly refusedId: string | null;
  readonly attributes: NotebookCell["attributes"];
}

const headerPattern = /^\/\/ %%(?:\s+|$)([\s\S]*)$/;
// A word that begins with "=" has no name before it; it is kept as it stands.
const wordPattern = /\s*(=\S*|[^\s=]+)(?:=("(?:[^"\\]|\\.)*"(?=\s|$)|\S*))?/y;
const idPattern = /^[\w.-]{1,64}$/;
const kindOfTag: Readonly<Record<string, CellKind>> = {
  "[markdown]": "markdown",
  "[md]": "markdown",
  "[sql]": "sql",
  "[code]": "code",
};

export const isCellHeader = (line: string): boolean => headerPattern.test(line);

/** Records by cell id are plain objects in places: a name that every object has could be mistaken for an entry. */
export const isCellId = (id: string): boolean => idPattern.test(id) && !(id in {});

const unquote = (value: string): string => {
  if (!value.startsWith('"')) return value;
  try {
    return JSON.parse(value) as string;
  } catch {
    return value;
  }
};
const quote = (value: string): string => (/^[^\s"\\]+$/.test(value) ? value : JSON.stringify(value));

interface Word {
  readonly name: string;
  readonly value: string;
  /** Where it stands in the line. */
  readonly start: number;
  readonly end: number;
}

const startPattern = /^\/\/ %%\s*(\[[^\]]*\])?/;

const wordsOf = (line: string): Word[] => {
  const words: Word[] = [];
  wordPattern.lastIndex = startPattern.exec(line)?.[0].length ?? 0;
  for (let word = wordPattern.exec(line); word; word = wordPattern.exec(line))
    words.push({
      name: word[1]!,
      value: unquote(word[2] ?? ""),
      start: word.index + word[0].length - word[0].trimStart().length,
      end: word.index + word[0].length,
    });
  return words;
};

/** Reads `// %% [markdown] id=… as=…`; a string answer is the sentence saying what is wrong. */
export const readCellHeader = (line: string): CellHeader | string => {
  const tag = startPattern.exec(line)?.[1];
  const kind = tag === undefined ? "code" : Object.hasOwn(kindOfTag, tag) ? kindOfTag[tag] : undefined;
  if (!kind) return `There is no kind of cell named ${tag}; use [markdown], [sql] or none for code.`;
  const words = wordsOf(line);
  const named = words.find(({ name }) => name === "id");
  const isUsable = named !== undefined && isCellId(named.value);
  return {
    kind,
    id: isUsable ? named.value : null,
    refusedId: named && !isUsable ? named.value : null,
    attributes: words.filter((word) => word !== named).map(({ name, value }) => [name, value]),
  };
};

export const writeCellHeader = ({ kind, id, attributes }: NotebookCell): string =>
  [
    "// %%",
    ...(kind === "code" ? [] : [`[${kind}]`]),
    `id=${id}`,
    ...attributes.map(([name, value]) => (value === "" ? name : `${name}=${quote(value)}`)),
  ].join(" ");

/** The header with another id, or with one at all; every other character of it stays. */
export const withHeaderId = (line: string, id: string): string => {
  const named = wordsOf(line).find(({ name }) => name === "id");
  const start = named?.start ?? startPattern.exec(line)![0].trimEnd().length;
  const rest = line.slice(named?.end ?? start);
  const above = line.slice(0, start);
  return `${above}${/\s$/.test(above) ? "" : " "}id=${id}${/^\S/.test(rest) ? " " : ""}${rest}`;
};
