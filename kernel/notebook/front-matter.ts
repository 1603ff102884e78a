import { parseDocument } from "yaml";
import type { Notebook } from "../contract/document.ts";
import { setYamlKey } from "./yaml-key.ts";

export type FrontMatterValues = Pick<Notebook, "title" | "snapshot" | "asOf">;

export interface FrontMatter {
  readonly values: FrontMatterValues;
  /** The YAML between the fences, without the comment marks; unknown keys and comments are kept in it. */
  readonly yaml: string;
}

export interface FrontMatterFault {
  readonly code: "bad-front-matter" | "unknown-format";
  readonly message: string;
  /** 1-based line of the YAML. */
  readonly line: number;
}

/** The format this version writes. A file of an older one is brought to it as it is read. */
export const NOTEBOOK_FORMAT = 1;

const MAX_CHARACTERS = 64_000;
const keys = { title: "title", snapshot: "snapshot", asOf: "as-of" } as const;

const fault = (message: string, line = 1, code: FrontMatterFault["code"] = "bad-front-matter") => ({
  code,
  message,
  line,
});

const readInstant = (value: unknown): number | null | undefined => {
  if (value === null || value === undefined || value === "latest") return null;
  const milliseconds = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return /^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(String(value)) && Number.isFinite(milliseconds)
    ? milliseconds * 1000
    : undefined;
};

const isText = (value: unknown): boolean =>
  value === undefined || value === null || typeof value !== "object";

/** The YAML as plain values, or the fault in it. A text made to exhaust the reader is a fault like any other. */
const readYaml = (
  yaml: string,
): { ok: true; map: Record<string, unknown> } | { ok: false; fault: FrontMatterFault } => {
  const tooDeep =
    "The front matter is nested too deep, or uses aliases that repeat or lead nowhere. Make it plain.";
  const refuse = (message: string, line?: number) => ({ ok: false as const, fault: fault(message, line) });
  if (yaml.length > MAX_CHARACTERS)
    return refuse(
      `The front matter has more than ${MAX_CHARACTERS} characters; move what is long into a cell.`,
    );
  try {
    const document = parseDocument(yaml, { schema: "core", prettyErrors: true });
    const error = document.errors[0];
    if (error?.message.includes("call stack")) return refuse(tooDeep);
    if (error) {
      const what = error.message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, "");
      return refuse(`The front matter is not YAML: ${what}. Mend this line.`, error.linePos?.[0].line);
    }
    const map: unknown = document.toJS({ maxAliasCount: 0 });
    if (typeof map === "object" && map !== null && !Array.isArray(map))
      return { ok: true, map: map as Record<string, unknown> };
    return refuse('The front matter has no keys; its least line is "// asof: 1".');
  } catch {
    return refuse(tooDeep);
  }
};

/** Which format the YAML says it is, without judging anything else of it; null when it does not say. */
export const formatOf = (yaml: string): unknown => {
  const read = readYaml(yaml);
  return read.ok && Object.hasOwn(read.map, "asof") ? read.map.asof : null;
};

/** Reads the front matter's YAML; a fault says what is wrong, where, and what to do. */
export const readFrontMatter = (yaml: string): FrontMatter | FrontMatterFault => {
  const read = readYaml(yaml);
  if (!read.ok) return read.fault;
  const { map } = read;
  const lineOf = (key: string) => Math.max(1, yaml.split("\n").findIndex((line) => line.startsWith(key)) + 1);
  if (!Object.hasOwn(map, "asof"))
    return fault(
      'The front matter lacks "asof: 1", so this is not an Asof notebook. Add the line "// asof: 1".',
    );
  if (map.asof !== NOTEBOOK_FORMAT) {
    const isNewer = typeof map.asof === "number" && map.asof > NOTEBOOK_FORMAT;
    return fault(
      `This notebook is of format ${JSON.stringify(map.asof)}; this version reads format ${NOTEBOOK_FORMAT}. ${
        isNewer ? "Open it with a newer Asof." : `The line is "// asof: ${NOTEBOOK_FORMAT}".`
      }`,
      lineOf("asof"),
      "unknown-format",
    );
  }
  for (const key of [keys.title, keys.snapshot])
    if (!isText(map[key])) return fault(`"${key}" must be a text; put it in quotes.`, lineOf(key));
  const asOf = readInstant(map[keys.asOf]);
  if (asOf === undefined)
    return fault('"as-of" must be an instant such as 2023-12-29T21:30:00Z.', lineOf(keys.asOf));
  return {
    values: { title: String(map[keys.title] ?? ""), snapshot: String(map[keys.snapshot] ?? ""), asOf },
    yaml,
  };
};

/** The YAML with new values; only the lines of the keys that changed differ. */
export const writeFrontMatter = ({ values, yaml }: FrontMatter, next: FrontMatterValues): string => {
  let written = yaml;
  if (values.title !== next.title) written = setYamlKey(written, keys.title, next.title || null);
  if (values.snapshot !== next.snapshot) written = setYamlKey(written, keys.snapshot, next.snapshot || null);
  if (values.asOf !== next.asOf) {
    const instant = next.asOf === null ? null : new Date(next.asOf / 1000).toISOString();
    written = setYamlKey(written, keys.asOf, instant);
  }
  return written;
};
