import type { ColumnSource, FileFormat, ImportMapping, KnownAtRule } from "../contract/import.ts";
import { importMappingSchema } from "../contract/import.ts";

/** A column with a few of its values. */
export interface SampledColumn {
  readonly name: string;
  readonly samples: readonly string[];
}

/** What columns are called, in lower case and without what stands between words. */
const names = {
  date: ["date", "sessiondate", "session", "day", "tradedate", "tradingdate", "일자", "날짜"],
  minute: ["minute", "datetime", "timestamp", "time", "minuteutc"],
  symbol: [
    "symbol",
    "ticker",
    "code",
    "instrument",
    "isin",
    "cusip",
    "sedol",
    "figi",
    "iid",
    "cik",
    "종목코드",
  ],
  open: ["open", "openprice", "시가", "o"],
  high: ["high", "highprice", "고가", "h"],
  low: ["low", "lowprice", "저가", "l"],
  close: ["close", "closeprice", "last", "종가", "c"],
  volume: ["volume", "vol", "sharestraded", "거래량", "v"],
  turnover: ["turnover", "amount", "valuetraded", "거래대금"],
  knownDate: [
    "filedate",
    "filed",
    "published",
    "arrival",
    "arrivalday",
    "asof",
    "announced",
    "reportdate",
    "rdq",
  ],
  knownInstant: ["knownat", "publishedat", "filedat", "announcedat", "arrivedat"],
  periodEnd: ["periodend", "enddate", "end", "period", "fiscalperiodend", "datadate", "fpe"],
  periodType: ["periodtype", "periodfocus", "fp", "frequency"],
  field: ["field", "item", "concept", "metric", "tag"],
  value: ["value", "val"],
  base: ["base", "from", "basecurrency"],
  quote: ["quote", "to", "quotecurrency"],
  rate: ["rate", "fx", "fxrate"],
  currency: ["currency", "ccy"],
  universe: ["universe", "index", "indexid", "universeid"],
  validFrom: ["validfrom", "joined", "startdate", "fromdate"],
  validTo: ["validto", "left", "thrudate", "todate"],
  exDate: ["exdate"],
  kind: ["kind", "action", "type"],
  ratio: ["ratio", "splitratio"],
  cash: ["cash", "dividend", "amountpershare"],
} as const;

const schemes = ["isin", "cusip", "sedol", "figi", "iid", "cik"];
const plain = (name: string): string => name.toLowerCase().replace(/[\s_.-]+/g, "");

/** Numbers that name something are no values. */
const isNumber = (text: string): boolean => /^[+-]?[\d.,]+([eE][+-]?\d+)?$/.test(text);

/** A first mapping from what columns are called and what is in them; null when nothing can be made of them. */
export const guessMapping = (
  format: FileFormat,
  columns: readonly SampledColumn[],
  fileName: string,
  markets: readonly string[],
): ImportMapping | null => {
  const find = (role: keyof typeof names): string | undefined => {
    const wanted: readonly string[] = names[role];
    for (const name of wanted) {
      const column = columns.find((one) => plain(one.name) === name);
      if (column) return column.name;
    }
    return undefined;
  };
  const source = (role: keyof typeof names): ColumnSource | null => {
    const name = find(role);
    return name === undefined ? null : { column: name };
  };
  const target = guessTarget(columns, find, source);
  if (!target) return null;
  const symbol = find("symbol");
  const needsInstrument = target.table !== "fx_1d";
  if (needsInstrument && symbol === undefined) return null;
  const dates = columns.find(
    ({ name }) => name === (find("date") ?? find("periodEnd") ?? find("exDate") ?? find("validFrom")),
  );
  const stem =
    fileName.replace(/\.(csv|tsv|txt|parquet|jsonl?|ndjson|arrow|feather|gz|zst)/gi, "") || "import";
  const scheme = symbol !== undefined && schemes.includes(plain(symbol)) ? plain(symbol) : "symbol";
  const made = importMappingSchema.safeParse({
    name: stem.slice(0, 80),
    format,
    target,
    instrument: needsInstrument
      ? { from: { column: symbol }, scheme, mic: markets.includes("XNYS") ? "XNYS" : (markets[0] ?? "XNYS") }
      : null,
    currency: source("currency"),
    dateFormat: guessDateFormat(dates?.samples ?? []),
    knownAt: guessKnownAt(target.table, find),
    source: { id: plain(stem).slice(0, 40) || "import", label: stem.slice(0, 80), licence: "unknown" },
  });
  return made.success ? made.data : null;
};

type Find = (role: keyof typeof names) => string | undefined;
type Source = (role: keyof typeof names) => ColumnSource | null;

const guessTarget = (columns: readonly SampledColumn[], find: Find, source: Source) => {
  const has = (...roles: (keyof typeof names)[]) => roles.every((role) => find(role) !== undefined);
  if (has("base", "quote", "rate") && has("date"))
    return {
      table: "fx_1d",
      columns: {
        base: source("base"),
        quote: source("quote"),
        sessionDate: source("date"),
        rate: source("rate"),
      },
    };
  if (has("open", "high", "low", "close")) {
    const bar = {
      open: source("open"),
      high: source("high"),
      low: source("low"),
      close: source("close"),
      volume: source("volume") ?? { constant: 0 },
      turnover: source("turnover"),
    };
    if (has("minute") && !has("date"))
      return { table: "bars_1m", columns: { minute: source("minute"), ...bar } };
    return has("date") ? { table: "bars_1d", columns: { sessionDate: source("date"), ...bar } } : null;
  }
  if (has("universe", "validFrom"))
    return {
      table: "memberships",
      columns: { universe: source("universe"), validFrom: source("validFrom"), validTo: source("validTo") },
    };
  if (has("exDate", "kind"))
    return {
      table: "actions",
      columns: {
        kind: source("kind"),
        exDate: source("exDate"),
        ratio: source("ratio"),
        cash: source("cash"),
      },
    };
  return has("periodEnd") ? guessFundamentals(columns, find, source) : null;
};

const guessFundamentals = (columns: readonly SampledColumn[], find: Find, source: Source) => {
  const common = { periodEnd: source("periodEnd"), periodType: source("periodType") ?? { constant: "Q" } };
  const field = (name: string, from: string) => ({
    name,
    unit: "currency",
    description: from,
    ttlDays: 540,
    from,
  });
  if (find("field") !== undefined && find("value") !== undefined) {
    const column = columns.find(({ name }) => name === find("field"));
    const found = [...new Set(column?.samples ?? [])].flatMap((text) => {
      const name = fieldName(text);
      return name === null ? [] : [field(name, text)];
    });
    return found.length === 0
      ? null
      : {
          table: "fundamentals",
          columns: { ...common, fieldName: source("field"), value: source("value") },
          fields: found,
        };
  }
  const roles = new Set(
    (["date", "symbol", "knownDate", "knownInstant", "periodEnd", "periodType", "currency"] as const).map(
      find,
    ),
  );
  const taken = new Set<string>();
  const found = columns.flatMap((column) => {
    const given = column.samples.filter((text) => text !== "");
    if (roles.has(column.name) || given.length === 0 || !given.every(isNumber)) return [];
    if (/year|^id$|cik|revision|seq/i.test(column.name)) return [];
    const name = fieldName(column.name);
    if (name === null || taken.has(name)) return [];
    taken.add(name);
    return [field(name, column.name)];
  });
  return found.length === 0 ? null : { table: "fundamentals", columns: common, fields: found };
};

/** A column's name as notebooks will write it. */
export const fieldName = (text: string): string | null => {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const name = words
    .map((word, i) =>
      i === 0 ? word[0]!.toLowerCase() + word.slice(1) : word[0]!.toUpperCase() + word.slice(1),
    )
    .join("")
    .slice(0, 64);
  return /^[A-Za-z_]/.test(name) ? name : null;
};

const guessKnownAt = (table: string, find: Find): KnownAtRule => {
  const instant = find("knownInstant");
  if (instant !== undefined) return { kind: "instant-column", column: instant };
  const date = find("knownDate");
  if (date !== undefined) return { kind: "date-column", column: date };
  if (table === "bars_1d" || table === "bars_1m") return { kind: "after-close", minutes: 30 };
  return { kind: "arrival" };
};

const guessDateFormat = (samples: readonly string[]): ImportMapping["dateFormat"] => {
  const given = samples.filter((text) => text !== "");
  if (given.length === 0) return "iso";
  if (given.every((text) => /^\d{8}$/.test(text))) return "yyyymmdd";
  if (given.every((text) => /^\d{4}[./]\d/.test(text))) return "yyyy.mm.dd";
  const parts = given.map((text) => /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}$/.exec(text));
  if (!parts.every((part) => part !== null)) return "iso";
  // A day above twelve tells; without one, the order of most of the world is shown, and the user decides.
  return parts.some((part) => Number(part![2]) > 12) ? "mm/dd/yyyy" : "dd/mm/yyyy";
};
