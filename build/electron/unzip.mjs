import { createWriteStream } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { dirname, join, normalize, sep } from "node:path";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";

const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/**
 * Unpacks the entries of a zip that `choose` gives a place for, streaming each; the rest are not even inflated.
 * @param {string} zip
 * @param {string} folder
 * @param {(entry: string) => string | null} choose an entry's name → its path in `folder`, or null to leave it out
 * @param {(entry: string) => void} [onEntry]
 */
export async function unzip(zip, folder, choose, onEntry) {
  const { default: yauzl } = await import("yauzl");
  /** @type {import("yauzl").ZipFile} */
  const archive = await new Promise((resolve, reject) =>
    yauzl.open(zip, { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  await new Promise((resolve, reject) => {
    archive.on("error", reject);
    archive.on("end", resolve);
    archive.on("entry", (entry) => {
      const chosen = entry.fileName.endsWith("/") ? null : choose(entry.fileName);
      if (chosen === null) return archive.readEntry();
      onEntry?.(entry.fileName);
      unzipEntry(archive, entry, folder, chosen).then(() => archive.readEntry(), reject);
    });
    archive.readEntry();
  });
}

/**
 * @param {import("yauzl").ZipFile} archive
 * @param {import("yauzl").Entry} entry
 * @param {string} folder
 * @param {string} chosen
 */
async function unzipEntry(archive, entry, folder, chosen) {
  const target = normalize(join(folder, chosen));
  if (!target.startsWith(normalize(folder) + sep))
    throw new Error(`${entry.fileName} points out of the archive`);
  await mkdir(dirname(target), { recursive: true });
  /** @type {import("node:stream").Readable} */
  const content = await new Promise((resolve, reject) =>
    archive.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))),
  );
  const mode = (entry.externalFileAttributes >>> 16) & 0xffff;
  if ((mode & FILE_TYPE) === SYMBOLIC_LINK) return symlink((await buffer(content)).toString(), target);
  await pipeline(content, createWriteStream(target, { mode: (mode & 0o111) === 0 ? 0o644 : 0o755 }));
}
