import type { Notebook, NotebookCell } from "../../contract/document.ts";
import { isCellId } from "../cell-header.ts";
import { cellIdFromContent } from "../cell-id.ts";
import { readFrontMatter } from "../front-matter.ts";
import { emptyDocument, emptyNotebook, type NotebookDocument } from "../notebook-document.ts";
import { MAX_NOTEBOOK_CHARACTERS } from "../parse-notebook.ts";
import { serialiseNotebook } from "../serialise-notebook.ts";
import { setYamlKey } from "../yaml-key.ts";
import { type IpynbCell, ipynbSchema, ownCellSchema, ownNotebookSchema } from "./ipynb-schema.ts";

/** Where what Jupyter says of a notebook or a cell is kept, to be given back by an export. */
export const JUPYTER_KEY = "jupyter";

export type ImportedIpynb =
  | {
      readonly ok: true;
      /** The notebook as the text of a `*.nb.ts` file. */
      readonly text: string;
      /** Code cells of another language: kept as text, because they cannot run here. */
      readonly foreignCells: number;
      readonly language: string;
    }
  | { readonly ok: false; readonly message: string };

const runnable = new Set(["typescript", "javascript", "ts", "js", "deno"]);

const languageOf = (metadata: Record<string, unknown>): string => {
  for (const key of ["language_info", "kernelspec"]) {
    const info = metadata[key];
    if (typeof info !== "object" || info === null) continue;
    const { name, language } = info as { name?: unknown; language?: unknown };
    const said = key === "language_info" ? name : language;
    if (typeof said === "string") return said.toLowerCase();
  }
  return "python";
};

/** A fence longer than any in the text, so that the text cannot end it. */
const fenced = (source: string, language: string): string => {
  const longest = Math.max(2, ...Array.from(source.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language.replaceAll(/[^\w+-]/g, "")}\n${source}\n${fence}`;
};

const withForeign = (attributes: NotebookCell["attributes"], kept: object): NotebookCell["attributes"] =>
  Object.keys(kept).length === 0
    ? attributes
    : [...attributes.filter(([name]) => name !== JUPYTER_KEY), [JUPYTER_KEY, JSON.stringify(kept)]];

const cellOf = (cell: IpynbCell, id: string, language: string): NotebookCell & { isForeign: boolean } => {
  const { asof, vscode, ...foreign } = cell.metadata;
  const source = cell.source.replaceAll("\r\n", "\n");
  const own = ownCellSchema.safeParse(asof);
  const type = cell.cell_type;
  if (own.success && (own.data.kind === "markdown") === (type !== "code")) {
    const isRaw = type === "raw" ? { cell_type: "raw" } : {};
    const { kind, attributes } = own.data;
    return {
      id,
      kind,
      source,
      attributes: withForeign(attributes, { ...isRaw, ...foreign }),
      isForeign: false,
    };
  }
  const kept = { ...foreign, ...(vscode === undefined ? {} : { vscode }) };
  if (type === "raw")
    return {
      id,
      kind: "markdown",
      source,
      attributes: withForeign([], { cell_type: "raw", ...kept }),
      isForeign: false,
    };
  if (type === "markdown")
    return { id, kind: "markdown", source, attributes: withForeign([], kept), isForeign: false };
  if (runnable.has(language))
    return { id, kind: "code", source, attributes: withForeign([], kept), isForeign: false };
  const attributes = withForeign([], { language, ...kept });
  return { id, kind: "markdown", source: fenced(source, language), attributes, isForeign: true };
};

const headOf = (
  metadata: Record<string, unknown>,
  snapshot: string,
): { notebook: Notebook; document: NotebookDocument } => {
  const { asof, kernelspec, language_info, title, ...foreign } = metadata;
  const own = ownNotebookSchema.safeParse(asof);
  const read = own.success ? readFrontMatter(own.data.frontMatter) : null;
  const document = emptyDocument();
  const withYaml = (yaml: string): NotebookDocument => ({
    ...document,
    frontMatter: { ...document.frontMatter, yaml },
    yamlLines: yaml
      .split("\n")
      .map((line) => ({ text: line === "" ? "//" : `// ${line}`, end: "\n" as const })),
  });
  const kept = own.success
    ? foreign
    : { ...foreign, ...(kernelspec ? { kernelspec } : {}), ...(language_info ? { language_info } : {}) };
  const withKept = (yaml: string) =>
    Object.keys(kept).length === 0 ? yaml : setYamlKey(yaml, JUPYTER_KEY, JSON.stringify(kept));
  if (read && "yaml" in read) {
    const filled = withYaml(withKept(read.yaml));
    return {
      notebook: { ...read.values, cells: [] },
      document: { ...filled, frontMatter: { ...filled.frontMatter, values: read.values } },
    };
  }
  return {
    notebook: emptyNotebook(typeof title === "string" ? title : "", snapshot),
    document: withYaml(withKept("asof: 1")),
  };
};

const refuse = (message: string): ImportedIpynb => ({ ok: false, message });

/** Reads a Jupyter notebook. Nothing of it is run; its outputs are left behind. */
export const importIpynb = (text: string, snapshot = ""): ImportedIpynb => {
  if (text.length > MAX_NOTEBOOK_CHARACTERS)
    return refuse(
      `The file has more than ${MAX_NOTEBOOK_CHARACTERS} characters. Clear its outputs in Jupyter, save it, and import it again.`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return refuse(
      "The file is not JSON, so it is not a Jupyter notebook, or it was cut short. Save it in Jupyter again.",
    );
  }
  const parsed = ipynbSchema.safeParse(value);
  if (!parsed.success) {
    const format = (value as { nbformat?: unknown } | null)?.nbformat;
    if (typeof format === "number" && format !== 4)
      return refuse(
        `The notebook is of nbformat ${format}; this version reads nbformat 4. Open it in Jupyter and save it once.`,
      );
    const issue = parsed.error.issues[0]!;
    return refuse(
      `The file is not a Jupyter notebook: ${issue.path.join(".") || "the whole"}: ${issue.message}.`,
    );
  }
  const { metadata, cells } = parsed.data;
  const language = languageOf(metadata);
  const named = cells.map(
    ({ id, metadata: { asof } }) => ownCellSchema.safeParse(asof).data?.id ?? id ?? null,
  );
  const taken = new Set(named.filter((id) => id !== null));
  const used = new Set<string>();
  const made = cells.map((cell, index) => {
    const wanted = named[index] ?? null;
    const isFree = wanted !== null && isCellId(wanted) && !used.has(wanted);
    const id = isFree ? wanted : cellIdFromContent(`${index}\n${cell.source}`, new Set([...taken, ...used]));
    used.add(id);
    return cellOf(cell, id, language);
  });
  const head = headOf(metadata, snapshot);
  const notebook = { ...head.notebook, cells: made.map(({ isForeign: _, ...cell }) => cell) };
  return {
    ok: true,
    text: serialiseNotebook(notebook, head.document),
    foreignCells: made.filter(({ isForeign }) => isForeign).length,
    language,
  };
};
