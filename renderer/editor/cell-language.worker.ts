import { initialize, TypeScriptWorker, ts } from "monaco-editor/languages/features/typescript/ts.worker";
import { withoutImports } from "./without-imports.ts";

const CELLS = "file:///cells/";

/** Monaco's language worker, to which a cell with an import is a script like every other: its names stay shared. */
class CellLanguageWorker extends TypeScriptWorker {
  override _getScriptText(fileName: string): string | undefined {
    const text = super._getScriptText(fileName);
    return text !== undefined && fileName.startsWith(CELLS) ? withoutImports(text, ts.typescript) : text;
  }
}

self.onmessage = () => initialize((context, data) => new CellLanguageWorker(context, data));
