import { tableFromIPC } from "apache-arrow";
import type { CellResult, RunResult } from "../../kernel/collect/run-result.ts";
import type { Display, HeatMap, TableDisplay, TearSheet } from "../../kernel/contract/display.ts";
import { formatDuration, formatInstant, isoSessionDate } from "../../renderer/format/date-format.ts";
import { formatHeat, heatMapRow } from "../../renderer/format/heat-map-format.ts";
import { formatMetric } from "../../renderer/format/metric-format.ts";
import { formatPercent, formatPlain } from "../../renderer/format/number-format.ts";
import { outputs as labels } from "../../renderer/i18n/en/outputs.ts";

const SHOWN_ROWS = 12;

const metricLabel = (key: string): string => (labels.metric as Readonly<Record<string, string>>)[key] ?? key;

const columns = (rows: readonly (readonly string[])[], isRight: readonly boolean[]): string[] => {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) =>
    row
      .map((text, at) => (isRight[at] ? text.padStart(widths[at]!) : text.padEnd(widths[at]!)))
      .join("  ")
      .trimEnd(),
  );
};

/** One cell of a table as text. */
export const formatTableCell = (value: unknown, type: TableDisplay["columns"][number]["type"]): string => {
  if (value === null || value === undefined) return "";
  if (type === "date") return isoSessionDate(Number(value));
  if (type === "instant") return formatInstant(Number(value));
  if (type === "percent") return formatPercent(Number(value));
  if (typeof value === "number" || typeof value === "bigint") return formatPlain(Number(value));
  return String(value);
};

/** The rows of a table display, each value as it travels: numbers, texts, booleans or null. */
export const tableRows = (table: TableDisplay, limit = Number.POSITIVE_INFINITY): unknown[][] => {
  const arrow = tableFromIPC(table.arrow);
  const vectors = table.columns.map((_, at) => arrow.getChildAt(at));
  return Array.from({ length: Math.min(limit, arrow.numRows) }, (_, row) =>
    vectors.map((vector) => vector?.get(row) ?? null),
  );
};

const printTable = (table: TableDisplay): string[] => {
  const rows = tableRows(table, SHOWN_ROWS);
  const text = [
    table.columns.map(({ name }) => name),
    ...rows.map((row) => row.map((value, at) => formatTableCell(value, table.columns[at]!.type))),
  ];
  const lines = columns(
    text,
    table.columns.map(({ type }) => type !== "text" && type !== "boolean"),
  );
  const more = table.rowCount - rows.length;
  return [...(table.title ? [table.title] : []), ...lines, ...(more > 0 ? [`… ${more} more rows`] : [])];
};

const printHeatMap = (map: HeatMap): string[] => {
  const rows = map.y.values.map((label, row) => [
    label,
    ...Array.from(heatMapRow(map, row), (value) => formatHeat(value, map.unit)),
  ]);
  const head = [`${map.y.label} \\ ${map.x.label}`, ...map.x.values];
  return [
    ...(map.title ? [map.title] : []),
    ...columns(
      [head, ...rows],
      head.map(() => true),
    ),
  ];
};

const printTearSheet = (sheet: TearSheet): string[] => {
  const rows = sheet.metrics.map(({ key, value, benchmark, format, reason }) => [
    metricLabel(key),
    value === null ? (reason ?? "undefined") : formatMetric(value, format),
    benchmark === null ? "" : formatMetric(benchmark, format),
  ]);
  const from = isoSessionDate(sheet.dates[0] ?? 0);
  const to = isoSessionDate(sheet.dates.at(-1) ?? 0);
  return [
    `${sheet.title}: ${sheet.universe}, ${from} to ${to}, ${sheet.currency}`,
    ...columns([["", "strategy", `benchmark ${sheet.benchmarkName}`], ...rows], [false, true, true]),
    `orders ${sheet.orderHash.slice(0, 12)}, snapshot ${sheet.snapshotId.slice(0, 12)}`,
  ];
};

const printDisplay = (display: Display): string[] => {
  switch (display.kind) {
    case "text":
    case "markdown":
      return display.text.split("\n");
    case "html":
      return display.html.split("\n");
    case "value":
      return [`${display.value.type} ${display.value.preview}`];
    case "input":
      return [`${display.input.label}: ${display.input.value}`];
    case "table":
      return printTable(display.table);
    case "chart":
      return [`chart: ${display.chart.title} (${display.chart.series.map(({ name }) => name).join(", ")})`];
    case "echarts":
      return [`chart: ${display.echarts.title}`];
    case "heat-map":
      return printHeatMap(display.heatMap);
    case "tear-sheet":
      return printTearSheet(display.tearSheet);
    // Errors stand at the end, with file and line.
    case "error":
      return [];
  }
};

const printCell = (cell: CellResult): string[] => {
  if (cell.kind === "markdown" || !cell.status) return [];
  const { state, durationMs } = cell.status;
  const time = durationMs === null ? "" : `  ${formatDuration(durationMs, "en")}`;
  return [
    `${state.padEnd(8)} ${cell.cellId}${time}`,
    ...cell.console.map(({ level, text }) => `  ${level}: ${text}`),
    ...cell.outputs.flatMap(printDisplay).map((line) => `  ${line}`),
  ];
};

/** A run as a person reads it in a terminal. */
export const printRun = (result: RunResult): string => {
  const { snapshot } = result;
  const head = `${result.title}\nSnapshot ${snapshot.name} ${snapshot.id.slice(0, 8)}${snapshot.isSynthetic ? ", synthetic data" : ""}`;
  return [
    head,
    "",
    ...result.cells.flatMap(printCell),
    "",
    `Run ${result.manifest.id} in ${formatDuration(result.durationMs, "en")}; compare with asof verify.`,
  ].join("\n");
};
