import { type Field, toCsv } from "../../../kernel/tables/delimited-text.ts";
import { fileNameFor, saveFile } from "../save-file.ts";
import type { ChartHandle } from "./chart-canvas.tsx";
import type { ExportKind } from "./export-menu.tsx";

/** Saves a drawn chart as a picture, or the rows behind it. */
export const exportChart = (
  kind: ExportKind,
  title: string,
  handle: ChartHandle | null,
  background: string,
  rows: () => Iterable<readonly Field[]>,
): void => {
  if (kind === "csv") saveFile(fileNameFor(title, "csv"), `\uFEFF${toCsv(rows())}`, "text/csv;charset=utf-8");
  else if (kind === "svg" && handle) saveFile(fileNameFor(title, "svg"), handle.svg(), "image/svg+xml");
  else if (kind === "png" && handle) {
    const base64 = handle.png(background).split(",")[1] ?? "";
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    saveFile(fileNameFor(title, "png"), bytes, "image/png");
  }
};
