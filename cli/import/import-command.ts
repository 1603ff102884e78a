import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { ImportMapping, ImportReport } from "../../store/contract/import.ts";
import { type CommittedImport, commitStaged } from "../../store/ingest/commit-staged.ts";
import { askStaging } from "../../store/ingest/spawn-staging.ts";
import {
  findMapping,
  listMappings,
  readMappingFile,
  saveMapping,
} from "../../store/mappings/mapping-files.ts";
import { describeRecovery } from "../../store/recovery/recovery-report.ts";
import { openWriter } from "../../store/write/open-writer.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { complain, say, sayJson } from "../terminal.ts";
import { printReport, printSummary, progressLine } from "./print-report.ts";
import { importScript, reingestInProcess } from "./reingest-in-process.ts";

export interface ImportOptions {
  readonly store: string;
  readonly mapping?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly saveMapping?: string;
  readonly listMappings: boolean;
}

/** How often a file is checked again because another batch came between. */
const MAX_ROUNDS = 3;

/**
 * `asof import`: 0 when every file was taken in (rows that were kept out are told, and no failure), 1 when one could
 * not be, 2 when the command itself is at fault.
 */
export const importCommand = async (
  files: readonly string[],
  options: ImportOptions,
  script = importScript,
): Promise<number> => {
  if (options.listMappings) return list(options);
  if (files.length === 0 || options.mapping === undefined) {
    complain(
      files.length === 0
        ? "Say which files to import."
        : "Say how to read the file: --mapping <name or file.json>. asof import --list-mappings shows the names.",
    );
    return 2;
  }
  const found = await readMapping(options.store, options.mapping);
  if (!found.ok) {
    complain(found.error.message);
    return 2;
  }
  const mapping =
    options.saveMapping === undefined ? found.value : { ...found.value, name: options.saveMapping };
  if (options.saveMapping !== undefined) {
    const saved = await saveMapping(options.store, mapping);
    if (!saved.ok) {
      complain(saved.error.message);
      return 2;
    }
  }
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  const outcomes: object[] = [];
  const imported: Imported[] = [];
  let failures = 0;
  try {
    for (const file of files) {
      const outcome = await importOne(resolve(file), mapping, options, { script, signal: stop.signal });
      if (!outcome.ok) {
        failures++;
        complain(`${file}: ${outcome.error.message}`);
        outcomes.push({ file, error: outcome.error });
        if (outcome.error.code === "cancelled") break;
        continue;
      }
      outcomes.push({ file, ...outcome.value });
      imported.push(outcome.value);
      if (!options.json) say(printReport(outcome.value.report, outcome.value.batchId, options.dryRun));
    }
  } finally {
    process.off("SIGINT", interrupt);
  }
  if (options.json) sayJson(outcomes);
  else {
    const summary = printSummary(imported, files.length);
    if (summary !== null) say(summary);
  }
  return failures > 0 ? 1 : 0;
};

const list = async ({ store, json }: ImportOptions): Promise<number> => {
  const mappings = await listMappings(store);
  if (json) sayJson(mappings.map(({ mapping, isReadyMade }) => ({ isReadyMade, ...mapping })));
  else
    for (const { mapping, isReadyMade } of mappings)
      say(
        `${mapping.name}  (${isReadyMade ? "comes with Asof" : "saved"}: ${mapping.format.kind} → ${mapping.target.table})`,
      );
  return 0;
};

const readMapping = async (store: string, name: string): Promise<WireResult<ImportMapping>> => {
  const isFile =
    name.endsWith(".json") &&
    (await stat(name).then(
      (entry) => entry.isFile(),
      () => false,
    ));
  return isFile ? readMappingFile(name) : findMapping(store, name);
};

interface Surroundings {
  /** The bundled import process. */
  readonly script: string;
  readonly signal: AbortSignal;
}

interface Imported {
  readonly report: ImportReport;
  /** Null when there was nothing new, and after a dry run. */
  readonly batchId: string | null;
  readonly snapshotId: string | null;
}

const importOne = async (
  filePath: string,
  mapping: ImportMapping,
  { store, dryRun, json }: ImportOptions,
  { script, signal }: Surroundings,
): Promise<WireResult<Imported>> => {
  const isThere = await stat(filePath).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (!isThere) return wireError("not-readable", "There is no such file.");
  const isWatched = process.stderr.isTTY && !json;
  for (let round = 1; ; round++) {
    const staged = await askStaging(
      {
        script,
        filePath,
        storeDir: store,
        signal,
        onProgress: (progress) => {
          if (isWatched) process.stderr.write(`\r\u001b[K${progressLine(progress)}`);
        },
      },
      "file/stage",
      { mapping, isDryRun: dryRun, arrivedAt: Date.now() * 1_000 },
    );
    if (isWatched) process.stderr.write("\r\u001b[K");
    if (!staged.ok) return staged;
    const { report, stagedId } = staged.value;
    if (stagedId === null) return wireOk({ report, batchId: null, snapshotId: null });
    const committed = await commit(store, stagedId, { script, signal });
    if (committed.ok) return committed;
    // Also when somebody else took up the same staged batch and was first.
    if (committed.error.code !== "unknown-batch" || round === MAX_ROUNDS) return committed;
  }
};

const commit = async (
  store: string,
  stagedId: string,
  { script, signal }: Surroundings,
): Promise<WireResult<CommittedImport>> => {
  const opened = await openWriter(store, { reingest: reingestInProcess(script) });
  if (!opened.ok) return opened;
  try {
    for (const sentence of describeRecovery(opened.value.recovery)) complain(sentence);
    return await commitStaged(opened.value, stagedId, { signal });
  } finally {
    opened.value.close();
  }
};
