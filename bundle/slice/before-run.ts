import { readCellSyntax } from "../../kernel/language/cell-syntax.ts";
import { runningNames } from "./refused-names.ts";

/**
 * A cell's source up to its first statement that runs a backtest or a sweep, where that stands by itself; null where
 * nothing runs, or where what stands before uses a name from behind.
 *
 * Only an end is cut off: what is kept runs as it did, for nothing behind it has run yet. What the end would have
 * changed of it later is found by the orders, which are held against those of the notebook's own backtest.
 *
 * @param isDefined whether a name is one that another cell defines, and not the research API's
 */
export const beforeRun = (source: string, isDefined: (name: string) => boolean): string | null => {
  const { file, free, definitions } = readCellSyntax(source);
  const runs = free.filter(({ name }) => runningNames.has(name) && !isDefined(name));
  const first = file.statements.find(({ pos, end }) =>
    runs.some((use) => pos <= use.start && use.end <= end),
  );
  if (first === undefined || first.pos === 0) return null;
  const kept = source.slice(0, first.pos);
  const left = readCellSyntax(kept);
  const isCutThrough = left.free.some(({ name }) => definitions.has(name));
  return isCutThrough ? null : kept;
};
