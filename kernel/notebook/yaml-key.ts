import { isMap, isScalar, type Pair, parseDocument, stringify } from "yaml";

const read = (yaml: string) => parseDocument(yaml, { schema: "core" });

const lineStart = (yaml: string, offset: number): number => yaml.lastIndexOf("\n", offset - 1) + 1;

/** The text with the pair's line put, taken away or added by hand; null where the YAML is not that plain. */
const patch = (yaml: string, key: string, value: string | null): string | null => {
  const { contents } = read(yaml);
  if (!isMap(contents) || contents.flow) return null;
  const pair = contents.items.find((item: Pair) => isScalar(item.key) && item.key.value === key);
  // A text of several lines stays on the line of its key: JSON's strings are YAML's.
  const isOneLine = value !== null && !/[\r\n]/.test(value);
  const written = isOneLine ? stringify(value, { lineWidth: 0 }).trimEnd() : JSON.stringify(value);
  if (!pair) return value === null ? yaml : `${yaml}\n${key}: ${written}`;
  if (!isScalar(pair.key) || !isScalar(pair.value) || !pair.key.range || !pair.value.range) return null;
  const [start, end] = pair.value.range;
  if (value !== null) return yaml.slice(0, start) + written + yaml.slice(end);
  const next = yaml.indexOf("\n", end);
  return yaml.slice(0, lineStart(yaml, pair.key.range[0])) + (next < 0 ? "" : yaml.slice(next + 1));
};

/**
 * A YAML map with one text set, or taken away when it is null. Every other line stays as it is; only a map written in
 * an unusual way is written anew.
 */
export const setYamlKey = (yaml: string, key: string, value: string | null): string => {
  const patched = patch(yaml, key, value)?.replace(/\n$/, "");
  const wanted = read(yaml);
  if (value === null) wanted.delete(key);
  else wanted.set(key, value);
  if (patched !== undefined) {
    const got = read(patched);
    if (got.errors.length === 0 && JSON.stringify(got.toJS()) === JSON.stringify(wanted.toJS()))
      return patched;
  }
  return wanted.toString({ lineWidth: 0 }).trimEnd();
};
