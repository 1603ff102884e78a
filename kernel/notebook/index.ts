export { newCellId } from "./cell-id.ts";
export { emptyNotebook, type NotebookDocument } from "./notebook-document.ts";
export { type NotebookNotice, sentenceOf } from "./notebook-notices.ts";
export { type NotebookError, type ParsedNotebook, parseNotebook } from "./parse-notebook.ts";
export { serialiseNotebook } from "./serialise-notebook.ts";
