const SQL_CELLS = 10;
const BEFORE = 4;

/** A cell that keeps the kernel busy with backtests for as long as anything is measured beside it. */
export const BUSY_CELL = "busy00";
/** The trivial cells, none of which has run. */
export const trivialCell = (/** @type {number} */ index) => `t${String(index).padStart(4, "0")}`;

const head = `// ---
// asof: 1
// title: Two hundred cells
// ---
`;

const strategy = (/** @type {number} */ index) => `const momentum${index} = strategy({
  name: "Momentum ${index}",
  universe: "GLOBAL_LARGE",
  decide: atClose("XNYS", { delay: "30m" }),
  rebalance: "month-end",
  params: { lookback: param.int(${200 + index}, { min: 60, max: 504 }), skip: param.int(21), top: param.percent(10) },
  signal: ({ field, p }) => field.totalReturn.delay(p.skip).div(field.totalReturn.delay(p.lookback)).minus(1).rank(),
  weights: ({ signal, p }) => signal.top(p.top).equal(),
});`;

const busy = `let growth = 0;
for (let round = 0; round < 4000; round++) {
  const run = await backtest(momentum0, {
    from: "2014-01-01", to: "2023-12-31", capital: usd(100_000_000 + round), costs: "institutional",
  });
  growth += run.navMinor.length;
}
growth`;

const helper = (
  /** @type {number} */ index,
) => `interface Sample${index} { readonly at: number; readonly value: number }
const samples${index}: Sample${index}[] = [1, 2, 3, 4].map((at) => ({ at, value: at * ${index + 1} }));
function mean${index}(values: readonly Sample${index}[]): number {
  const total = values.reduce((sum, { value }) => sum + value, 0);
  return total / Math.max(1, values.length);
}
const mean${index}of = mean${index}(samples${index});`;

const sql = (/** @type {number} */ index) =>
  `select mic, count(*) as sessions${index} from calendars where session_date > date '20${10 + index}-01-01' group by mic`;

const prose = (/** @type {number} */ index) => `## Part ${index}

Some words about the **next** cells, and a list:

* what is measured,
* and why.`;

/**
 * A notebook as people write them: strategies, helpers, SQL, prose, and many small cells.
 * @param {number} count
 */
export function longNotebook(count) {
  const parts = [head, `// %% id=${"s0000"}\n${strategy(0)}`, `// %% id=${BUSY_CELL}\n${busy}`];
  for (let index = 0; parts.length - 1 < count; index++) {
    const kind = index % BEFORE;
    if (kind === 0) parts.push(`// %% [markdown] id=m${index}\n/*\n${prose(index)}\n*/`);
    else if (kind === 1 && index % 8 === 1) parts.push(`// %% id=s${index}\n${strategy(index)}`);
    else if (kind === 1 && index < SQL_CELLS * 8)
      parts.push(`// %% [sql] id=q${index} as=sessions${index}\n/*\n${sql(index >> 3)}\n*/`);
    else if (kind === 2) parts.push(`// %% id=h${index}\n${helper(index)}`);
    else parts.push(`// %% id=${trivialCell(index)}\n${index} + ${index}`);
  }
  return `${parts.join("\n\n")}\n`;
}
