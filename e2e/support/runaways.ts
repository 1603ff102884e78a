/** A cell that sweeps a strategy over ten values of its parameter. */
export const sweepOf = (name: string, parts: string): string =>
  `// @ts-nocheck
const ${name} = strategy({ name: "Swept", universe: "GLOBAL_LARGE", decide: atClose("XNYS", { delay: "30m" }), rebalance: "month-end", params: { lookback: param.int(60, { min: 20, max: 500 }) }, ${parts} });
await sweep(${name}, { from: "2014-01-01", to: "2023-12-31", capital: usd(1_000_000), costs: "institutional", parameters: grid({ lookback: [20, 40, 60, 80, 100, 120, 140, 160, 180, 200] }) });`;

/** Code in a function of its own, unchecked as hostile code would be, that says when it has begun. */
export const unchecked = (text: string): string =>
  `// @ts-nocheck\nconsole.log(["has", "begun"].join(" "));\nawait (async () => {\n${text}\n})()`;

/** Cells that never end by themselves, by name. */
export const runaways: readonly (readonly [name: string, source: string])[] = [
  ["a synchronous loop", unchecked("for (;;) {}")],
  ["a loop of promises", unchecked("for (;;) await 0;")],
  ["a hung promise", unchecked("await new Promise(() => {});")],
  [
    "a flood of microtasks",
    unchecked("const f = () => { void Promise.resolve().then(f); }; f(); await new Promise(() => {});"),
  ],
  ["a pattern without end", unchecked("/(a+)+b/.test('a'.repeat(60));")],
  ["a loop over columns", unchecked("const a = new Float64Array(1e6); for (;;) a.sort();")],
  ["a getter without end", unchecked("JSON.stringify({ get a(): number { for (;;); } });")],
  ["a promise of one's own without end", unchecked("await { then() { for (;;); } };")],
  [
    "a deep recursion",
    unchecked(
      "const f = (depth: number): number => { try { return f(depth + 1); } finally { f(depth + 1); } }; f(0);",
    ),
  ],
  ["a huge output", unchecked("for (;;) md('x'.repeat(100_000));")],
  ["a flood of questions", unchecked("for (;;) { void data.facts('x', 'y').catch(() => {}); await 0; }")],
  [
    "a sweep",
    sweepOf(
      "slow",
      "signal: ({ field, p }) => field.close.sma(p.lookback), weights: ({ signal }) => signal.top(10).equal()",
    ),
  ],
];

/** A query over pairs of all bars, which takes hours. */
export const endlessQuery =
  "select count(*) as n from bars_1d a cross join bars_1d b where a.close + b.close > 1 and a.volume > b.volume";
