import type { ImportMapping, ImportMappingInput } from "../../store/contract/import.ts";
import { importMappingSchema } from "../../store/contract/import.ts";
import type { DataBatch } from "../contract/data-batch.ts";

const at = (column: string) => ({ column });

/** Which columns of the file are what: of a table's own. */
const targetOf = (batch: DataBatch): ImportMappingInput["target"] => {
  switch (batch.table) {
    case "bars_1d":
      return {
        table: "bars_1d",
        columns: {
          sessionDate: at("date"),
          open: at("open"),
          high: at("high"),
          low: at("low"),
          close: at("close"),
          volume: at("volume"),
        },
      };
    case "fundamentals":
      return {
        table: "fundamentals",
        columns: {
          periodEnd: at("periodEnd"),
          periodType: at("periodType"),
          fieldName: at("field"),
          value: at("value"),
        },
        fields: batch.fields.map((field) => ({ ...field, from: field.name, ttlDays: null })),
      };
    case "actions":
      return {
        table: "actions",
        columns: {
          kind: at("kind"),
          exDate: at("exDate"),
          ratio: at("ratio"),
          cash: at("cash"),
          payDate: at("payDate"),
        },
      };
  }
};

const knownAtOf = ({ known }: DataBatch): ImportMappingInput["knownAt"] => {
  switch (known.kind) {
    case "rows":
      return { kind: "instant-column", column: "knownAt" };
    case "arrival":
      return { kind: "arrival" };
    case "after-close":
      return { kind: "after-close", minutes: known.minutes };
  }
};

/** Every column in every row, so that the file has it also where no row says it. */
const columnsOf: Readonly<Record<DataBatch["table"], readonly string[]>> = {
  bars_1d: ["id", "date", "open", "high", "low", "close", "volume", "knownAt"],
  fundamentals: ["id", "field", "periodEnd", "periodType", "value", "knownAt"],
  actions: ["id", "kind", "exDate", "ratio", "cash", "payDate", "knownAt"],
};

/** A batch as the store's own ingest takes files in: the rows, one a line, and how they are to be read. */
export const batchFile = (batch: DataBatch): { readonly text: string; readonly mapping: ImportMapping } => {
  const rows: readonly Readonly<Record<string, unknown>>[] = batch.rows;
  const columns = columnsOf[batch.table];
  const lines = rows.map((row) =>
    JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))),
  );
  const mapping = importMappingSchema.parse({
    name: `sent ${batch.table}`,
    format: { kind: "jsonl" },
    target: targetOf(batch),
    instrument: { from: at("id"), scheme: batch.scheme, mic: batch.market },
    knownAt: knownAtOf(batch),
    source: batch.source,
  } satisfies ImportMappingInput);
  return { text: `${lines.join("\n")}\n`, mapping };
};
