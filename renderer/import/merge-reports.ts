import type { ImportReport } from "../../store/contract/import.ts";

export type Finding = ImportReport["checks"][number];
export type Example = Finding["examples"][number] & { readonly check: string; readonly fileName: string };

export interface MergedReport {
  readonly rowsIn: number;
  readonly rowsAdded: number;
  readonly rowsRevised: number;
  readonly rowsUnchanged: number;
  readonly rowsQuarantined: number;
  readonly checks: readonly Omit<Finding, "examples">[];
  readonly held: readonly Example[];
  readonly warned: readonly Example[];
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  readonly instruments: number;
  readonly instrumentsCreated: number;
  readonly fields: readonly string[];
}

const sum = (reports: readonly ImportReport[], of: (report: ImportReport) => number): number =>
  reports.reduce((total, report) => total + of(report), 0);

const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const mergeChecks = (reports: readonly ImportReport[]): Omit<Finding, "examples">[] => {
  const merged = new Map<string, Omit<Finding, "examples">>();
  for (const { check, severity, rows, reason } of reports.flatMap(({ checks }) => checks)) {
    const key = `${severity} ${check}`;
    const before = merged.get(key);
    merged.set(key, { check, severity, reason: before?.reason ?? reason, rows: rows + (before?.rows ?? 0) });
  }
  return [...merged.values()].sort(
    (a, b) => textOrder(a.severity, b.severity) || b.rows - a.rows || textOrder(a.check, b.check),
  );
};

/** The reports of several files as one: counts add up, checks of one name come together. */
export const mergeReports = (reports: readonly ImportReport[]): MergedReport => {
  const examples = (severity: Finding["severity"]): Example[] =>
    reports.flatMap(({ fileName, checks }) =>
      checks
        .filter((finding) => finding.severity === severity)
        .flatMap(({ check, examples }) => examples.map((example) => ({ ...example, check, fileName })))
        .sort((a, b) => a.line - b.line),
    );
  const dates = reports.flatMap(({ coverage }) => [coverage.firstDate, coverage.lastDate]);
  const known = dates.filter((date) => date !== null).sort(textOrder);
  return {
    rowsIn: sum(reports, ({ rowsIn }) => rowsIn),
    rowsAdded: sum(reports, ({ rowsAdded }) => rowsAdded),
    rowsRevised: sum(reports, ({ rowsRevised }) => rowsRevised),
    rowsUnchanged: sum(reports, ({ rowsUnchanged }) => rowsUnchanged),
    rowsQuarantined: sum(reports, ({ rowsQuarantined }) => rowsQuarantined),
    checks: mergeChecks(reports),
    held: examples("blocking"),
    warned: examples("warning"),
    firstDate: known[0] ?? null,
    lastDate: known.at(-1) ?? null,
    // Files of one import are mostly of the same instruments: the largest number is nearer the truth than the sum.
    instruments: Math.max(0, ...reports.map(({ coverage }) => coverage.instruments)),
    instrumentsCreated: sum(reports, ({ coverage }) => coverage.instrumentsCreated),
    fields: [...new Set(reports.flatMap(({ coverage }) => coverage.fields))],
  };
};
