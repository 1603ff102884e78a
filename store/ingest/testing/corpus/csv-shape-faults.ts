import { barMapping } from "../import-into.ts";
import { amid, csvFault, type FaultyFile, HEADER, quarantined, refused, row, taken } from "./faulty-file.ts";

const good = row(3).trim();
const byPosition = barMapping({
  format: { kind: "csv", delimiter: ",", hasHeader: false, encoding: "utf-8", decimal: "." },
  target: {
    table: "bars_1d",
    columns: {
      sessionDate: { column: "column 1" },
      open: { column: "column 3" },
      high: { column: "column 4" },
      low: { column: "column 5" },
      close: { column: "column 6" },
      volume: { column: "column 7" },
    },
  },
  instrument: { from: { column: "column 2" }, scheme: "symbol", mic: "XKRX", createsUnknown: true },
});
const manyColumns = (columns: number): string =>
  Array.from({ length: columns - 7 }, (_, i) => `,x${i}`).join("");
const manyRows = (rows: number): string =>
  Array.from({ length: rows }, (_, i) => row(i % 8, `S${Math.floor(i / 8)}`)).join("");

export const csvQuoteFaults: readonly FaultyFile[] = [
  csvFault(
    "a quote that is opened and never closed",
    amid('2024-01-03,"CCC,10,11,9,10,100'),
    quarantined(2, [3, "quotes"]),
  ),
  csvFault(
    "a quote never closed costs its own line, not the 2,000 behind it",
    `${HEADER}${row(0)}2024-01-02,"CCC,10,11,9,10,100\n${manyRows(2_000)}`,
    quarantined(2_001, [3, "quotes"]),
  ),
  csvFault(
    "a quote opened in the last line",
    `${HEADER}${row(0)}2024-01-02,CCC,10,11,9,10,"100`,
    quarantined(1, [3, "quotes"]),
  ),
  csvFault(
    "two quotes opened in two lines",
    `${HEADER}2024-01-01,"CCC,10,11,9,10,100\n2024-01-02,"CCC,10,11,9,10,100\n${row(4)}`,
    quarantined(1, [2, "quotes"], [3, "quotes"]),
  ),
  csvFault(
    "a quote inside a value without quotes",
    amid('2024-01-03,C"CC,10,11,9,10,100'),
    quarantined(2, [3, "quotes"]),
  ),
  csvFault(
    "text behind a closing quote",
    amid('2024-01-03,"CCC"x,10,11,9,10,100'),
    quarantined(2, [3, "quotes"]),
  ),
  csvFault("a delimiter inside quotes", amid('2024-01-03,"C,C",10,11,9,10,100'), taken(3)),
  csvFault("doubled quotes inside quotes", amid('2024-01-03,"C""C",10,11,9,10,100'), taken(3)),
  csvFault("every value in quotes", amid('"2024-01-03","CCC","10","11","9","10","100"'), taken(3)),
  csvFault(
    "a line break inside quotes",
    amid('2024-01-03,"C\nC",10,11,9,10,100'),
    quarantined(2, [3, "control-character"]),
  ),
  csvFault(
    "the lines behind a line break in quotes keep their numbers",
    `${HEADER}2024-01-03,"C\nC",10,11,9,10,100\n${row(4)}x\n`,
    quarantined(1, [2, "control-character"], [5, "ragged"]),
  ),
  csvFault("a whole row in one pair of quotes", amid(`"${good}"`), quarantined(2, [3, "ragged"])),
  csvFault("single quotes", amid("2024-01-03,CCC,'10',11,9,10,100"), quarantined(2, [3, "types"])),
  csvFault("typographic quotes", amid("2024-01-03,CCC,“10”,11,9,10,100"), quarantined(2, [3, "types"])),
  csvFault("backslash escapes", amid('2024-01-03,"C\\"C",10,11,9,10,100'), quarantined(2, [3, "quotes"])),
  csvFault("a lone quote as a row", amid('"'), quarantined(2, [3, "quotes"])),
  csvFault(
    "a header with a quote that is never closed",
    `date,"symbol,open,high,low,close,volume\n${row(0)}`,
    refused("not-readable", /first line cannot be read.*quote/i),
    { seenAs: "not-readable" },
  ),
  csvFault("a million quotes in one row", () => amid('"'.repeat(1_000_001)), quarantined(2, [3, "quotes"])),
];

export const csvRowFaults: readonly FaultyFile[] = [
  csvFault("a row that is too short", amid("2024-01-03,CCC,10,11,9,10"), quarantined(2, [3, "ragged"])),
  csvFault("a row that is too long", amid(`${good},1`), quarantined(2, [3, "ragged"])),
  csvFault("a delimiter too many at the end", amid(`${good},`), quarantined(2, [3, "ragged"])),
  csvFault("a row of delimiters only", amid(",,,,,,"), quarantined(2, [3, "missing-value"])),
  csvFault("another delimiter in one row", amid(good.replaceAll(",", ";")), quarantined(2, [3, "ragged"])),
  csvFault("empty lines between rows", `${HEADER}\n${row(0)}\n\n${row(1)}\n`, taken(2)),
  csvFault("a line of spaces", amid("   "), quarantined(2, [3, "ragged"])),
  csvFault("no line break at the end", `${HEADER}${row(0)}${good}`, taken(2)),
  csvFault("a last row that was cut off", `${HEADER}${row(0)}2024-01-02,CC`, quarantined(1, [3, "ragged"])),
  csvFault(
    "a last number that was cut off cannot be told, a cut date can",
    `${HEADER}${row(0)}2024-01-0,CCC,10,11,9,10,100`,
    quarantined(1, [3, "types"]),
  ),
  csvFault("a comment", amid("# made by hand"), quarantined(2, [3, "ragged"])),
  csvFault("a row of totals", `${HEADER}${row(0)}Total,,10,11,9,10,100\n`, quarantined(1, [3, "types"])),
  csvFault(
    "the header again, as files that were joined have it",
    amid(HEADER.trim()),
    quarantined(2, [3, "types"]),
  ),
  csvFault("a million columns in one row", () => amid("1,".repeat(1_000_000)), quarantined(2, [3, "ragged"])),
  csvFault(
    "a line of 17 million characters",
    () => amid("7".repeat(17_000_000)),
    quarantined(2, [3, "too-long"]),
  ),
  csvFault(
    "a value of a thousand and one characters",
    amid(`2024-01-03,${"C".repeat(1_001)},10,11,9,10,100`),
    quarantined(2, [3, "too-long"]),
  ),
  csvFault(
    "a long value in a column that nobody asks for",
    `${HEADER.trim()},note\n${good},${"x".repeat(100_000)}\n`,
    taken(1),
  ),
  csvFault("carriage returns with line feeds", amid(good).replaceAll("\n", "\r\n"), taken(3)),
  csvFault("carriage returns alone", amid(good).replaceAll("\n", "\r"), taken(3)),
  csvFault(
    "line ends of three kinds",
    `${HEADER.trim()}\r${row(0).trim()}\r\n${row(1).trim()}\n${row(2)}`,
    taken(3),
  ),
  csvFault("two carriage returns before each line feed", amid(good).replaceAll("\n", "\r\r\n"), taken(3)),
  csvFault("a form feed in a value", amidChar("\f"), quarantined(2, [3, "control-character"])),
  csvFault("a vertical tab in a value", amidChar("\v"), quarantined(2, [3, "control-character"])),
  csvFault("NUL in a value", amidChar("\0"), quarantined(2, [3, "control-character"])),
  csvFault(
    "an escape sequence of a terminal",
    amidChar("\u001b[2J"),
    quarantined(2, [3, "control-character"]),
  ),
];

function amidChar(character: string): string {
  return amid(`2024-01-03,C${character}C,10,11,9,10,100`);
}

export const csvHeaderFaults: readonly FaultyFile[] = [
  csvFault("an empty file", "", refused("not-readable", /no rows|empty/i), { seenAs: "not-readable" }),
  csvFault("a file of line breaks", "\n\r\n\n", refused("not-readable", /no rows|empty/i)),
  csvFault("a file of one letter", "x", refused("unknown-column", /no column "date"/)),
  csvFault("a header and no rows", HEADER, taken(0)),
  csvFault("a header without a line break", HEADER.trim(), taken(0)),
  csvFault("no header, columns by their position", `${row(0)}${row(1)}`, taken(2), { mapping: byPosition }),
  csvFault("no header where one is expected", `${row(0)}${row(1)}`, refused("unknown-column", /"date"/)),
  csvFault(
    "a header in other letters",
    HEADER.toUpperCase() + row(0),
    refused("unknown-column", /"date".*"DATE"/),
  ),
  csvFault(
    "a header with spaces around its names",
    ` date , symbol ,open ,high,low,close,volume\n${row(0)}`,
    taken(1),
  ),
  csvFault("two columns of one name: the first counts", `${HEADER.trim()},close\n${good},99\n`, taken(1)),
  csvFault("columns without a name", `${HEADER.trim()},,\n${good},1,2\n`, taken(1)),
  csvFault(
    "a header shorter than its rows",
    `date,symbol,open,high,low,close\n${good}\n`,
    refused("unknown-column", /"volume"/),
  ),
  csvFault(
    "a title above the header",
    `Daily prices\n${HEADER}${row(0)}`,
    refused("unknown-column", /"Daily prices"/),
  ),
  csvFault(
    "another delimiter than the mapping's",
    (HEADER + row(0)).replaceAll(",", ";"),
    refused("unknown-column", /"date"/),
  ),
  csvFault("a formula as the name of a column", `${HEADER.trim()},=1+1\n${good},x\n`, taken(1)),
  csvFault(
    "SQL as the name of a column",
    `${HEADER.trim()},"x""); DROP TABLE bars_1d; --"\n${good},1\n`,
    taken(1),
  ),
  csvFault(
    "ten thousand columns",
    () => `${HEADER.trim()}${manyColumns(10_000)}\n${good}${",1".repeat(9_993)}\n`,
    taken(1),
  ),
  csvFault(
    "a million columns",
    () => `${HEADER.trim()}${manyColumns(1_000_000)}\n`,
    refused("too-large", /1000000 columns/),
    {
      seenAs: "too-large",
    },
  ),
];
