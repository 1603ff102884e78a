import fc from "fast-check";
import { expect, it } from "vitest";
import { packed } from "../../../wire/packed.ts";
import type { Display } from "../../contract/display.ts";
import { emptyNotebook } from "../index.ts";
import { allNeeds, resultKey } from "./result-key.ts";
import { MAX_RESULTS_BYTES, readResults, type StoredResult, writeResults } from "./results-file.ts";

const cell = (id: string, source: string) => ({ id, kind: "code" as const, source, attributes: [] });
const notebook = {
  ...emptyNotebook("t", "s"),
  cells: [cell("a", "1"), cell("b", "a"), cell("c", "b"), cell("d", "")],
};
const key = resultKey(notebook, "c", ["a", "b"])!;
const chart: Display = {
  kind: "chart",
  chart: {
    title: "t",
    type: "line",
    x: { kind: "date", values: Int32Array.of(1, 2) },
    series: [{ name: "s", values: Float64Array.of(-0, Number.NaN) }],
    unit: "none",
  },
};
const result = (outputs: readonly Display[] = [chart], cellId = "c"): StoredResult => ({
  cellId,
  key,
  needs: ["a", "b"],
  ranAt: 1,
  outputs: [...outputs],
});
const withMagic = (value: unknown) => {
  const magic = writeResults([]).subarray(0, 8);
  const body = packed(value);
  return Uint8Array.from([...magic, ...body]);
};

it("F8: a result is keyed by its cell's code and that of every cell it needs, not by the others", () => {
  const needs = allNeeds("c", (id) => ({ c: ["b"], b: ["a"], a: ["c"] })[id] ?? []);
  expect(needs).toEqual(["a", "b"]);
  const keyWith = (id: string, source: string) =>
    resultKey(
      { ...notebook, cells: notebook.cells.map((each) => (each.id === id ? cell(id, source) : each)) },
      "c",
      needs,
    );
  for (const id of ["a", "b", "c"]) expect(keyWith(id, "other")).not.toBe(key);
  expect(keyWith("d", "other")).toBe(key);
  expect(keyWith("a", "1")).toBe(key);
  expect(resultKey({ ...notebook, title: "x" }, "c", needs)).toBe(key);
  expect(resultKey({ ...notebook, snapshot: "x" }, "c", needs)).not.toBe(key);
  expect(resultKey({ ...notebook, asOf: 1 }, "c", needs)).not.toBe(key);
  expect(resultKey({ ...notebook, cells: notebook.cells.slice(1) }, "c", needs)).toBeNull();
});

it("F8: results come back bit for bit", () => {
  expect(readResults(writeResults([result()]))!.get("c")).toEqual(result());
});

it("F9: a result too large for the sidecar is left out, and the others are kept", () => {
  const large = result([{ kind: "text", text: "x".repeat(9 * 1024 * 1024) }], "b");
  const bytes = writeResults([large, result()]);
  expect(bytes.length).toBeLessThan(MAX_RESULTS_BYTES);
  expect([...readResults(bytes)!.keys()]).toEqual(["c"]);
});

it.each([
  ["nothing", new Uint8Array()],
  ["other bytes", new TextEncoder().encode("PK\u0003\u0004 not results")],
  ["no message behind the head", Uint8Array.from([...writeResults([]).subarray(0, 8), 0xc1, 0xff])],
  ["a message cut short", writeResults([result()]).subarray(0, 60)],
  ["another format", withMagic({ format: 2, results: [] })],
  [
    "a display of no kind",
    withMagic({ format: 1, results: [{ ...result(), outputs: [{ kind: "script", text: "" }] }] }),
  ],
  [
    "a chart whose numbers are a string",
    withMagic({
      format: 1,
      results: [
        {
          ...result(),
          outputs: [{ ...chart, chart: { ...(chart as { chart: object }).chart, series: "x" } }],
        },
      ],
    }),
  ],
  [
    "the name of what every object has",
    withMagic({ format: 1, results: [{ ...result(), cellId: "__proto__" }] }),
  ],
  ["a key that is no hash", withMagic({ format: 1, results: [{ ...result(), key: "0" }] })],
  [
    "values nested deeper than any reader",
    Uint8Array.from([...writeResults([]).subarray(0, 8), ...new Uint8Array(200_000).fill(0x91)]),
  ],
  [
    "a length that promises gigabytes",
    Uint8Array.from([...writeResults([]).subarray(0, 8), 0xdd, 0xff, 0xff, 0xff, 0xff]),
  ],
  ["more bytes than a sidecar may have", new Uint8Array(MAX_RESULTS_BYTES + 1)],
])("F9: a sidecar of %s is not read", (_, bytes) => {
  expect(readResults(bytes)).toBeNull();
});

it("F9: a result nested deeper than a message allows is left out, and the others are kept", () => {
  let value: object = { label: "", type: "", preview: "" };
  for (let depth = 0; depth < 90; depth++) value = { label: "", type: "", preview: "", children: [value] };
  const deep = result([{ kind: "value", value } as Display], "b");
  expect([...readResults(writeResults([deep, result()]))!.keys()]).toEqual(["c"]);
});

it("F9: no change of a sidecar's bytes is an uncaught error", () => {
  const bytes = writeResults([result(), result([{ kind: "markdown", text: "<b onclick=x>" }], "b")]);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      (changes) => {
        const forged = bytes.slice();
        for (const [at, byte] of changes) forged[at] = byte;
        const read = readResults(forged);
        expect(read === null || read instanceof Map).toBe(true);
      },
    ),
    { numRuns: 500, seed: 3 },
  );
});
