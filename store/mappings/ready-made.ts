import {
  type ImportMapping,
  type ImportMappingInput,
  importMappingSchema,
  type MappedField,
} from "../contract/import.ts";

const csv = { kind: "csv", delimiter: ",", hasHeader: true, encoding: "utf-8", decimal: "." } as const;
const at = (column: string) => ({ column });

type FieldRow = readonly [name: string, from: string, unit: string, description: string];
const field = ([name, from, unit, description]: FieldRow, periodTypes: string[] = []): MappedField => ({
  name,
  from,
  unit,
  description,
  ttlDays: 540,
  periodTypes,
});

const dailyBars: ImportMappingInput = {
  name: "Daily bars",
  format: csv,
  target: {
    table: "bars_1d",
    columns: {
      sessionDate: at("date"),
      open: at("open"),
      high: at("high"),
      low: at("low"),
      close: at("close"),
      volume: at("volume"),
    },
  },
  instrument: { from: at("symbol"), scheme: "symbol", mic: "XNYS" },
  knownAt: { kind: "after-close", minutes: 30 },
  source: { id: "daily-bars", label: "Daily bars", licence: "unknown" },
};

const commonFacts: readonly FieldRow[] = [
  ["revenue", "revenue", "currency", "Revenue"],
  ["netIncome", "netIncome", "currency", "Net income"],
  ["bookValue", "bookValue", "currency", "Shareholders' equity at the end of the period"],
  ["sharesOutstanding", "sharesOutstanding", "shares", "Shares in issue"],
];

const wideFundamentals: ImportMappingInput = {
  name: "Fundamentals, one column per field",
  format: csv,
  target: {
    table: "fundamentals",
    columns: { periodEnd: at("period_end"), periodType: at("period_type") },
    fields: commonFacts.map((row) => field(row)),
  },
  instrument: { from: at("symbol"), scheme: "symbol", mic: "XNYS" },
  knownAt: { kind: "date-column", column: "published" },
  source: { id: "fundamentals", label: "Fundamentals", licence: "unknown" },
};

const longFundamentals: ImportMappingInput = {
  ...wideFundamentals,
  name: "Fundamentals, one row per value",
  target: {
    table: "fundamentals",
    columns: {
      periodEnd: at("period_end"),
      periodType: at("period_type"),
      fieldName: at("field"),
      value: at("value"),
    },
    fields: commonFacts.map((row) => field(row)),
  },
};

const pystockSource = {
  id: "pystock",
  label: "pystock-data: daily prices and filed reports of US stocks, with arrival days",
  licence: "CC BY-SA 4.0",
};
const newYork = { from: at("symbol"), scheme: "symbol", mic: "XNYS", createsUnknown: true };

/** Prices are as the file has them: adjusted as of the day they arrived, each version numbered. */
const pystockPrices: ImportMappingInput = {
  ...dailyBars,
  name: "pystock prices",
  instrument: newYork,
  knownAt: { kind: "date-column", column: "file_date" },
  revision: at("seq"),
  source: pystockSource,
};

const pystockFacts: readonly FieldRow[] = [
  ["pystockRevenues", "revenues", "currency", "Revenues of the period, as filed"],
  ["pystockOperatingIncome", "op_income", "currency", "Operating income of the period, as filed"],
  ["pystockNetIncome", "net_income", "currency", "Net income of the period, as filed"],
  ["pystockEpsBasic", "eps_basic", "currency per share", "Basic earnings per share of the period, as filed"],
  [
    "pystockEpsDiluted",
    "eps_diluted",
    "currency per share",
    "Diluted earnings per share of the period, as filed",
  ],
  ["pystockDividend", "dividend", "currency per share", "Dividend per share of the period, as filed"],
  ["pystockAssets", "assets", "currency", "Total assets at the end of the period, as filed"],
  ["pystockCurrentAssets", "cur_assets", "currency", "Current assets at the end of the period, as filed"],
  [
    "pystockCurrentLiabilities",
    "cur_liab",
    "currency",
    "Current liabilities at the end of the period, as filed",
  ],
  ["pystockCash", "cash", "currency", "Cash at the end of the period, as filed"],
  ["pystockEquity", "equity", "currency", "Equity at the end of the period, as filed"],
  ["pystockCashFlowOperating", "cash_flow_op", "currency", "Operating cash flow of the period, as filed"],
  ["pystockCashFlowInvesting", "cash_flow_inv", "currency", "Investing cash flow of the period, as filed"],
  ["pystockCashFlowFinancing", "cash_flow_fin", "currency", "Financing cash flow of the period, as filed"],
];

const pystockReports: ImportMappingInput = {
  name: "pystock reports",
  format: csv,
  target: {
    table: "fundamentals",
    columns: { periodEnd: at("end_date"), periodType: at("period_focus"), status: at("amend") },
    fields: pystockFacts.map((row) => field(row)),
  },
  instrument: newYork,
  knownAt: { kind: "date-column", column: "file_date" },
  source: pystockSource,
};

/** A figure of a year and of a quarter are different fields: both may end on the same day. */
const yearAndQuarter = (name: string, concept: string, unit: string, description: string): MappedField[] => [
  field([`${name}Year`, concept, unit, `${description}, of a fiscal year`], ["FY"]),
  field([`${name}Quarter`, concept, unit, `${description}, of a quarter`], ["Q"]),
];
const atPeriodEnd = (name: string, concept: string, unit: string, description: string): MappedField =>
  field([name, concept, unit, description], ["instant"]);

const secCompanyFacts: ImportMappingInput = {
  name: "SEC company facts",
  format: { kind: "sec-company-facts" },
  target: {
    table: "fundamentals",
    columns: {
      periodEnd: at("end"),
      periodType: at("period"),
      fieldName: at("concept"),
      value: at("val"),
      status: at("status"),
    },
    fields: [
      ...yearAndQuarter(
        "secEpsDiluted",
        "EarningsPerShareDiluted",
        "currency per share",
        "Diluted earnings per share",
      ),
      ...yearAndQuarter(
        "secEpsBasic",
        "EarningsPerShareBasic",
        "currency per share",
        "Basic earnings per share",
      ),
      ...yearAndQuarter("secNetIncome", "NetIncomeLoss", "currency", "Net income"),
      ...yearAndQuarter("secOperatingIncome", "OperatingIncomeLoss", "currency", "Operating income"),
      ...yearAndQuarter("secRevenues", "Revenues", "currency", "Revenues"),
      ...yearAndQuarter("secSalesRevenueNet", "SalesRevenueNet", "currency", "Net sales"),
      ...yearAndQuarter(
        "secRevenueFromContracts",
        "RevenueFromContractWithCustomerExcludingAssessedTax",
        "currency",
        "Revenue from contracts with customers",
      ),
      ...yearAndQuarter(
        "secOperatingCashFlow",
        "NetCashProvidedByUsedInOperatingActivities",
        "currency",
        "Operating cash flow",
      ),
      atPeriodEnd("secAssets", "Assets", "currency", "Total assets"),
      atPeriodEnd("secLiabilities", "Liabilities", "currency", "Total liabilities"),
      atPeriodEnd("secEquity", "StockholdersEquity", "currency", "Shareholders' equity"),
      atPeriodEnd(
        "secCash",
        "CashAndCashEquivalentsAtCarryingValue",
        "currency",
        "Cash and cash equivalents",
      ),
      atPeriodEnd("secShares", "EntityCommonStockSharesOutstanding", "shares", "Shares in issue"),
    ],
  },
  instrument: { from: at("cik"), scheme: "cik", mic: "XNYS", createsUnknown: true },
  currency: { constant: "USD" },
  knownAt: { kind: "date-column", column: "filed" },
  source: { id: "sec-company-facts", label: "SEC company facts (XBRL)", licence: "public domain" },
};

/** Mappings that come with Asof. Names of fields say their source where another source has a field of that kind. */
export const readyMadeMappings: readonly ImportMapping[] = [
  dailyBars,
  wideFundamentals,
  longFundamentals,
  pystockPrices,
  pystockReports,
  secCompanyFacts,
].map((mapping) => importMappingSchema.parse(mapping));
