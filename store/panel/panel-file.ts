import type { PanelHeader } from "../contract/panel-request.ts";
import type { BuiltPanel } from "./build-panel.ts";
import { type FileKind, readColumnFile, readColumnFileHeader, writeColumnFile } from "./column-file.ts";

/** 300 MB of a large panel would be summed up. */
const KIND: FileKind = { mark: "ASOFPAN3", hasSums: false };

export const writePanelFile = (path: string, { header, columns }: BuiltPanel): Promise<void> =>
  writeColumnFile(path, KIND, { header, columns });

/** The panel in a file; undefined when there is none that can be trusted. */
export const readPanelFile = async (path: string): Promise<BuiltPanel | undefined> =>
  (await readColumnFile<PanelHeader>(path, KIND)) as BuiltPanel | undefined;

/** Which snapshot the panel in a file is of. */
export const readPanelSnapshot = async (path: string): Promise<string | undefined> =>
  (await readColumnFileHeader<PanelHeader>(path, KIND))?.snapshotId;
