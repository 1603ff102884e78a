import type { InspectedPart, InspectedValue } from "../../../kernel/contract/inspected-value.ts";
import { type OpenedParts, ROOT_KEY } from "./opened-parts.ts";

/** What is open of a value. */
export interface Shown {
  readonly opened: OpenedParts;
  readonly expanded: ReadonlySet<string>;
}

const partsIn = ({ node }: InspectedPart, { opened, expanded }: Shown): readonly InspectedPart[] | null => {
  const known = node !== undefined && expanded.has(String(node)) ? opened.get(node) : undefined;
  return known?.kind === "read" ? known.parts : null;
};

/** A range that is open is its entries; what is closed stands as its own line. */
const withRanges = (parts: readonly InspectedPart[], shown: Shown): InspectedPart[] =>
  parts.flatMap((part) => {
    const inner = part.kind === "range" ? partsIn(part, shown) : null;
    return inner ? withRanges(inner, shown) : [part];
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

const container = (
  part: InspectedPart,
  parts: readonly InspectedPart[],
  shown: Shown,
  indent: string,
): string => {
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
  const lines = withRanges(parts, shown).map((each) => {
    if (each.kind === "range")
      return isList ? JSON.stringify(`… ${each.label}`) : `${nameOf(each.label)}: "…"`;
    const text = textOfPart(each, shown, inner);
    return isList ? text : `${nameOf(each.label)}: ${text}`;
  });
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (lines.length === 0) return open + close;
  return `${open}\n${lines.map((line) => inner + line).join(",\n")}\n${indent}${close}`;
};

const textOfPart = (part: InspectedPart, shown: Shown, indent: string): string => {
  const parts = partsIn(part, shown);
  return parts ? container(part, parts, shown, indent) : leaf(part);
};

/**
 * What is open of a value as JSON: numbers with all their digits. What JSON does not have (NaN, dates, whole numbers with
 * an n) and what is closed stands as the text on its line.
 */
export const jsonOf = (value: InspectedValue, shown: Shown): string =>
  value.children && shown.expanded.has(ROOT_KEY) ? container(value, value.children, shown, "") : leaf(value);
