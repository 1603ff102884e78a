import MarkdownIt from "markdown-it";
import { type CellResult, formatFault, type RunResult } from "../../kernel/collect/run-result.ts";
import type { Display, HeatMap, TableDisplay, TearSheet } from "../../kernel/contract/display.ts";
import { formatInstant, formatMonth, isoSessionDate } from "../../renderer/format/date-format.ts";
import { formatHeat, heatMapRow, heatTints } from "../../renderer/format/heat-map-format.ts";
import { formatMetric } from "../../renderer/format/metric-format.ts";
import { formatNumber, formatPercent } from "../../renderer/format/number-format.ts";
import { outputs as labels } from "../../renderer/i18n/en/outputs.ts";
import { formatTableCell, tableRows } from "../run/print-run.ts";
import { drawChart, drawdownChart, equityChart } from "./draw-chart.ts";
import { Html, html } from "./html.ts";
import { tokensCss } from "./light-tokens.ts";

const CHART_WIDTH = 920;
const SHOWN_ROWS = 200;

// Raw HTML in a notebook stays text, and links are not made from bare addresses: a report is shared and opened.
const markdown = new MarkdownIt({ html: false, linkify: false }).disable(["image"]);

const styleSheet = `
body { margin: 0 auto; max-width: 960px; padding: 32px 20px 64px; background: var(--bg-canvas); color: var(--text-1);
  font: 13px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 28px; line-height: 36px; margin: 0 0 4px; } h2 { font-size: 20px; line-height: 26px; margin: 28px 0 6px; }
h3 { font-size: 13px; margin: 20px 0 6px; }
pre { background: var(--bg-code); border: 1px solid var(--line); border-radius: 5px; padding: 10px 12px; overflow: auto;
  font: 12.5px/19px ui-monospace, monospace; }
.note { color: var(--text-3); font-size: 12px; } .error { color: var(--error); white-space: pre-wrap; }
.metrics { display: flex; flex-wrap: wrap; gap: 12px 28px; margin: 12px 0 4px; }
.metrics div { min-width: 84px; } .metrics b { display: block; font-size: 18px; line-height: 24px; font-weight: 500; }
.metrics span { color: var(--text-3); font-size: 11px; }
table { border-collapse: collapse; font-size: 12px; } th { text-align: right; color: var(--text-3); font-weight: 400; }
td { text-align: right; } th, td { padding: 2px 8px; border-bottom: 1px solid var(--line); }
th.text, td.text { text-align: left; } .scroll { overflow: auto; } .gain { color: var(--gain); } .loss { color: var(--loss); }
`;

const metricLabel = (key: string): string => (labels.metric as Readonly<Record<string, string>>)[key] ?? key;

const renderTable = (table: TableDisplay): Html => {
  const isText = table.columns.map(({ type }) => type === "text" || type === "boolean");
  const head = table.columns.map(
    ({ name }, at) => html`<th class="${isText[at] ? "text" : ""}">${name}</th>`,
  );
  const rows = tableRows(table, SHOWN_ROWS).map(
    (row) =>
      html`<tr>${row.map((value, at) => html`<td class="${isText[at] ? "text" : ""}">${formatTableCell(value, table.columns[at]!.type)}</td>`)}</tr>`,
  );
  const more = table.rowCount - rows.length;
  return html`${table.title ? html`<h3>${table.title}</h3>` : html``}<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>${
    more > 0
      ? html`<p class="note">${formatNumber(more, { digits: 0 })} more rows are not shown.</p>`
      : html``
  }`;
};

const renderHeatMap = (map: HeatMap): Html => {
  const tints = heatTints(map.values);
  const width = map.x.values.length;
  const rows = map.y.values.map(
    (label, row) =>
      html`<tr><th>${label}</th>${Array.from(heatMapRow(map, row), (value, at) => html`<td style="background: color-mix(in oklab, var(--accent) ${tints[row * width + at]!}%, transparent)">${formatHeat(value, map.unit)}</td>`)}</tr>`,
  );
  return html`<h3>${map.title}</h3><div class="scroll"><table><thead><tr><th>${map.y.label} \\ ${map.x.label}</th>${map.x.values.map((label) => html`<th>${label}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
};

const renderMonthly = (sheet: TearSheet): Html => {
  const cell = (value: number) =>
    Number.isFinite(value)
      ? html`<td class="${value < 0 ? "loss" : "gain"}">${formatNumber(value * 100, { digits: 1, hasPlus: true })}</td>`
      : html`<td></td>`;
  const months = Array.from({ length: 12 }, (_, at) => html`<th>${formatMonth(at + 1, "en")}</th>`);
  const rows = sheet.monthly.map(
    ({ year, months: values, total }) =>
      html`<tr><td class="text">${year}</td>${Array.from(values, cell)}${cell(total)}</tr>`,
  );
  return html`<h3>Monthly return, %, net of costs</h3><div class="scroll"><table><thead><tr><th class="text">Year</th>${months}<th>Total</th></tr></thead><tbody>${rows}</tbody></table></div>`;
};

const renderTearSheet = (sheet: TearSheet): Html => {
  const figures = sheet.metrics.map(({ key, value, benchmark, format, reason }) => {
    const bench = benchmark === null ? "" : `bench ${formatMetric(benchmark, format)}`;
    return html`<div><span>${metricLabel(key)}</span><b>${value === null ? (reason ?? "–") : formatMetric(value, format)}</b><span>${bench}</span></div>`;
  });
  const depth = Math.min(0, ...sheet.drawdown);
  return html`<h2>${sheet.title}</h2>
<p class="note">${sheet.universe}, ${isoSessionDate(sheet.dates[0] ?? 0)} to ${isoSessionDate(sheet.dates.at(-1) ?? 0)}, ${sheet.currency}. Benchmark ${sheet.benchmarkName}.</p>
<div class="metrics">${figures}</div>
<h3>Equity, growth of 1</h3>${new Html(drawChart(equityChart(sheet), CHART_WIDTH, 300))}
<h3>Drawdown, deepest ${formatPercent(depth)}</h3>${new Html(drawChart(drawdownChart(sheet), CHART_WIDTH, 160))}
${renderMonthly(sheet)}
<p class="note">Orders ${sheet.orderHash}<br>Snapshot ${sheet.snapshotId}</p>`;
};

const renderDisplay = (display: Display): Html => {
  switch (display.kind) {
    case "text":
      return html`<pre>${display.text}</pre>`;
    case "markdown":
      return new Html(markdown.render(display.text));
    // Cleaning HTML needs a document, and there is none here.
    case "html":
      return html`<pre>${display.html}</pre>`;
    case "value":
      return html`<pre>${display.value.type} ${display.value.preview}</pre>`;
    case "input":
      return html`<p class="note">${display.input.label}: ${String(display.input.value)}</p>`;
    case "table":
      return renderTable(display.table);
    case "chart":
      return html`<h3>${display.chart.title}</h3>${new Html(drawChart(display.chart, CHART_WIDTH, 300))}`;
    case "echarts":
      return html`<h3>${display.echarts.title}</h3><p class="note">This chart shows in the notebook only.</p>`;
    case "heat-map":
      return renderHeatMap(display.heatMap);
    case "tear-sheet":
      return renderTearSheet(display.tearSheet);
    case "error":
      return html`<p class="error">${display.error.name}: ${display.error.message}</p>`;
  }
};

const renderCell = (cell: CellResult): Html => {
  if (cell.kind === "markdown") return new Html(markdown.render(cell.source));
  return html`<pre>${cell.source}</pre>${cell.outputs.map(renderDisplay)}`;
};

/** A run as one HTML file that needs nothing else: no script, no network, charts drawn in place. */
export const reportHtml = (result: RunResult, madeAtMicros: number): string => {
  const { snapshot } = result;
  const faults = result.faults.map((fault) => html`<p class="error">${formatFault(result.file, fault)}</p>`);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${result.title}</title><style>${new Html(tokensCss)}${new Html(styleSheet)}</style></head><body>
<p class="note">Snapshot ${snapshot.name} ${snapshot.id.slice(0, 12)}${snapshot.isSynthetic ? ". Synthetic data: no instrument in it exists." : ""} Made ${formatInstant(madeAtMicros)}.</p>
${faults}${result.cells.map(renderCell)}
</body></html>
`.text;
};
