import { barMapping } from "../import-into.ts";
import {
  amid,
  amidValue,
  csvFault,
  type Expected,
  type FaultyFile,
  quarantined,
  row,
  taken,
} from "./faulty-file.ts";

const keptOut = (check: string): Expected => quarantined(2, [3, check]);
/** The close of line 3, or another number of it. */
const number = (name: string, value: string, expected: Expected, column = "open"): FaultyFile =>
  csvFault(`a number: ${name}`, amidValue(column, value), expected);
const day = (
  name: string,
  value: string,
  expected: Expected,
  dateFormat?: "dd/mm/yyyy" | "mm/dd/yyyy" | "epoch-days",
): FaultyFile =>
  csvFault(
    `a date: ${name}`,
    amidValue("date", value),
    expected,
    dateFormat ? { mapping: barMapping({ dateFormat }) } : {},
  );
const symbol = (name: string, value: string, expected: Expected): FaultyFile =>
  csvFault(`an identifier: ${name}`, amidValue("symbol", value), expected);

export const csvNumberFaults: readonly FaultyFile[] = [
  number("NaN is missing", "NaN", keptOut("half-bar")),
  number("N/A is missing", "N/A", keptOut("half-bar")),
  number("a spreadsheet's error", "#REF!", keptOut("types")),
  number("infinity", "inf", keptOut("types")),
  number("minus infinity", "-Infinity", keptOut("types")),
  number("too large for a double", "1e999", keptOut("types")),
  number("too large, in digits", "9".repeat(400), keptOut("types")),
  number("hexadecimal", "0x1F", keptOut("types")),
  number("underscores", "1_0", keptOut("types")),
  number("words", "ten", keptOut("types")),
  number("a percent sign", "10%", keptOut("types")),
  number("a currency sign", "$10", keptOut("types")),
  number("parentheses for a minus", "(10)", keptOut("types")),
  number("a minus behind", "10-", keptOut("types")),
  number("a typographic minus", "−10", keptOut("types")),
  number("two points", "1.0.5", keptOut("types")),
  number("Arabic digits", "١٠", keptOut("types")),
  number("full-width digits", "１０", keptOut("types")),
  number("true", "true", keptOut("types")),
  number("a space inside", "1 0", keptOut("types")),
  number("a plus before", "+10", taken(3)),
  number("a power of ten", "1e1", taken(3)),
  number("a point behind", "10.", taken(3)),
  number("spaces around", "  10 ", taken(3)),
  number("grouped badly", '"1,05"', keptOut("types")),
  csvFault(
    "a number: grouped thousands in quotes",
    amid('2024-01-03,CCC,"1,010","1,100",900,"1,000","12,345"'),
    taken(3),
  ),
  csvFault(
    "a number: decimal commas where the mapping says so",
    "date;symbol;open;high;low;close;volume\n2024-01-01;CCC;1.010,5;1.100;900;1.000;12345\n",
    taken(1),
    { format: { delimiter: ";", decimal: "," }, seenAs: "csv" },
  ),
  csvFault(
    "a number: a decimal comma where the mapping says point",
    "date;symbol;open;high;low;close;volume\n2024-01-01;CCC;10,5;11;9;10;100\n",
    quarantined(0, [2, "types"]),
    { format: { delimiter: ";" } },
  ),
  number("of 17 digits", "12345678901234567", keptOut("high-low"), "close"),
  number("the smallest there is", "5e-324", taken(3), "low"),
  number("below the smallest becomes zero", "1e-400", keptOut("non-positive-price"), "low"),
  number("a negative price", "-10", keptOut("non-positive-price")),
  number("a price of zero", "0", keptOut("non-positive-price"), "low"),
  number("a high below the low", "8", keptOut("high-low"), "high"),
  number("a close above the high", "12", keptOut("high-low"), "close"),
  number("a negative volume", "-1", keptOut("negative-volume"), "volume"),
  number("a fraction of a share is traded", "100.5", taken(3), "volume"),
  number("no volume at all", "", keptOut("half-bar"), "volume"),
  number("a formula", "=10", keptOut("types")),
];

export const csvDateFaults: readonly FaultyFile[] = [
  day("30 February", "2024-02-30", keptOut("types")),
  day("29 February of a common year", "2023-02-29", keptOut("types")),
  day("29 February of a leap year is a date and no session here", "2024-02-29", keptOut("not-a-session")),
  day("a thirteenth month", "2024-13-01", keptOut("types")),
  day("day zero", "2024-01-00", keptOut("types")),
  day("slashes with the day first, unasked", "02/03/2024", keptOut("types")),
  day("year 0", "0000-01-03", keptOut("types")),
  day("year 9999", "9999-12-31", keptOut("types")),
  day("year 12024", "12024-01-03", keptOut("types")),
  day("two digits of a year", "24-01-03", keptOut("types")),
  day("the number of a spreadsheet", "45294", keptOut("types")),
  day("with a clock time", "2024-01-03 15:30", keptOut("types")),
  day("with midnight", "2024-01-03T00:00:00", taken(3)),
  day("without zeros", "2024-1-3", keptOut("types")),
  day("without separators", "20240103", taken(3)),
  day("a month's name", "3-Jan-2024", keptOut("types")),
  day("a word", "yesterday", keptOut("types")),
  day("no date", "", keptOut("missing-value")),
  day("a day that is no session", "2024-01-20", keptOut("not-a-session")),
  csvFault(
    "a date: day first where the mapping says so, and a row with the month first",
    `date,symbol,open,high,low,close,volume\n03/01/2024,CCC,10,11,9,10,100\n01/13/2024,CCC,10,11,9,10,100\n`,
    quarantined(1, [3, "types"]),
    { mapping: barMapping({ dateFormat: "dd/mm/yyyy" }) },
  ),
  csvFault(
    "a date: days since 1970, one of them too large for a number of days",
    `date,symbol,open,high,low,close,volume\n19725,CCC,10,11,9,10,100\n99999999999,CCC,10,11,9,10,100\n`,
    quarantined(1, [3, "types"]),
    { mapping: barMapping({ dateFormat: "epoch-days" }) },
  ),
];

export const csvTextFaults: readonly FaultyFile[] = [
  symbol("none", "", keptOut("unknown-instrument")),
  symbol("only spaces", "   ", keptOut("unknown-instrument")),
  symbol("spaces around", " CCC ", taken(3)),
  symbol("a formula", '"=HYPERLINK(""http://x"")"', keptOut("formula")),
  symbol("a formula that begins with @", "@SUM(A1)", keptOut("formula")),
  symbol("a formula that begins with +", "+cmd|' /C calc'!A0", keptOut("formula")),
  symbol("65 characters", "C".repeat(65), keptOut("unknown-instrument")),
  symbol("SQL", "'; DROP TABLE bars_1d; --", taken(3)),
  symbol("letters that turn the direction of reading", "C\u202eCC", keptOut("control-character")),
  symbol("a space of no width", "C\u200bCC", keptOut("control-character")),
  symbol("a byte order mark inside", "C\ufeffCC", keptOut("control-character")),
  symbol("a line separator of Unicode", "C\u2028CC", keptOut("control-character")),
  symbol("emoji", "🦄", taken(3)),
  symbol("right-to-left letters are letters", "אבג", taken(3)),
  csvFault(
    "two rows that contradict each other",
    `date,symbol,open,high,low,close,volume\n${row(0)}2024-01-01,CCC,10,11,9,11,100\n${row(1)}`,
    quarantined(1, [2, "uniqueness"], [3, "uniqueness"]),
  ),
];
