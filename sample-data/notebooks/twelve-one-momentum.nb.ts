// ---
// asof: 1
// title: Twelve-one momentum, global
// snapshot: sample-2024
// ---

// %% [markdown] id=k3f9x2
/*
# Twelve-one momentum, global

Buy what rose most over the last twelve months, leave out the latest month, hold the top tenth in equal weights, and rebalance at each month end. Jegadeesh and Titman described the effect in 1993; the skipped month keeps short-term reversal out.

All data in this notebook is **synthetic**. It behaves like four real markets, with their real session calendars, but no instrument in it exists.
*/

// %% [markdown] id=p7w2aa
/*
## The strategy

`decide` names one instant: thirty minutes after the New York close. Every input from every market is cut at that instant. At the Seoul open the next morning, New York's close is history; at the Seoul close it is still the future.

`field.totalReturn` is a total return index on each instrument's own sessions. `delay(21)` is its value 21 sessions ago. There is no way to write a negative delay.
*/

// %% id=a81cq0
const momentum = strategy({
  name: "Twelve-one momentum",
  universe: "GLOBAL_LARGE",
  decide: atClose("XNYS", { delay: "30m" }),
  rebalance: "month-end",
  params: { lookback: param.int(252, { min: 60, max: 504 }), skip: param.int(21), top: param.percent(10) },
  signal: ({ field, p }) => field.totalReturn.delay(p.skip).div(field.totalReturn.delay(p.lookback)).minus(1).rank(),
  weights: ({ signal, p }) => signal.top(p.top).equal(),
});

// %% [markdown] id=d0m4ts
/*
## The backtest

Orders decided at the New York close fill at the **next open of each name's own market**, in its own currency, after commission, slippage, and the taxes of that market. The benchmark is the same universe, weighted by market value.
*/

// %% id=b20x7e
const run = await backtest(momentum, {
  from: "2014-01-01", to: "2023-12-31", capital: usd(100_000_000), costs: "institutional",
});
tearSheet(run, { benchmark: "GLOBAL_LARGE" });

// %% [markdown] id=w5c1hb
/*
## What costs do

The same strategy, with no costs at all. The difference between the two growth rates is what trading takes, every year.
*/

// %% id=c47n2d
const free = await backtest(momentum, {
  from: "2014-01-01", to: "2023-12-31", capital: usd(100_000_000), costs: "none",
});
const net = metrics(run);
const gross = metrics(free);
table([
  { costs: "institutional", cagr: net.cagr, sharpe: net.sharpe, maxDrawdown: net.maxDrawdown },
  { costs: "none", cagr: gross.cagr, sharpe: gross.sharpe, maxDrawdown: gross.maxDrawdown },
], { title: "With and without costs" });

// %% [markdown] id=e9u6rk
/*
## Try it

Change `param.percent(10)` to `param.percent(20)` above. The cells that read `momentum` are marked stale at once. Run all brings them up to date; undoing the edit makes them valid again without a run.
*/
