import type { ImportTarget } from "../../../contract/import.ts";
import type { ColumnReader } from "../read-columns.ts";
import type { TargetPlan } from "../target-plan.ts";

/** A list of instruments: what can change about one is its listing; its name and symbol come with the first. */
export const planListings = (
  { columns }: Extract<ImportTarget, { table: "instruments" }>,
  reader: ColumnReader,
): TargetPlan => ({
  table: "listings",
  from: "source_rows",
  parsed: [
    reader.text("name", columns.name, true),
    reader.text("symbol", columns.symbol, true),
    reader.text("sector", columns.sector),
    reader.date("listed_on", columns.listedOn, true),
    reader.date("delisted_on", columns.delistedOn),
    reader.number("delist_return", columns.delistReturn),
  ],
  date: "listed_on",
  sessions: "none",
  hasInstrument: true,
  derived: {},
  fact: ["inst", "listed_on"],
  orderKey: null,
  values: ["delisted_on", "delist_return"],
  carried: ["name", "symbol", "sector"],
  checks: [
    {
      name: "bad-interval",
      column: columns.delistedOn && "column" in columns.delistedOn ? columns.delistedOn.column : null,
      reason: "The instrument is delisted before it is listed.",
      isFault: "delisted_on < listed_on",
    },
    {
      name: "bad-return",
      column: null,
      reason: "The delisting return is below -1: more than everything cannot be lost.",
      isFault: "delist_return < -1",
    },
  ],
  output: {
    iid: "n.iid",
    mic: "n.mic",
    listed_on: "f.listed_on",
    delisted_on: "f.delisted_on",
    reason: "NULL",
    delist_return: "f.delist_return",
  },
});
