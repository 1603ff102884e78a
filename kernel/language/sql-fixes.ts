import type { Diagnostic, Fix } from "../contract/kernel-contract.ts";
import { nearestName } from "./nearest-name.ts";

const unknownColumn = /Referenced column "([^"]+)" not found[\s\S]*?Candidate bindings: (.+)/;
const unknownTable = /^There is no table "([^"]+)"\. There are: ([^;]+);/;

/** The names a message offers: quoted ones, with or without the table before them, or a plain list. */
const offered = (list: string): string[] => {
  const quoted = Array.from(list.matchAll(/"([^"]+)"/g), ([, name]) => name!.split(".").at(-1)!);
  return quoted.length > 0 ? quoted : list.split(", ");
};

/** The table or column that was meant, for a fault of a query that begins where the name stands. */
export const findSqlFixes = (fault: Omit<Diagnostic, "fixes">): readonly Fix[] => {
  const match = unknownColumn.exec(fault.message) ?? unknownTable.exec(fault.message);
  if (!match) return [];
  const [, written = "", list = ""] = match;
  const name = nearestName(written, offered(list));
  if (name === null) return [];
  const { cellId, line, column } = fault;
  const place = { line, column, endLine: line, endColumn: column + written.length };
  return [{ kind: "replace", name, cellId, ...place, text: name }];
};
