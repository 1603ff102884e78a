export { newCellId } from "./cell-id.ts";
export { followImports } from "./follow-imports.ts";
export { exportIpynb } from "./ipynb/export-ipynb.ts";
export { importIpynb } from "./ipynb/import-ipynb.ts";
export { emptyNotebook, type NotebookDocument } from "./notebook-document.ts";
export { type NotebookNotice, sentenceOf } from "./notebook-notices.ts";
export { type NotebookError, type ParsedNotebook, parseNotebook } from "./parse-notebook.ts";
export { resultKey, storedResult } from "./results/result-key.ts";
export {
  MAX_RESULTS_BYTES,
  readResults,
  resultsNameOf,
  type StoredResult,
  writeResults,
} from "./results/results-file.ts";
export { serialiseNotebook } from "./serialise-notebook.ts";
