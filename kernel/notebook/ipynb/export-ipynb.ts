import type { Display } from "../../contract/display.ts";
import type { Notebook, NotebookCell } from "../../contract/document.ts";
import { writeFrontMatter } from "../front-matter.ts";
import { emptyDocument, type NotebookDocument } from "../notebook-document.ts";
import { JUPYTER_KEY } from "./import-ipynb.ts";

/** What nbformat 4.5 takes as an id. Ours may hold a dot. */
const ipynbId = (id: string, taken: Set<string>): string => {
  const plain = id.replaceAll(".", "_");
  let unique = plain;
  for (let n = 2; taken.has(unique); n++) unique = `${plain.slice(0, 60)}-${n}`;
  taken.add(unique);
  return unique;
};

const data = (mime: string, text: string) => ({
  output_type: "display_data",
  data: { [mime]: text },
  metadata: {},
});

/** What Jupyter can show of an output. Charts and tables stay behind: their numbers are in the run, not in a picture. */
const outputOf = (display: Display): Record<string, unknown> => {
  switch (display.kind) {
    case "text":
      return { output_type: "stream", name: "stdout", text: display.text };
    case "markdown":
      return data("text/markdown", display.text);
    case "value":
      return data("text/plain", display.value.preview);
    case "error": {
      const { name, message } = display.error;
      return { output_type: "error", ename: name, evalue: message, traceback: [`${name}: ${message}`] };
    }
    case "tear-sheet":
      return data(
        "text/plain",
        display.tearSheet.metrics.map(({ key, value }) => `${key}: ${value ?? "undefined"}`).join("\n"),
      );
    default:
      return data("text/plain", `[${display.kind}]`);
  }
};

const parseObject = (text: string | undefined): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
};

const cellOf = (cell: NotebookCell, id: string, outputs: readonly Display[]): Record<string, unknown> => {
  const kept = parseObject(cell.attributes.find(([name]) => name === JUPYTER_KEY)?.[1]);
  const { cell_type: type, ...foreign } = kept;
  const own = { id: cell.id, kind: cell.kind, attributes: cell.attributes };
  const metadata = {
    ...foreign,
    ...(cell.kind === "sql" ? { vscode: { languageId: "sql" } } : {}),
    asof: own,
  };
  const source = cell.source === "" ? [] : cell.source.split(/(?<=\n)/);
  if (cell.kind === "markdown")
    return { cell_type: type === "raw" ? "raw" : "markdown", id, metadata, source };
  return { cell_type: "code", execution_count: null, id, metadata, outputs: outputs.map(outputOf), source };
};

/** A notebook as nbformat 4.5. Its front matter and what Jupyter has no word for travel in its own metadata. */
export const exportIpynb = (
  notebook: Notebook,
  document: NotebookDocument = emptyDocument(),
  outputs: ReadonlyMap<string, readonly Display[]> = new Map(),
): string => {
  const frontMatter = writeFrontMatter(document.frontMatter, notebook);
  const taken = new Set<string>();
  const cells = notebook.cells.map((cell) =>
    cellOf(cell, ipynbId(cell.id, taken), outputs.get(cell.id) ?? []),
  );
  const metadata = {
    kernelspec: { display_name: "Asof", language: "typescript", name: "asof" },
    language_info: { file_extension: ".ts", mimetype: "text/typescript", name: "typescript" },
    title: notebook.title,
    asof: { format: 1, frontMatter },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
};
