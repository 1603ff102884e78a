import type { RunResult } from "../../kernel/collect/run-result.ts";
import type { Display } from "../../kernel/contract/display.ts";
import { resultHash } from "../../kernel/manifest/run-manifest.ts";
import { tableRows } from "./print-run.ts";

/** NaN and the infinities have no JSON; they become null. Typed arrays become arrays, all digits kept. */
const plain = (value: unknown): unknown => {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return value.toString();
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
};

const displayJson = (display: Display): unknown => {
  if (display.kind === "table") {
    const { title, columns, rowCount } = display.table;
    return { kind: "table", title, columns, rowCount, rows: plain(tableRows(display.table)) };
  }
  if (display.kind === "tear-sheet") {
    const { holdings: _holdings, trades: _trades, ...sheet } = display.tearSheet;
    return { kind: "tear-sheet", tearSheet: plain(sheet) };
  }
  return plain(display);
};

/** A run as another program reads it. Metrics are keyed by cell and by metric, with all their digits. */
export const runJson = (result: RunResult): unknown => ({
  file: result.file,
  title: result.title,
  snapshot: result.snapshot,
  durationMs: result.durationMs,
  ok: result.faults.length === 0,
  run: result.manifest.id,
  resultHash: resultHash(result.manifest.cells),
  manifest: result.manifest.cells,
  faults: result.faults.map(({ excerpt: _, ...fault }) => fault),
  metrics: Object.fromEntries(
    result.cells.flatMap(({ cellId, outputs }) =>
      outputs.flatMap((display) =>
        display.kind === "tear-sheet"
          ? [[cellId, Object.fromEntries(display.tearSheet.metrics.map(({ key, value }) => [key, value]))]]
          : [],
      ),
    ),
  ),
  cells: result.cells.map(({ cellId, kind, status, outputs, console }) => ({
    cellId,
    kind,
    state: status?.state ?? null,
    durationMs: status?.durationMs ?? null,
    console,
    outputs: outputs.map(displayJson),
  })),
});
