import type { ColumnData, TableRows } from "../../store/contract/tables.ts";
import { generateSample } from "../generate-sample.ts";
import type { SampleOptions } from "../sample-options.ts";
import type { PlantedTruths } from "../truths/planted-truths.ts";

/** A sample in memory: each table whole, and what was planted. */
export interface CollectedSample {
  readonly tables: ReadonlyMap<string, TableRows>;
  readonly truths: PlantedTruths;
  /** How many rows the largest part had. */
  readonly largestPart: number;
}

export const collectSample = (options?: SampleOptions): CollectedSample => {
  const parts = new Map<string, TableRows[]>();
  const generator = generateSample(options);
  let largestPart = 0;
  for (;;) {
    const next = generator.next();
    if (next.done) {
      const tables = new Map([...parts].map(([name, rows]) => [name, join(rows)]));
      return { tables, truths: next.value, largestPart };
    }
    const rows = next.value;
    largestPart = Math.max(largestPart, rows.rowCount);
    if (!parts.has(rows.table)) parts.set(rows.table, []);
    parts.get(rows.table)!.push(rows);
  }
};

const join = (parts: readonly TableRows[]): TableRows => {
  const [first] = parts as readonly [TableRows, ...TableRows[]];
  if (parts.length === 1) return first;
  const rowCount = parts.reduce((sum, part) => sum + part.rowCount, 0);
  const columns: Record<string, ColumnData> = {};
  for (const [name, sample] of Object.entries(first.columns)) {
    const pieces = parts.map((part) => part.columns[name]!);
    if (!ArrayBuffer.isView(sample)) {
      columns[name] = (pieces as (readonly (string | null)[])[]).flat();
      continue;
    }
    const whole = new (sample.constructor as Float64ArrayConstructor)(rowCount);
    let offset = 0;
    for (const piece of pieces as Float64Array[]) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    columns[name] = whole;
  }
  return { table: first.table, rowCount, columns };
};
