import type { CellKind, NotebookCell } from "../contract/document.ts";

export interface CellHeader {
  readonly kind: CellKind;
  readonly id: string | null;
  readonly attributes: NotebookCell["attributes"];
}

const headerPattern = /^\/\/ %%(?:\s+|$)(.*)$/;
const wordPattern = /\s*([^\s=]+)(?:=("(?:[^"\\]|\\.)*"|[^\s]*))?/y;
const kindOfTag: Readonly<Record<string, CellKind>> = {
  "[markdown]": "markdown",
  "[md]": "markdown",
  "[sql]": "sql",
  "[code]": "code",
};

export const isCellHeader = (line: string): boolean => headerPattern.test(line);

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
  const attributes: [string, string][] = [];
  wordPattern.lastIndex = 0;
  for (let word = wordPattern.exec(rest); word; word = wordPattern.exec(rest)) {
    const value = unquote(word[2] ?? "");
    if (word[1] === "id") id ??= /^[\w.-]{1,64}$/.test(value) ? value : null;
    else attributes.push([word[1]!, value]);
  }
  return { kind, id, attributes };
};

export const writeCellHeader = ({ kind, id, attributes }: NotebookCell): string =>
  [
    "// %%",
    ...(kind === "code" ? [] : [`[${kind}]`]),
    `id=${id}`,
    ...attributes.map(([name, value]) => (value === "" ? name : `${name}=${quote(value)}`)),
  ].join(" ");
