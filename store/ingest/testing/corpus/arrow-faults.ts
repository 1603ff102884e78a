import { writeFile } from "node:fs/promises";
import {
  Bool,
  type DataType,
  DateDay,
  DateMillisecond,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  List,
  makeVector,
  Null,
  Table,
  TimestampMicrosecond,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { barMapping } from "../import-into.ts";
import { type Expected, type FaultyFile, madeFault, quarantined, refused, taken } from "./faulty-file.ts";

const arrow = barMapping({ format: { kind: "arrow" } });
const DAY_MILLIS = 86_400_000;
const firstDay = 19_723;
const sessions = [0, 1, 2, 3, 4, 5, 6, 7];
const all = <T>(value: T): T[] => sessions.map(() => value);
const onThird = <T>(bad: T, good: T): T[] => sessions.map((i) => (i === 2 ? bad : good));
// biome-ignore lint/suspicious/noExplicitAny: a table of columns of every type.
type Columns = Record<string, any>;

const goodColumns = (): Columns => ({
  date: vectorFromArray(
    sessions.map((i) => new Date((firstDay + i) * DAY_MILLIS)),
    new DateDay(),
  ),
  symbol: vectorFromArray(all("CCC"), new Utf8()),
  open: vectorFromArray(all(10), new Float64()),
  high: vectorFromArray(all(11), new Float64()),
  low: vectorFromArray(all(9), new Float64()),
  close: vectorFromArray(all(10), new Float64()),
  volume: vectorFromArray(all(100n), new Int64()),
});
const pack = (changed: Columns = {}, kind: "stream" | "file" = "stream"): Buffer =>
  Buffer.from(tableToIPC(new Table({ ...goodColumns(), ...changed }), kind));
export const goodArrow = (kind: "stream" | "file"): Buffer => pack({}, kind);
const fault = (name: string, bytes: () => Uint8Array, expected: Expected, seenAs?: string): FaultyFile =>
  madeFault(`Arrow: ${name}`, arrow, (path) => writeFile(path, bytes()), expected, seenAs);
const typed = (name: string, changed: () => Columns, expected: Expected): FaultyFile =>
  fault(name, () => pack(changed()), expected, "arrow");
const column = <T extends DataType>(values: readonly unknown[], type: T): unknown =>
  vectorFromArray(values as never, type);
const broken = refused("not-readable", /Arrow file is damaged/);

export const arrowFaults: readonly FaultyFile[] = [
  fault("a stream", () => pack(), taken(8), "arrow"),
  fault("a file", () => pack({}, "file"), taken(8), "arrow"),
  fault("a stream without its end mark", () => pack().subarray(0, -8), taken(8), "arrow"),
  fault("a stream cut in its values", () => pack().subarray(0, -200), broken),
  fault("a stream cut in its schema", () => pack().subarray(0, 100), broken),
  fault("a stream of four bytes", () => pack().subarray(0, 4), broken),
  fault("a file cut in the middle", () => pack({}, "file").subarray(0, 700), broken),
  fault(
    "a schema said to be 2 GB long",
    () => {
      const bytes = pack();
      bytes.writeInt32LE(0x7fffffff, 4);
      return bytes;
    },
    broken,
  ),
  fault(
    "a schema of a negative length",
    () => {
      const bytes = pack();
      bytes.writeInt32LE(-5, 4);
      return bytes;
    },
    broken,
  ),
  fault("a schema of noise", () => pack().fill(0xa5, 8, 200), broken),
  fault("text instead of Arrow", () => Buffer.from("date,symbol\n2024-01-01,CCC\n"), broken, "csv"),
  fault(
    "no rows",
    () => Buffer.from(tableToIPC(new Table({ ...goodColumns() }).slice(0, 0), "stream")),
    taken(0),
  ),
  typed(
    "dates in milliseconds",
    () => ({
      date: column(
        sessions.map((i) => new Date((firstDay + i) * DAY_MILLIS)),
        new DateMillisecond(),
      ),
    }),
    taken(8),
  ),
  typed(
    "dates as instants at midnight",
    () => ({
      date: column(
        sessions.map((i) => (firstDay + i) * DAY_MILLIS),
        new TimestampMicrosecond(),
      ),
    }),
    taken(8),
  ),
  typed(
    "a dictionary of symbols",
    () => ({ symbol: column(all("CCC"), new Dictionary(new Utf8(), new Int32())) }),
    taken(8),
  ),
  typed("whole numbers for prices", () => ({ open: column(all(10), new Int32()) }), taken(8)),
  typed(
    "texts for prices, one of them none",
    () => ({ open: column(onThird("ten", "10"), new Utf8()) }),
    quarantined(7, [3, "types"]),
  ),
  typed("true for a price", () => ({ open: column(all(true), new Bool()) }), quarantined(0, [1, "types"])),
  typed(
    "a list for a price",
    () => ({ open: column(all([10]), new List(new Field("item", new Float64(), true))) }),
    quarantined(0, [1, "types"]),
  ),
  typed(
    "nothing for a price",
    () => ({ open: makeVector({ type: new Null(), length: 8 } as never) }),
    quarantined(0, [1, "half-bar"]),
  ),
  typed(
    "NaN and infinity",
    () => ({
      open: column(onThird(Number.NaN, 10), new Float64()),
      high: column(onThird(11, Number.POSITIVE_INFINITY), new Float64()),
    }),
    quarantined(0, [1, "types"], [3, "half-bar"]),
  ),
  typed("null", () => ({ close: column(onThird(null, 10), new Float64()) }), quarantined(7, [3, "half-bar"])),
  fault(
    "a dictionary of noise",
    () => {
      const bytes = pack({ symbol: column(all("CCC"), new Dictionary(new Utf8(), new Int32())) });
      const at = bytes.lastIndexOf("CCC");
      return bytes.fill(0xff, at, at + 3);
    },
    quarantined(0, [1, "encoding"]),
  ),
];
