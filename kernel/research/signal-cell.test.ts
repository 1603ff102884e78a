import { describe, expect, it } from "vitest";
import { type RanNotebook, runNotebook } from "./testing/run-notebook.ts";

/** The last value of the last cell, or its error. */
const lastOf = ({ faults, done }: RanNotebook): unknown => {
  if (faults.length > 0) return faults;
  const { error, outputs } = done.at(-1)!;
  const shown = outputs.at(-1);
  return error ? `${error.code}: ${error.message}` : shown?.kind === "value" ? shown.value.preview : shown;
};

const tested = (options: string) => `const tested = await testSignal({ universe: "WORLD", from: "2020-01-06",
  to: "2020-03-20", ${options} });`;

describe("a test of a signal in a cell", () => {
  it("has an entry for each instrument, and shows a chart and a table", async () => {
    const source = tested(
      "signal: ({ field }) => field.close.mean(2).greaterThan(field.close.mean(5)), feeBps: 5",
    );
    const summary = `const rows = [...tested];
      [rows.length === tested.length, tested.instrument[0], rows[0]!.trades === tested.trades[0],
        tested.trades.some((count) => count > 3), tested.sessions[0]! > 40].join()`;
    const found = await runNotebook([source, "tested", summary]);
    expect(lastOf(found)).toBe('"true,I000,true,true,true"');
    expect(found.done[1]!.outputs).toMatchObject([
      { kind: "chart", chart: { type: "scatter", x: { label: "holdReturn" } } },
      { kind: "table", table: { title: "WORLD" } },
    ]);
  });

  it.each([
    ["signal: ({ field }) => field.closs", "closs"],
    ["signal: ({ field }) => field.close.greaterThan(0), fee: 5", "fee"],
  ])("finds %s before it runs", async (options, named) => {
    const { faults } = await runNotebook([tested(options)]);
    expect(JSON.stringify(faults)).toContain(named);
  });

  it.each([
    [
      "signal: (({ field }: any) => field.closs.mean(2)) as any",
      'There is no field "closs"; did you mean "close"?',
    ],
    ["signal: 5 as any", "signal must be a function"],
    ["signal: (() => 5) as any", "Signal must return a factor"],
    [
      "signal: ({ field }) => field.close, ...({ feeBp: 5 } as any)",
      'testSignal has no option "feeBp": did you mean "feeBps"?',
    ],
    ["signal: ({ field }) => field.close, feeBps: -1", "FeeBps must be from 0 to 9999, was -1"],
  ])("names what is wrong with %s", async (options, message) => {
    expect(lastOf(await runNotebook([tested(options)]))).toContain(message);
  });
});
