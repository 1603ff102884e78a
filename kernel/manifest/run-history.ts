import { type RunManifest, runManifestSchema } from "../contract/manifest.ts";

const MAX_RUNS = 30;
export const MAX_RUNS_BYTES = 8 * 1024 * 1024;

/** The file of a notebook's runs lies in this folder beside it, under the notebook's name with this ending. */
export const RUNS_FOLDER = ".asof";
export const runsFileName = (notebookName: string): string => `${notebookName.replace(/\.nb\.ts$/, "")}.runs`;

/** The runs of a `.runs` file, oldest first. A line that is no run, of a newer version or cut off, is left out. */
export const parseRuns = (text: string): RunManifest[] =>
  text.split("\n").flatMap((line) => {
    try {
      const parsed = runManifestSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });

const isOfCells = (line: string): boolean =>
  line.startsWith('{"format":1,') && line.includes('"scope":"cells"');

/** Runs of single cells are many: they have a number of their own, and never push out those of the whole notebook. */
const newestOf = (lines: readonly string[]): string[] => {
  const [ofCells, others] = [true, false].map((wanted) =>
    lines.filter((line) => isOfCells(line) === wanted).slice(-MAX_RUNS),
  );
  const kept = new Set([...ofCells!, ...others!]);
  return lines.filter((line) => kept.has(line));
};

/** The file with one more run: a line each, the newest last, the oldest dropped beyond a number and a size. */
export const withRun = (text: string, run: RunManifest): string => {
  const before = text.split("\n").filter((line) => line.trim() !== "");
  const lines = newestOf([...before, JSON.stringify(run)]);
  while (lines.length > 1 && lines.reduce((sum, line) => sum + line.length + 1, 0) > MAX_RUNS_BYTES)
    lines.shift();
  return `${lines.join("\n")}\n`;
};

/**
 * The run that an id, or its beginning, means; without one the newest of the whole notebook, or else the newest of all.
 * Null: there is none, or more than one.
 */
export const findRun = (runs: readonly RunManifest[], id: string | null): RunManifest | null => {
  if (id === null) return runs.findLast(({ scope }) => scope === "notebook") ?? runs.at(-1) ?? null;
  const found = runs.filter((run) => run.id.startsWith(id));
  return found.length === 1 ? found[0]! : null;
};
