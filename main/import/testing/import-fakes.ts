import type { ImportMapping, ImportReport } from "../../../store/contract/import.ts";

/** Daily bars of one market, for tests that only pass a mapping on. */
export const barsMapping: ImportMapping = {
  name: "bars",
  format: { kind: "csv", delimiter: ",", hasHeader: true, encoding: "utf-8", decimal: "." },
  target: {
    table: "bars_1d",
    columns: {
      sessionDate: { column: "date" },
      open: { column: "open" },
      high: { column: "high" },
      low: { column: "low" },
      close: { column: "close" },
      volume: { column: "volume" },
      turnover: null,
    },
  },
  instrument: { from: { column: "symbol" }, scheme: "symbol", mic: "XNYS", createsUnknown: false },
  currency: null,
  dateFormat: "iso",
  knownAt: { kind: "after-close", minutes: 30 },
  revision: null,
  source: { id: "bars", label: "bars", licence: "" },
};

export const emptyReport: ImportReport = {
  fileName: "a.csv",
  sha256: "",
  rowsIn: 0,
  rowsAdded: 0,
  rowsRevised: 0,
  rowsUnchanged: 0,
  rowsQuarantined: 0,
  checks: [],
  coverage: { firstDate: null, lastDate: null, instruments: 0, instrumentsCreated: 0, fields: [] },
};
