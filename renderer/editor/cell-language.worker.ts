import { initialize, TypeScriptWorker, ts } from "monaco-editor/languages/features/typescript/ts.worker";
import { likelyEntries } from "./likely-entries.ts";
import { withoutImports } from "./without-imports.ts";

const CELLS = "file:///cells/";

/** Monaco's language worker, to which a cell with an import is a script like every other: its names stay shared. */
class CellLanguageWorker extends TypeScriptWorker {
  override _getScriptText(fileName: string): string | undefined {
    const text = super._getScriptText(fileName);
    return text !== undefined && fileName.startsWith(CELLS) ? withoutImports(text, ts.typescript) : text;
  }

  override async getCompletionsAtPosition(fileName: string, position: number) {
    const found = await super.getCompletionsAtPosition(fileName, position);
    const text = this._getScriptText(fileName);
    if (!found || text === undefined) return found;
    const entries = likelyEntries(found.entries, text, position);
    // What the page reads of an entry; the rest would be copied to it for nothing.
    return {
      entries: entries.map(({ name, sortText, kind, kindModifiers, replacementSpan }) => ({
        name,
        sortText,
        kind,
        ...(kindModifiers?.includes("deprecated") ? { kindModifiers } : {}),
        ...(replacementSpan ? { replacementSpan } : {}),
      })),
    };
  }
}

self.onmessage = () => initialize((context, data) => new CellLanguageWorker(context, data));
