import { execFile } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { barMapping } from "../import-into.ts";
import { csvFault, type Expected, type FaultyFile, HEADER, refused, row, taken } from "./faulty-file.ts";

const good = HEADER + row(0) + row(1);
const place = (
  name: string,
  write: FaultyFile["write"],
  expected: Expected,
  seenAs?: string,
): FaultyFile => ({
  name,
  write,
  expected,
  seenAs,
  mapping: barMapping(),
});

/** What a path may lead to, besides a file of one's own. */
export const placeFaults: readonly FaultyFile[] = [
  place(
    "a folder",
    async (dir) => {
      await mkdir(join(dir, "folder.csv"));
      return join(dir, "folder.csv");
    },
    refused("not-readable", /folder|directory|file/i),
    "not-readable",
  ),
  place(
    "a path where nothing is",
    async (dir) => join(dir, "nothing.csv"),
    refused("not-readable", /ENOENT|no such|still there/i),
    "not-readable",
  ),
  place(
    "a link to nothing",
    async (dir) => {
      await symlink(join(dir, "gone"), join(dir, "dangling.csv"));
      return join(dir, "dangling.csv");
    },
    refused("not-readable", /ENOENT|no such|still there/i),
    "not-readable",
  ),
  place(
    "a link to a file",
    async (dir) => {
      await writeFile(join(dir, "linked-to"), good);
      await symlink(join(dir, "linked-to"), join(dir, "link.csv"));
      return join(dir, "link.csv");
    },
    taken(2),
  ),
  place(
    "a link to itself",
    async (dir) => {
      await symlink(join(dir, "loop.csv"), join(dir, "loop.csv"));
      return join(dir, "loop.csv");
    },
    refused("not-readable", /ELOOP|link/i),
    "not-readable",
  ),
  place(
    "a pipe that nobody writes to",
    async (dir) => {
      await promisify(execFile)("mkfifo", [join(dir, "pipe.csv")]);
      return join(dir, "pipe.csv");
    },
    refused("not-readable", /ordinary file/i),
    "not-readable",
  ),
  place(
    "a device without an end",
    async (dir) => {
      await symlink("/dev/zero", join(dir, "zero.csv"));
      return join(dir, "zero.csv");
    },
    refused("not-readable", /ordinary file/i),
    "not-readable",
  ),
  place(
    "a file that was there a moment ago",
    async (dir) => {
      await writeFile(join(dir, "vanishing.csv"), good);
      await rm(join(dir, "vanishing.csv"));
      return join(dir, "vanishing.csv");
    },
    refused("not-readable", /ENOENT|no such|still there/i),
  ),
  csvFault("a name with quotes, spaces and SQL", good, taken(2), {
    fileName: `it's "a' ; DROP TABLE x; --.csv`,
  }),
  csvFault("a name with a line break", good, taken(2), { fileName: "line\nbreak.csv" }),
  csvFault("a name with stars and brackets", good, taken(2), { fileName: "*[a-z]?{1}.csv" }),
  csvFault("a name of Hangul", good, taken(2), { fileName: "가격.csv" }),
];
