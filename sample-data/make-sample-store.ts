import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildStore } from "../store/build/build-store.ts";
import type { TableRows } from "../store/contract/tables.ts";
import { SCHEMA_VERSION, STORE_FILE } from "../store/schema/schema-version.ts";
import { generateSample } from "./generate-sample.ts";
import { SAMPLE_DIGEST, SNAPSHOT_NAME } from "./period.ts";

const MANIFEST_FILE = "sample.json";
const manifest = `${JSON.stringify({ snapshot: SNAPSHOT_NAME, sample: SAMPLE_DIGEST, schema: SCHEMA_VERSION })}\n`;

/**
 * Makes the store of the synthetic sample in a folder, unless the same sample is already there. It is built beside
 * the folder and moved in when complete; the manifest comes last, so an interrupted build is simply built again.
 */
export const makeSampleStore = async (
  targetDir: string,
  say: (line: string) => void,
): Promise<"made" | "already there"> => {
  const storePath = join(targetDir, STORE_FILE);
  const manifestPath = join(targetDir, MANIFEST_FILE);
  if (existsSync(storePath) && (await readText(manifestPath)) === manifest) {
    say("The sample store is already there.");
    return "already there";
  }
  const making = `${targetDir}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(targetDir, { recursive: true });
  say("Drawing the synthetic market…");
  await buildStore(making, announce(generateSample(), say), {
    snapshotName: SNAPSHOT_NAME,
    isSynthetic: true,
  });
  await rm(manifestPath, { force: true });
  await rm(`${storePath}.wal`, { force: true });
  await rename(join(making, STORE_FILE), storePath);
  await writeFile(join(making, MANIFEST_FILE), manifest);
  await rename(join(making, MANIFEST_FILE), manifestPath);
  await rm(making, { recursive: true, force: true });
  return "made";
};

function* announce(tables: Iterable<TableRows>, say: (line: string) => void): Generator<TableRows> {
  for (const rows of tables) {
    say(`  ${rows.table}: ${rows.rowCount.toLocaleString("en-US")} rows`);
    yield rows;
  }
}

const readText = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, "utf8");
  } catch {
    return null;
  }
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [targetDir] = process.argv.slice(2);
  if (targetDir === undefined) {
    console.error("Usage: make-sample-store <target folder>");
    process.exitCode = 2;
  } else await makeSampleStore(targetDir, console.log);
}
