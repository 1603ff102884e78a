import type { ImportProgress, ImportReport } from "../../store/contract/import.ts";

const count = (value: number): string => value.toLocaleString("en-US");

/** What became of a file, for a terminal. */
export const printReport = (report: ImportReport, batchId: string | null, isDryRun: boolean): string => {
  const { fileName, rowsIn, rowsAdded, rowsRevised, rowsUnchanged, rowsQuarantined, checks, coverage } =
    report;
  const lines = [
    `${fileName}: ${count(rowsIn)} rows — ${count(rowsAdded)} new, ${count(rowsRevised)} revised, ${count(rowsUnchanged)} known already, ${count(rowsQuarantined)} kept out`,
  ];
  if (coverage.firstDate !== null)
    lines.push(
      `  ${coverage.firstDate} to ${coverage.lastDate}, ${count(coverage.instruments)} instruments${coverage.instrumentsCreated > 0 ? ` (${count(coverage.instrumentsCreated)} new)` : ""}`,
    );
  for (const { check, severity, rows, reason, examples } of checks) {
    const where = examples.length > 0 ? `, first in line ${examples[0]!.line}` : "";
    lines.push(
      `  ${severity === "blocking" ? "kept out" : "warning"}: ${check}, ${count(rows)} rows${where}. ${reason}`,
    );
  }
  if (report.isResumed)
    lines.push("  An import that was interrupted had checked it already: its work was taken up.");
  if (isDryRun) lines.push("  Nothing was taken in: this was a dry run.");
  else if (batchId === null) lines.push("  Nothing new: the store is as it was.");
  else lines.push(`  Taken in as ${batchId}.`);
  return lines.join("\n");
};

/** What there is to say of several files as a whole; null when it is nothing. */
export const printSummary = (
  outcomes: readonly { readonly report: ImportReport; readonly batchId: string | null }[],
  files: number,
): string | null => {
  const known = outcomes.filter(
    ({ report, batchId }) =>
      batchId === null && report.rowsAdded + report.rowsRevised === 0 && report.rowsUnchanged > 0,
  ).length;
  if (files < 2 || known === 0) return null;
  return `${known} of ${files} files ${known === 1 ? "was" : "were"} imported already.`;
};

export const progressLine = ({ step, rows, rowsPerSecond, secondsLeft }: ImportProgress): string =>
  `${step} ${count(rows)} rows, ${count(Math.round(rowsPerSecond))}/s${secondsLeft === null ? "" : `, ${Math.ceil(secondsLeft)} s left`}`;
