import type { InspectedPart, InspectedValue } from "../../../kernel/contract/inspected-value.ts";
import { keysUnder, ROOT_KEY, type Shown } from "./opened-parts.ts";

interface Row {
  readonly key: string;
  readonly part: InspectedPart;
}

const rowsOf = (above: string, parts: readonly InspectedPart[]): Row[] => {
  const keys = keysUnder(above, parts);
  return parts.map((part, at) => ({ key: keys[at]!, part }));
};

const rowsIn = ({ key }: Row, { opened, expanded }: Shown): Row[] | null => {
  const known = expanded.has(key) ? opened.get(key) : undefined;
  return known?.kind === "read" ? rowsOf(key, known.parts) : null;
};

/** A range that is open is its entries; what is closed stands as its own line. */
const withRanges = (rows: readonly Row[], shown: Shown): Row[] =>
  rows.flatMap((row) => {
    const inner = row.part.kind === "range" ? rowsIn(row, shown) : null;
    return inner ? withRanges(inner, shown) : [row];
  });

const textOf = (text: string): string => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "string" ? parsed : text;
  } catch {
    // Cut, or no text at all.
    return text;
  }
};

const leaf = ({ type, preview, kind }: InspectedPart): string => {
  if (kind === "list" && type.endsWith("(0)")) return "[]";
  if (preview === "{}" || preview === "Map(0)") return "{}";
  if (kind !== undefined) return JSON.stringify(preview);
  if (type === "number") return Number.isFinite(Number(preview)) ? preview : JSON.stringify(preview);
  if (type === "boolean" || type === "null") return preview;
  if (type === "undefined") return "null";
  return JSON.stringify(type === "string" ? textOf(preview) : preview);
};

const container = (part: InspectedPart, rows: readonly Row[], shown: Shown, indent: string): string => {
  const inner = `${indent}  `;
  const isList = part.kind === "list";
  // The keys of a map are shown as values: a text in its quotes.
  const isKeyed = /\(\d+\)$/.test(part.type);
  const taken = new Map<string, number>();
  const nameOf = (label: string): string => {
    const name = isKeyed ? textOf(label) : label;
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return JSON.stringify(count === 1 ? name : `${name} (${count})`);
  };
  const lines = withRanges(rows, shown).map((row) => {
    const { kind, label } = row.part;
    if (kind === "range") return isList ? JSON.stringify(`… ${label}`) : `${nameOf(label)}: "…"`;
    const text = textOfRow(row, shown, inner);
    return isList ? text : `${nameOf(label)}: ${text}`;
  });
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (lines.length === 0) return open + close;
  return `${open}\n${lines.map((line) => inner + line).join(",\n")}\n${indent}${close}`;
};

const textOfRow = (row: Row, shown: Shown, indent: string): string => {
  const rows = rowsIn(row, shown);
  return rows ? container(row.part, rows, shown, indent) : leaf(row.part);
};

/**
 * What is open of a value as JSON: numbers with all their digits. What JSON does not have (NaN, dates, whole numbers with
 * an n) and what is closed stands as the text on its line.
 */
export const jsonOf = (value: InspectedValue, shown: Shown): string =>
  value.children && shown.expanded.has(ROOT_KEY)
    ? container(value, rowsOf(ROOT_KEY, value.children), shown, "")
    : leaf(value);
