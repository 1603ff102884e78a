import { type Document, parseDocument } from "yaml";
import type { Notebook } from "../contract/document.ts";

export type FrontMatterValues = Pick<Notebook, "title" | "snapshot" | "asOf">;

export interface FrontMatter {
  readonly values: FrontMatterValues;
  /** The YAML between the fences, without the comment marks; unknown keys and comments are kept in it. */
  readonly yaml: string;
}

const keys = { title: "title", snapshot: "snapshot", asOf: "as-of" } as const;

const readInstant = (value: unknown): number | null | undefined => {
  if (value === null || value === undefined || value === "latest") return null;
  const milliseconds = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return /^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(String(value)) && Number.isFinite(milliseconds)
    ? milliseconds * 1000
    : undefined;
};

/** Reads the front matter's YAML; a string answer is the sentence saying what is wrong. */
export const readFrontMatter = (yaml: string): FrontMatter | string => {
  const document = parseDocument(yaml, { schema: "core" });
  if (document.errors.length > 0)
    return `The front matter is not YAML: ${document.errors[0]!.message.split("\n")[0]}`;
  const map: unknown = document.toJS({ maxAliasCount: 0 });
  if (typeof map !== "object" || map === null || Array.isArray(map)) return "The front matter has no keys.";
  const values = map as Record<string, unknown>;
  if (!Object.hasOwn(values, "asof"))
    return 'The front matter lacks "asof: 1", so this is not an Asof notebook.';
  if (values.asof !== 1)
    return `This notebook is of format ${String(values.asof)}; this version reads format 1.`;
  const asOf = readInstant(values[keys.asOf]);
  if (asOf === undefined) return '"as-of" must be an instant such as 2023-12-29T21:30:00Z.';
  return {
    values: { title: String(values[keys.title] ?? ""), snapshot: String(values[keys.snapshot] ?? ""), asOf },
    yaml,
  };
};

const setOrDelete = (document: Document, key: string, value: string) =>
  value === "" ? document.delete(key) : document.set(key, value);

/** The YAML with new values; keys this version does not know stay as they are. */
export const writeFrontMatter = ({ values, yaml }: FrontMatter, next: FrontMatterValues): string => {
  if (values.title === next.title && values.snapshot === next.snapshot && values.asOf === next.asOf)
    return yaml;
  const document = parseDocument(yaml, { schema: "core" });
  if (values.title !== next.title) setOrDelete(document, keys.title, next.title);
  if (values.snapshot !== next.snapshot) setOrDelete(document, keys.snapshot, next.snapshot);
  if (values.asOf !== next.asOf) {
    setOrDelete(document, keys.asOf, next.asOf === null ? "" : new Date(next.asOf / 1000).toISOString());
  }
  return document.toString({ lineWidth: 0 }).trimEnd();
};
