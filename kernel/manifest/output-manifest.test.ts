import { isDeepStrictEqual } from "node:util";
import {
  Bool,
  Float64,
  makeData,
  makeVector,
  RecordBatch,
  Schema,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Display, TableDisplay } from "../contract/display.ts";
import { canonicalHash } from "./canonical-bytes.ts";
import { outputManifest } from "./output-manifest.ts";

const hashOf = (value: unknown): string => canonicalHash(value);

describe("canonical bytes", () => {
  it("M1: do not depend on the order of an object's keys, nor on a key without a value", () => {
    expect(hashOf({ b: [1, "x"], a: { d: null, c: true } })).toBe(
      hashOf({ a: { c: true, d: null, e: undefined }, b: [1, "x"] }),
    );
  });

  it("M1: are known to the bit: a golden hash of one of each kind", () => {
    const value = {
      n: 0.1,
      z: -0,
      i: 7n,
      t: "한글",
      l: [null, true, false],
      c: Float64Array.of(1, Number.NaN),
    };
    expect(hashOf(value)).toMatchInlineSnapshot(
      `"2cf5559eb394b8dbc321466499bcd4785169be7263021d3f340527c6443cdb41"`,
    );
  });

  it.each([
    ["zeros of either sign", 0, -0],
    ["neighbouring numbers", 0.3, 0.1 + 0.2],
    ["a number and its text", 1, "1"],
    ["a number and a big integer", 1, 1n],
    ["nothing and an empty text", null, ""],
    ["nothing and false", null, false],
    ["lists cut elsewhere", [["a"], []], [[], ["a"]]],
    ["texts cut elsewhere", ["ab", "c"], ["a", "bc"]],
    ["a list and a column", [1, 2], Float64Array.of(1, 2)],
    ["columns of other elements", Float32Array.of(1), Int32Array.of(1065353216)],
    ["columns of other lengths", new Float64Array(2), new Float64Array(3)],
  ])("M1: tell apart %s", (_, one, other) => {
    expect(hashOf(one)).not.toBe(hashOf(other));
  });

  it("M1: know one NaN, whichever bits it came with", () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8000000000001n, 1n]).buffer);
    expect(Number.isNaN(odd[0])).toBe(true);
    expect(hashOf(odd)).toBe(hashOf(Float64Array.of(Number.NaN, 5e-324)));
    expect(hashOf(odd[0])).toBe(hashOf(Number.NaN));
    expect(hashOf(new Float32Array(new Uint32Array([0xffc00001]).buffer))).toBe(
      hashOf(Float32Array.of(Number.NaN)),
    );
  });

  it("M1: are the same for a column wherever it lies in its buffer", () => {
    const column = Float64Array.of(9, 1, 2, 9).subarray(1, 3);
    expect(hashOf(column)).toBe(hashOf(Float64Array.of(1, 2)));
  });

  it("M1: differ for any two values that differ in one place", () => {
    const plain = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        const isSame = isDeepStrictEqual(one, other);
        expect(hashOf(one) === hashOf(other)).toBe(isSame);
        expect(hashOf(structuredClone(one))).toBe(hashOf(one));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

const columns: TableDisplay["columns"] = [
  { name: "x", type: "number" },
  { name: "who", type: "text" },
];
const tableOf = (arrow: Table): Display => ({
  kind: "table",
  table: { title: "T", rowCount: arrow.numRows, columns, arrow: new Uint8Array(tableToIPC(arrow, "stream")) },
});
const numbers = (values: readonly number[], valid: number) =>
  makeVector(
    makeData({
      type: new Float64(),
      length: values.length,
      nullCount: values.length - valid.toString(2).replaceAll("0", "").length,
      nullBitmap: Uint8Array.of(valid, 0, 0, 0, 0, 0, 0, 0),
      data: Float64Array.from(values),
    }),
  );
const texts = (values: readonly (string | null)[]) => vectorFromArray(values, new Utf8());

describe("the hash of a table", () => {
  it("M2: is that of its values, and not of how Arrow cut them into batches", () => {
    const whole = new Table({ x: numbers([1, 2, 3], 0b111), who: texts(["a", "b", "c"]) });
    const schema = new Schema(whole.schema.fields);
    const batches = [whole.slice(0, 1), whole.slice(1)].flatMap(({ batches: parts }) =>
      parts.map(({ data }) => new RecordBatch(schema, data)),
    );
    const cut = new Table(schema, batches);
    expect(cut.batches).toHaveLength(2);
    expect(outputManifest(tableOf(cut)).hash).toBe(outputManifest(tableOf(whole)).hash);
  });

  it("M2: does not see what lies in memory under a missing value", () => {
    const one = new Table({ x: numbers([1, 77, 3], 0b101), who: texts(["a", null, "c"]) });
    const other = new Table({ x: numbers([1, Number.NaN, 3], 0b101), who: texts(["a", null, "c"]) });
    expect(outputManifest(tableOf(one)).hash).toBe(outputManifest(tableOf(other)).hash);
  });

  it("M2: of texts and booleans does not see bits of missing ones, and tells texts cut elsewhere apart", () => {
    const column = (words: string, offsets: readonly number[], valid: number): Display =>
      tableOf(
        new Table({
          x: numbers([1, 2, 3], 0b111),
          who: makeVector(
            makeData({
              type: new Utf8(),
              length: 3,
              nullCount: valid === 0b111 ? 0 : 1,
              nullBitmap: Uint8Array.of(valid, 0, 0, 0, 0, 0, 0, 0),
              valueOffsets: Int32Array.from(offsets),
              data: new TextEncoder().encode(words),
            }),
          ),
        }),
      );
    const hash = (...values: Parameters<typeof column>) => outputManifest(column(...values)).hash;
    expect(hash("aXXc", [0, 1, 3, 4], 0b101)).toBe(hash("ac", [0, 1, 1, 2], 0b101));
    expect(hash("abc", [0, 1, 2, 3], 0b111)).not.toBe(hash("abc", [0, 2, 2, 3], 0b111));
    const flags = (bits: number) =>
      outputManifest(
        tableOf(
          new Table({
            x: makeVector(
              makeData({
                type: new Bool(),
                length: 3,
                nullCount: 1,
                nullBitmap: Uint8Array.of(0b101, 0, 0, 0, 0, 0, 0, 0),
                data: Uint8Array.of(bits, 0, 0, 0, 0, 0, 0, 0),
              }),
            ),
            who: texts(["a", "b", "c"]),
          }),
        ),
      ).hash;
    expect(flags(0b011)).toBe(flags(0b001));
    expect(flags(0b101)).not.toBe(flags(0b001));
  });

  it("M3: of a column of texts the ends are named", () => {
    const { parts } = outputManifest(
      tableOf(new Table({ x: numbers([1, 2], 0b11), who: texts(["가", "b"]) })),
    );
    expect(parts.find(({ path }) => path === "table.columns[who].values")?.value).toMatch(
      /^2 values, 가 … b, sha256 [0-9a-f]{16}$/,
    );
  });

  it.each([
    ["a missing value that is zero elsewhere", numbers([1, 0, 3], 0b111), texts(["a", null, "c"])],
    ["another text", numbers([1, 0, 3], 0b101), texts(["a", null, "d"])],
    ["an empty text for a missing one", numbers([1, 0, 3], 0b101), texts(["a", "", "c"])],
  ])("M2: sees %s", (_, x, who) => {
    const one = new Table({ x: numbers([1, 0, 3], 0b101), who: texts(["a", null, "c"]) });
    expect(outputManifest(tableOf(new Table({ x, who }))).hash).not.toBe(outputManifest(tableOf(one)).hash);
  });
});

it("M3: the parts of an output name each value with all its digits and each column by its ends and hash", () => {
  const { kind, parts } = outputManifest({
    kind: "chart",
    chart: {
      title: "Growth",
      type: "line",
      unit: "none",
      x: { kind: "number", label: "n", values: Float64Array.of(0, 1) },
      series: [{ name: "fund", values: Float64Array.of(1, 0.1 + 0.2) }],
    },
  });
  expect(kind).toBe("chart");
  expect(parts.map(({ path, value }) => `${path} = ${value.replace(/sha256 .*/, "sha256")}`)).toEqual([
    "chart.series[fund].name = fund",
    "chart.series[fund].values = 2 values, 1 … 0.30000000000000004, sha256",
    "chart.title = Growth",
    "chart.type = line",
    "chart.unit = none",
    "chart.x.kind = number",
    "chart.x.label = n",
    "chart.x.values = 2 values, 0 … 1, sha256",
    "kind = chart",
  ]);
});

it("M3: an output of any size has a bounded list of parts, and its hash still sees the last value", () => {
  const rows = (last: number): Display => ({
    kind: "echarts",
    echarts: {
      title: "",
      height: 300,
      option: {
        series: Array.from({ length: 30 }, (_, i) => ({
          type: "bar",
          data: Array.from({ length: 30 }, (_, j) => (i + j === 58 ? last : 0)),
        })),
      },
    },
  });
  const [one, other] = [outputManifest(rows(1)), outputManifest(rows(2))];
  expect(one.parts).toHaveLength(400);
  expect(other.parts).toEqual(one.parts);
  expect(other.hash).not.toBe(one.hash);
});
