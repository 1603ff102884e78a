import { type Column, type FileKind, readColumnFile, writeColumnFile } from "./column-file.ts";
import type { FieldEvents } from "./field-events.ts";

const KIND: FileKind = { mark: "ASOFEVT1", hasSums: true };

interface Header {
  readonly key: string;
  readonly iids: readonly string[];
}

export const writeEventsFile = (path: string, key: string, { iids, facts }: FieldEvents): Promise<void> => {
  const { starts, periodEnd, knownAt, value, length } = facts;
  const header: Header = { key, iids };
  const columns = [starts, periodEnd, knownAt, value, length] as Column[];
  return writeColumnFile(path, KIND, { header, columns });
};

/** The events in a file; undefined when there are none that can be trusted, or they are those of another key. */
export const readEventsFile = async (path: string, key: string): Promise<FieldEvents | undefined> => {
  const found = await readColumnFile<Header>(path, KIND);
  if (found?.header.key !== key) return undefined;
  const [starts, periodEnd, knownAt, value, length] = found.columns as [
    Int32Array,
    Int32Array,
    Float64Array,
    Float64Array,
    Int32Array,
  ];
  return { iids: found.header.iids, facts: { starts, periodEnd, knownAt, value, length } };
};
