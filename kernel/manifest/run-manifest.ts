import type { CellManifest, RunManifest } from "../contract/manifest.ts";
import { canonicalHash } from "./canonical-bytes.ts";

/** A run and the name it goes by. */
export const runManifest = (run: Omit<RunManifest, "format" | "id">): RunManifest => ({
  format: 1,
  id: canonicalHash(run).slice(0, 12),
  ...run,
});

/** One hash for all that is compared: two runs with the same one gave the same numbers from the same inputs. */
export const resultHash = (cells: readonly CellManifest[]): string =>
  canonicalHash(
    cells.map(({ outputs, ...inputs }) => ({ ...inputs, outputs: outputs.map(({ hash }) => hash) })),
  );
