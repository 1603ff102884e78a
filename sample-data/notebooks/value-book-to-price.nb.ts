// ---
// asof: 1
// title: Value with point-in-time book-to-price
// snapshot: sample-2024
// ---

// %% [markdown] id=v1h8qe
/*
# Value with point-in-time book-to-price

Cheap is a matter of what was *published*. A book value for December is known in February or March, and some are restated later. A backtest that uses the restated figure on the old date has seen the future.

All data in this notebook is **synthetic**.
*/

// %% [markdown] id=v2n5xo
/*
## What was known, and when

Every fact carries the instant at which it became known. These are the last versions of one company's book value: a `revision` of 1 restates a period that was published before.
*/

// %% id=v3c7ab
const versions = await data.facts("US0132", "bookValue");
table(versions.filter(({ periodEnd }) => periodEnd >= "2019-03-31" && periodEnd <= "2020-06-30"), {
  title: "US0132, book value, every version",
});

// %% [markdown] id=v4d2mm
/*
## The same question on two days

On 24 March 2020 the year-end figure of 30 January stood. A fortnight later it was restated by more than a third. A backtest that decides in March must see the first; only from 7 April may it see the second.
*/

// %% id=v5k9pz
const inMarch = await data.facts("US0132", "bookValue", { at: "2020-03-24" });
const inApril = await data.facts("US0132", "bookValue", { at: "2020-04-08" });
table([
  { seenOn: "2020-03-24", ...inMarch.at(-1)! },
  { seenOn: "2020-04-08", ...inApril.at(-1)! },
], { title: "The newest version on two days" });

// %% [markdown] id=v5m1gy
/*
`data.crossSection` asks the same of a whole universe: what could be seen at one instant, and nothing later.
*/

// %% id=v5n8qt
const seen = await data.crossSection({
  universe: "GLOBAL_LARGE",
  fields: ["bookValue", "close"],
  at: "2020-03-24",
});
table(seen, { title: "GLOBAL_LARGE as seen on 24 March 2020" });

// %% [markdown] id=v6e3ru
/*
## The strategy

Rank by book value over market value, both as known at the decision instant, and hold the cheapest fifth in equal weights. `bookValue` is the newest period published by then, in its latest revision by then; `marketCap` is that instant's close times the shares last reported.
*/

// %% id=v7q1sd
const value = strategy({
  name: "Point-in-time value",
  universe: "GLOBAL_LARGE",
  decide: atClose("XNYS", { delay: "30m" }),
  rebalance: "month-end",
  params: { top: param.percent(20) },
  signal: ({ field }) => field.bookValue.div(field.marketCap).rank(),
  weights: ({ signal, p }) => signal.top(p.top).equal(),
});

// %% id=v8t6wy
const valueRun = await backtest(value, {
  from: "2014-01-01", to: "2023-12-31", capital: usd(100_000_000), costs: "institutional",
});
tearSheet(valueRun, { benchmark: "GLOBAL_LARGE" });

// %% [markdown] id=v9b4fk
/*
## The same strategy as a callback

Some rules do not fit into one expression. A callback receives windows that end at the decision instant, and returns weights. Both kinds go through the same accounting: the two runs place the same orders, to the share.
*/

// %% id=vaj2cn
const valueByHand = strategy({
  name: "Point-in-time value, by hand",
  universe: "GLOBAL_LARGE",
  decide: atClose("XNYS", { delay: "30m" }),
  rebalance: "month-end",
  params: { top: param.percent(20) },
  needs: { fields: ["bookValue", "marketCap"], lookback: 1 },
  weights: (ctx) => {
    const book = ctx.latest("bookValue");
    const market = ctx.latest("marketCap");
    const cheapness = ctx.members
      .map((iid) => ({ iid, bookToPrice: (book.get(iid) ?? NaN) / (market.get(iid) ?? NaN) }))
      .filter(({ bookToPrice }) => Number.isFinite(bookToPrice))
      .sort((a, b) => b.bookToPrice - a.bookToPrice || (a.iid < b.iid ? -1 : 1));
    const held = cheapness.slice(0, Math.floor((cheapness.length * ctx.p.top) / 100));
    return Object.fromEntries(held.map(({ iid }) => [iid, 1 / held.length]));
  },
});
const byHand = await backtest(valueByHand, {
  from: "2014-01-01", to: "2023-12-31", capital: usd(100_000_000), costs: "institutional",
});
md(byHand.orderHash === valueRun.orderHash ? "The two order logs are **equal**." : "The two order logs differ.");
