import { writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { ImportMapping } from "../../../contract/import.ts";
import { readyMadeMappings } from "../../../mappings/ready-made.ts";
import { barMapping } from "../import-into.ts";
import { type Expected, type FaultyFile, madeFault, quarantined, refused, taken } from "./faulty-file.ts";

const lines = barMapping({ format: { kind: "jsonl" } });
export const goodBar = (change: object = {}, day = 0): string =>
  JSON.stringify({
    date: `2024-01-0${day + 1}`,
    symbol: "CCC",
    open: 10,
    high: 11,
    low: 9,
    close: 10,
    volume: 100,
    ...change,
  });
const good = goodBar({}, 7);
/** Three rows, of which the one of line 2 is given. */
const amid = (middle: string): string => `${goodBar()}\n${middle}\n${good}\n`;
const withNumber = (text: string): string => amid(goodBar({ open: 77 }, 1).replace("77", text));

const made = (
  mapping: ImportMapping,
  name: string,
  bytes: () => string | Uint8Array,
  expected: Expected,
  seenAs?: string,
): FaultyFile => madeFault(name, mapping, (path) => writeFile(path, bytes()), expected, seenAs);
const json = (
  name: string,
  text: string | (() => string | Uint8Array),
  expected: Expected,
  seenAs?: string,
): FaultyFile =>
  made(lines, `JSON: ${name}`, typeof text === "function" ? text : () => text, expected, seenAs);

export const jsonFaults: readonly FaultyFile[] = [
  json("rows, one per line", amid(goodBar({}, 1)), taken(3), "jsonl"),
  json("an array over several lines", `[\n${goodBar()},\n${goodBar({}, 1)}\n]`, taken(2), "jsonl"),
  json("packed", () => gzipSync(amid(goodBar({}, 1))), taken(3), "jsonl"),
  json("a byte order mark", `\ufeff${amid(goodBar({}, 1))}`, taken(3), "jsonl"),
  json("a row that is cut off", amid(good.slice(0, 20)), quarantined(2, [2, "not-json"])),
  json("an array that is never closed", `[${goodBar()},\n${goodBar({}, 1)}`, taken(2)),
  json(
    "an array whose last row is cut off",
    `[${goodBar()},\n${good.slice(0, 20)}`,
    quarantined(1, [2, "not-json"]),
  ),
  json("a comma too many", `[${goodBar()},\n${goodBar({}, 1)},\n]`, taken(2)),
  json("a number for a row", amid("42"), quarantined(2, [2, "not-json"])),
  json("an array for a row", amid("[1, 2]"), quarantined(2, [2, "not-json"])),
  json("text for a row", amid('"CCC"'), quarantined(2, [2, "not-json"])),
  json("null for a row", amid("null"), quarantined(2, [2, "not-json"])),
  json("an empty object", amid("{}"), quarantined(2, [2, "missing-value"])),
  json("an empty array", "[]", refused("not-readable", /no row/)),
  json("a scalar", "42\n", refused("not-readable", /no row/)),
  json(
    "one object printed over many lines",
    JSON.stringify(JSON.parse(good), null, 2),
    refused("not-readable", /no row/),
  ),
  json("a name twice: the last counts", amid(`{"open": 9999, ${goodBar({}, 1).slice(1)}`), taken(3)),
  json("another type in one row", amid(goodBar({ open: "10" }, 1)), taken(3)),
  json("a nested object for a price", amid(goodBar({ open: { raw: 10 } }, 1)), quarantined(2, [2, "types"])),
  json("a list for a price", amid(goodBar({ open: [10] }, 1)), quarantined(2, [2, "types"])),
  json("true for a price", amid(goodBar({ open: true }, 1)), quarantined(2, [2, "types"])),
  json("null for a price", amid(goodBar({ open: null }, 1)), quarantined(2, [2, "half-bar"])),
  json("NaN", withNumber("NaN"), quarantined(2, [2, "not-json"])),
  json("a number too large for a double", withNumber("1e999"), quarantined(2, [2, "types"])),
  json("single quotes", amid("{'date': '2024-01-02'}"), quarantined(2, [2, "not-json"])),
  json("a comment", amid("// made by hand"), quarantined(2, [2, "not-json"])),
  json("a million brackets", () => amid("[".repeat(1_000_000)), quarantined(2, [2, "not-json"])),
  json(
    "a million nested objects for a price",
    () => amid(goodBar({ open: 77 }, 1).replace("77", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`)),
    quarantined(2, [2, "not-json"]),
  ),
  json("a lone surrogate", amid(goodBar({ symbol: "\ud800" }, 1)), quarantined(2, [2, "encoding"])),
  json(
    "bytes that are no UTF-8",
    () =>
      Buffer.concat([
        Buffer.from(`${goodBar()}\n{"symbol": "`),
        Buffer.from([0xff, 0xfe]),
        Buffer.from(`"}\n${good}\n`),
      ]),
    quarantined(2, [2, "encoding"]),
  ),
  json(
    "an escaped line break in a symbol",
    amid(goodBar({ symbol: "C\nC" }, 1)),
    quarantined(2, [2, "control-character"]),
  ),
  json(
    "an escaped NUL in a symbol",
    amid(goodBar({ symbol: "C\0C" }, 1)),
    quarantined(2, [2, "control-character"]),
  ),
  json(
    "names of the language itself",
    amid(goodBar({ constructor: 1, toString: 2 }, 1).replace("{", '{"__proto__": {"open": 5},')),
    taken(3),
  ),
  json(
    "a row of 17 million letters",
    () => amid(goodBar({ note: "x".repeat(17_000_000) }, 1)),
    quarantined(2, [2, "too-long"]),
  ),
  json(
    "twenty thousand names",
    () => amid(JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`n${i}`, i])))),
    refused("too-large", /different names/),
  ),
];

const facts = readyMadeMappings.find(({ name }) => name === "SEC company facts")!;
export const secMapping: ImportMapping = {
  ...facts,
  instrument: { ...facts.instrument!, mic: "XKRX" },
  currency: { constant: "KRW" },
};
const fact = (change: object = {}): object => ({
  end: "2023-09-30",
  val: 5,
  accn: "0-1",
  fy: 2023,
  fp: "FY",
  form: "10-K",
  filed: "2023-11-03",
  ...change,
});
const company = (list: readonly unknown[], change: object = {}): string =>
  JSON.stringify({
    cik: 320193,
    entityName: "A",
    facts: { "us-gaap": { Assets: { label: "Assets", units: { KRW: list } } } },
    ...change,
  });
export const goodCompany = (): string =>
  company(
    [2019, 2020, 2021, 2022, 2023].map((year) => fact({ end: `${year}-09-30`, filed: `${year}-11-03` })),
  );
const secFact = (
  name: string,
  text: string | (() => string),
  expected: Expected,
  seenAs?: string,
): FaultyFile =>
  made(
    secMapping,
    `company facts: ${name}`,
    typeof text === "function" ? text : () => text,
    expected,
    seenAs,
  );

export const companyFactFaults: readonly FaultyFile[] = [
  secFact("a good document", company([fact()]), taken(1), "sec-company-facts"),
  secFact(
    "cut off",
    company([fact(), fact()]).slice(0, -30),
    refused("not-readable", /not JSON.*Fetch it again/),
    "not-readable",
  ),
  secFact("no facts", company([], { facts: {} }), taken(0), "sec-company-facts"),
  secFact(
    "facts that are none",
    company([], { facts: null }),
    refused("not-readable", /form of the SEC/),
    "not-readable",
  ),
  secFact("an array", `[${company([fact()])}]`, refused("not-readable", /form of the SEC/), "jsonl"),
  secFact(
    "units that are no lists",
    company([], { facts: { "us-gaap": { Assets: { units: { KRW: 5 } } } } }),
    refused("not-readable", /form of the SEC/),
  ),
  secFact("text for a value", company([fact(), fact({ val: "5" })]), quarantined(1, [2, "not-a-row"])),
  secFact(
    "no day of filing",
    company([fact(), fact({ filed: undefined, end: "2022-09-30" })]),
    quarantined(1, [2, "not-a-row"]),
  ),
  secFact("a day that is none", company([fact(), fact({ end: "2022-02-30" })]), quarantined(1, [2, "types"])),
  secFact(
    "known before its period ended",
    company([fact(), fact({ end: "2026-01-01" })]),
    quarantined(1, [2, "period-after-known"]),
  ),
  secFact(
    "a value too large for a double",
    () => company([fact(), fact({ val: 77, end: "2022-09-30" })]).replace("77", "1e999"),
    quarantined(1, [2, "not-a-row"]),
  ),
];
