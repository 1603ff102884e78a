import { useContext, useRef, useState } from "react";
import type { CellValue, ExportFormat, TableView } from "../../../kernel/contract/table-view.ts";
import { MAX_WINDOW_ROWS } from "../../../kernel/contract/table-view.ts";
import { exportField, type Field, toTsv } from "../../../kernel/tables/delimited-text.ts";
import { reasonOf } from "../../faults/fault-guard.tsx";
import { copyText, fileNameFor } from "../save-file.ts";
import { TableAccessContext } from "./table-access.ts";
import type { TableSource } from "./table-source.ts";

/** More rows than this do not go to the clipboard: other programs stumble over them. */
const MAX_COPIED_ROWS = 20_000;

/** What is to be said of a file or a copy, and whether it is still being made. */
export type ExportNews =
  | { readonly kind: "writing"; readonly name: string; readonly rows: number }
  | { readonly kind: "written"; readonly name: string; readonly rows: number }
  | { readonly kind: "stopped"; readonly name: string }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "copied"; readonly rows: number; readonly all: number };

const copyRows = async (source: TableSource, view: TableView): Promise<ExportNews> => {
  const lines: Field[][] = [source.columns.map(({ name }) => name)];
  let all = 0;
  for (let from = 0; from === 0 || from < Math.min(all, MAX_COPIED_ROWS); from += MAX_WINDOW_ROWS) {
    const { rowCount, columns } = await source.rows(view, from, MAX_WINDOW_ROWS);
    all = rowCount;
    const height = columns[0]?.length ?? 0;
    for (let row = 0; row < height; row++)
      lines.push(
        columns.map((values: readonly CellValue[], at) =>
          exportField(values[row] ?? null, source.columns[at]!.type),
        ),
      );
  }
  copyText(toTsv(lines));
  return { kind: "copied", rows: lines.length - 1, all };
};

/** Copies a view of a table, or writes it to a file piece by piece until it is done or stopped. */
export const useTableExport = (source: TableSource, title: string) => {
  const access = useContext(TableAccessContext);
  const [news, setNews] = useState<ExportNews | null>(null);
  const isStopped = useRef(false);

  const write = async (view: TableView, format: ExportFormat): Promise<ExportNews | null> => {
    const name = fileNameFor(title, format);
    const file = await access?.openFile(name, format);
    if (!file) return null;
    isStopped.current = false;
    let rows = 0;
    try {
      setNews({ kind: "writing", name, rows });
      for await (const piece of source.pieces(view, format)) {
        if (isStopped.current) break;
        await file.write(piece.bytes);
        rows = piece.rows;
        setNews({ kind: "writing", name, rows });
      }
      if (!isStopped.current) return { kind: "written", name: await file.finish(), rows };
    } catch (error) {
      await file.abort();
      throw error;
    }
    await file.abort();
    return { kind: "stopped", name };
  };
  const tell = (work: Promise<ExportNews | null>): void => {
    work.then(setNews, (error: unknown) => setNews({ kind: "failed", reason: reasonOf(error) }));
  };
  return {
    news,
    canWrite: access !== null,
    copy: (view: TableView) => tell(copyRows(source, view)),
    write: (view: TableView, format: ExportFormat) => tell(write(view, format)),
    stop: () => {
      isStopped.current = true;
    },
    dismiss: () => setNews(null),
  };
};
