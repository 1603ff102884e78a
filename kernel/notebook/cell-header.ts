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

/** Reads `// %% [markdown] id=… as=…`; a string answer is the sentence saying what is wrong. */
export const readCellHeader = (line: string): CellHeader | string => {
  let rest = headerPattern.exec(line)?.[1]?.trim() ?? "";
  let kind: CellKind = "code";
  const tag = /^\[[^\]]*\]/.exec(rest)?.[0];
  if (tag !== undefined) {
    const known = Object.hasOwn(kindOfTag, tag) ? kindOfTag[tag] : undefined;
    if (!known) return `There is no kind of cell named ${tag}; use [markdown], [sql] or none for code.`;
    kind = known;
    rest = rest.slice(tag.length);
  }
  let id: string | null = null;
  let refusedId: string | null = null;
  const attributes: [string, string][] = [];
  wordPattern.lastIndex = 0;
  for (let word = wordPattern.exec(rest); word; word = wordPattern.exec(rest)) {
    const value = unquote(word[2] ?? "");
    if (word[1] !== "id" || id !== null || refusedId !== null) attributes.push([word[1]!, value]);
    else if (isCellId(value)) id = value;
    else refusedId = value;
  }
  return { kind, id, refusedId, attributes };
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
  const named = /(\sid)(?:=("(?:[^"\\]|\\.)*"(?=\s|$)|\S*))?(?=\s|$)/.exec(line);
  if (!named) return line.replace(/^\/\/ %%(\s*\[[^\]]*\])?/, (start) => `${start} id=${id}`);
  return `${line.slice(0, named.index)}${named[1]}=${id}${line.slice(named.index + named[0].length)}`;
};
