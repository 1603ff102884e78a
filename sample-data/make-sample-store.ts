import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildStore } from "../store/build/build-store.ts";
import { prepareCatalog } from "../store/catalog/prepare-catalog.ts";
import type { TableRows } from "../store/contract/tables.ts";
import { openStore } from "../store/open-store.ts";
import { SCHEMA_VERSION, STORE_FILE } from "../store/schema/schema-version.ts";
import { generateSample } from "./generate-sample.ts";
import { SAMPLE_DIGEST, SNAPSHOT_NAME } from "./period.ts";
import { defaultOptions, parseOptions, type SampleOptions } from "./sample-options.ts";
import type { PlantedTruths } from "./truths/planted-truths.ts";

const MANIFEST_FILE = "sample.json";
/** What the store says of itself: see CatalogCache. */
const CATALOGS = "catalogs";
/** What was planted, for tests; nothing else reads it. */
export const TRUTHS_FILE = "planted-truths.json";

/** Names one sample: which version of the generator, how large, in which schema. */
const manifestOf = (options: SampleOptions): string =>
  `${JSON.stringify({ snapshot: SNAPSHOT_NAME, sample: SAMPLE_DIGEST, schema: SCHEMA_VERSION, ...options })}\n`;

/**
 * Makes the store of the synthetic sample in a folder, unless the same sample is already there. It is built beside
 * the folder and moved in when complete; the manifest comes last, so an interrupted build is simply built again.
 */
export const makeSampleStore = async (
  targetDir: string,
  say: (line: string) => void,
  options: SampleOptions = defaultOptions,
): Promise<"made" | "already there"> => {
  const storePath = join(targetDir, STORE_FILE);
  const manifestPath = join(targetDir, MANIFEST_FILE);
  const manifest = manifestOf(options);
  if (existsSync(storePath) && (await readText(manifestPath)) === manifest) {
    say("The sample store is already there.");
    return "already there";
  }
  const making = `${targetDir}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(targetDir, { recursive: true });
  say("Drawing the synthetic market…");
  const drawing = openDrawing(options, say);
  await buildStore(making, drawing.tables(), { snapshotName: SNAPSHOT_NAME, isSynthetic: true });
  say("Describing it…");
  await describeStore(making);
  await rm(manifestPath, { force: true });
  await rm(`${storePath}.wal`, { force: true });
  await rename(join(making, STORE_FILE), storePath);
  await rm(join(targetDir, CATALOGS), { recursive: true, force: true });
  await rename(join(making, CATALOGS), join(targetDir, CATALOGS));
  await writeFile(join(targetDir, TRUTHS_FILE), `${JSON.stringify(drawing.truths())}\n`);
  await writeFile(join(making, MANIFEST_FILE), manifest);
  await rename(join(making, MANIFEST_FILE), manifestPath);
  await rm(making, { recursive: true, force: true });
  return "made";
};

/** Opened once, so that whoever opens it first finds its catalog. */
const describeStore = async (dir: string): Promise<void> => {
  const store = await openStore(dir);
  if (!store.ok) throw new Error(store.error.message);
  await prepareCatalog(store.value);
  store.value.close();
};

/** Passes the tables on, says what came, and keeps what was planted. */
const openDrawing = (options: SampleOptions, say: (line: string) => void) => {
  let truths: PlantedTruths | undefined;
  const counts = new Map<string, number>();
  function* tables(): Generator<TableRows> {
    const drawing = generateSample(options);
    for (;;) {
      const next = drawing.next();
      if (next.done) {
        truths = next.value;
        for (const [table, rows] of counts) say(`  ${table}: ${rows.toLocaleString("en-US")} rows`);
        return;
      }
      const { table, rowCount } = next.value;
      counts.set(table, (counts.get(table) ?? 0) + rowCount);
      yield next.value;
    }
  }
  return {
    tables,
    truths: (): PlantedTruths => {
      if (!truths) throw new Error("nothing was drawn yet");
      return truths;
    },
  };
};

const readText = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, "utf8");
  } catch {
    return null;
  }
};

const USAGE =
  "Usage: make-sample-store <target folder> [--instruments 380] [--years 12] [--seed 1] [--minutes]";

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [targetDir, ...words] = process.argv.slice(2);
  const read = parseOptions(words);
  if (targetDir === undefined || targetDir.startsWith("--") || "fault" in read) {
    if ("fault" in read) console.error(read.fault);
    console.error(USAGE);
    process.exitCode = 2;
  } else await makeSampleStore(targetDir, console.log, read.options);
}
