import { createContext } from "react";
import type { ExportFormat, ExportPiece, TableRows, TableView } from "../../../kernel/contract/table-view.ts";

/** A file that is being written where the user said; nothing is there until it is finished. */
interface OpenFile {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Answers with the file's name. */
  finish(): Promise<string>;
  abort(): Promise<void>;
}

/** What tables need from outside: the kernel's rows, and files. Every failure is an error with a sentence. */
export interface TableAccess {
  rows(tableId: string, view: TableView, from: number, count: number): Promise<TableRows>;
  pieces(tableId: string, view: TableView, format: ExportFormat): AsyncGenerator<ExportPiece>;
  /** Null: the user cancelled. */
  openFile(suggestedName: string, format: ExportFormat): Promise<OpenFile | null>;
}

/** Null where there is no kernel and no files. */
export const TableAccessContext = createContext<TableAccess | null>(null);
