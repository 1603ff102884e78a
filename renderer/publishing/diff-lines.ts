import { DefaultLinesDiffComputer } from "monaco-editor/editor/common/diff/defaultLinesDiffComputer/defaultLinesDiffComputer";

/** One line of two texts laid over each other. */
export interface DiffLine {
  readonly kind: "same" | "removed" | "added";
  /** 1-based, in the text it stands in; of a line that stayed, in the newer. */
  readonly number: number;
  readonly text: string;
}

/** Unchanged lines that nobody needs to read. */
interface Gap {
  readonly kind: "gap";
  readonly lines: number;
}

const MOST_MS = 500;

/** Two texts as one list of lines: what stayed, what went, what came. */
export const diffLines = (before: string, after: string): readonly DiffLine[] => {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const { changes } = new DefaultLinesDiffComputer().computeDiff(old, now, {
    maxComputationTimeMs: MOST_MS,
    ignoreTrimWhitespace: false,
    computeMoves: false,
  });
  const lines: DiffLine[] = [];
  let next = 1;
  const keepUntil = (end: number): void => {
    for (; next < end; next++) lines.push({ kind: "same", number: next, text: now[next - 1]! });
  };
  for (const { original, modified } of changes) {
    keepUntil(modified.startLineNumber);
    for (let n = original.startLineNumber; n < original.endLineNumberExclusive; n++)
      lines.push({ kind: "removed", number: n, text: old[n - 1]! });
    for (; next < modified.endLineNumberExclusive; next++)
      lines.push({ kind: "added", number: next, text: now[next - 1]! });
  }
  keepUntil(now.length + 1);
  return lines;
};

/** The changed lines with a few around them; longer stretches between become a gap. */
export const foldSame = (lines: readonly DiffLine[], around = 3): readonly (DiffLine | Gap)[] => {
  const isNear = lines.map(() => false);
  for (const [index, { kind }] of lines.entries())
    if (kind !== "same")
      for (let near = Math.max(0, index - around); near <= Math.min(lines.length - 1, index + around); near++)
        isNear[near] = true;
  const folded: (DiffLine | Gap)[] = [];
  let hidden = 0;
  const close = (): void => {
    if (hidden > 0) folded.push({ kind: "gap", lines: hidden });
    hidden = 0;
  };
  for (const [index, line] of lines.entries()) {
    if (isNear[index]) {
      close();
      folded.push(line);
    } else hidden++;
  }
  close();
  return folded;
};
