/**
 * A fault that the tests must catch.
 * @typedef {object} Mutant
 * @property {string} name
 * @property {string} fault what is wrong with it, in words
 * @property {string} file
 * @property {string} from occurs exactly once in the file
 * @property {string} to
 * @property {readonly string[]} tests in each of these files a test must fail
 */

const BACKTEST = "engine/backtest/backtest-properties.test.ts";
const ACCOUNT = "engine/backtest/account-properties.test.ts";
const DUE = "engine/backtest/due-properties.test.ts";
const MATCH = "engine/execution/match-properties.test.ts";
const KNOWN_ANSWERS = "engine/metrics/known-answers.test.ts";
const INDEPENDENT = "engine/metrics/independent.test.ts";
const SIGNAL = "engine/signals/test-signal.test.ts";
const KEPT_EVENTS = "store/panel/kept-events.test.ts";

/**
 * Faults that real back-testers have had, each of which gives plausible results.
 * @type {readonly Mutant[]}
 */
export const mutants = [
  {
    name: "dividend-twice",
    fault: "a dividend is paid twice",
    file: "engine/backtest/corporate-actions.ts",
    from: "for (const { cash, payDate } of exDate.dividends) {",
    to: "for (const { cash, payDate } of [...exDate.dividends, ...exDate.dividends]) {",
    tests: [ACCOUNT],
  },
  {
    name: "dividend-short",
    fault: "who is short a share does not owe its dividend",
    file: "engine/accounting/book.ts",
    from: "const gross = roundMinor(held * cashPerShare",
    to: "const gross = roundMinor(Math.max(0, held) * cashPerShare",
    tests: [ACCOUNT],
  },
  {
    name: "dividend-never-paid",
    fault: "a dividend that is paid later than its ex-date never arrives",
    file: "engine/accounting/book.ts",
    from: "    } else this.#dividends.add(this.#setting.marketOf[instrument]!, payRow, net);\n",
    to: "    }\n",
    tests: [DUE],
  },
  {
    name: "dividend-of-new-shares",
    fault: "on a day with both, a dividend per old share is taken from the price after the split",
    file: "engine/backtest/action-rows.ts",
    from: "return (Math.max(0, price - cash) / ratio) * kept;",
    to: "return Math.max(0, price / ratio - cash) * kept;",
    tests: [ACCOUNT],
  },
  {
    name: "split-forgets-orders",
    fault: "open orders keep their old shares and prices after a split",
    file: "engine/backtest/order-desk.ts",
    from: "    if (ratio !== 1) splitOrders(this.#orders, instrument, ratio);\n",
    to: "",
    tests: [BACKTEST],
  },
  {
    name: "split-forgets-mark",
    fault: "a position is valued at the price before its split until the next close",
    file: "engine/backtest/action-rows.ts",
    from: "return (Math.max(0, price - cash) / ratio) * kept;",
    to: "return Math.max(0, price - cash) * kept;",
    tests: [ACCOUNT],
  },
  {
    name: "split-multiplies-volume",
    fault: "adjusted volume is multiplied by the split ratio instead of divided",
    file: "engine/expression/derived-field.ts",
    from: "canonical(value[cell]! / factor)",
    to: "canonical(value[cell]! * factor)",
    tests: ["engine/expression/price-indicators.test.ts"],
  },
  {
    name: "spin-off-keeps-price",
    fault: "the parent of a spin-off is marked as if nothing had left it",
    file: "engine/backtest/action-rows.ts",
    from: "before.kept * (1 - received.costShare)",
    to: "before.kept",
    tests: [ACCOUNT],
  },
  {
    name: "delisting-without-loss",
    fault: "a delisted position is paid its last close without the delisting return",
    file: "engine/backtest/corporate-actions.ts",
    from: "marks.at(i) * (1 + delistReturn)",
    to: "marks.at(i)",
    tests: [BACKTEST],
  },
  {
    name: "fx-from-tomorrow",
    fault: "foreign money is valued at the fixing after the instant",
    file: "engine/backtest/fx-rates.ts",
    from: "series.usdPerUnit[count - 1]!",
    to: "series.usdPerUnit[Math.min(count, series.usdPerUnit.length - 1)]!",
    tests: [BACKTEST],
  },
  {
    name: "fx-without-minor-units",
    fault: "an exchange forgets that a won has no cents",
    file: "engine/accounting/book.ts",
    from: "(amount * rate * minorPerUnit[base]!) / minorPerUnit[currency]!",
    to: "amount * rate",
    tests: [BACKTEST],
  },
  {
    name: "fx-one-leg",
    fault: "an exchange of currencies books what is given and not what is received",
    file: "engine/accounting/book.ts",
    from: "    this.ledger.move(event, this.#setting.base, ACCOUNT.conversion, account, base);\n",
    to: "",
    tests: [ACCOUNT],
  },
  {
    name: "fee-sign",
    fault: "commission is received instead of paid",
    file: "engine/execution/costs/compile-costs.ts",
    from: "out.commission = roundMinor(",
    to: "out.commission = -roundMinor(",
    tests: [BACKTEST, "engine/execution/costs/compile-costs.test.ts"],
  },
  {
    name: "tax-forever",
    fault: "a tax goes on after the day on which it was abolished",
    file: "engine/execution/costs/compile-costs.ts",
    from: "date >= from[k]! && date < to[k]!",
    to: "date >= from[k]!",
    tests: ["engine/execution/costs/compile-costs.test.ts"],
  },
  {
    name: "borrow-fee-sign",
    fault: "who is short receives the fee for borrowed shares",
    file: "engine/accounting/accruals.ts",
    from: "this.#round(this.#currencies + currency, -fees[currency]!)",
    to: "this.#round(this.#currencies + currency, fees[currency]!)",
    tests: [DUE],
  },
  {
    name: "interest-per-session",
    fault: "interest is counted by session, so that weekends earn nothing",
    file: "engine/backtest/simulation.ts",
    from: "this.#accruals.accrue(at, date - before,",
    to: "this.#accruals.accrue(at, 1,",
    tests: [ACCOUNT],
  },
  {
    name: "lots-newest-first",
    fault: "a sale takes the newest lots when the oldest were asked for",
    file: "engine/accounting/lots.ts",
    from: 'this.#order === "fifo" ? this.#first',
    to: 'this.#order !== "fifo" ? this.#first',
    tests: ["engine/accounting/lots.test.ts"],
  },
  {
    name: "halves-upwards",
    fault: "halves of a cent are rounded upwards, so that a gain and its loss do not cancel",
    file: "engine/accounting/money.ts",
    from: "amount < 0 ? 0 - Math.floor(0.5 - amount) : Math.floor(amount + 0.5)",
    to: "Math.floor(amount + 0.5)",
    tests: ["engine/accounting/money.test.ts"],
  },
  {
    name: "settled-a-session-late",
    fault: "trades settle one session after they are due",
    file: "engine/backtest/settlement-row.ts",
    from: "row + settlementSessions(mic, sessionDates[row]!)",
    to: "row + 1 + settlementSessions(mic, sessionDates[row]!)",
    tests: [DUE],
  },
  {
    name: "cap-per-order",
    fault: "each order may take the volume cap for itself",
    file: "engine/execution/match-session.ts",
    from: "    this.#allowance -= size;\n",
    to: "",
    tests: [MATCH, ACCOUNT],
  },
  {
    name: "cap-per-auction",
    fault: "each phase of a session may take the volume cap anew",
    file: "engine/execution/match-session.ts",
    from: "Math.floor(this.#volumeCap * bar.volume) - book.volumeUsed[instrument]!;",
    to: "Math.floor(this.#volumeCap * bar.volume);",
    tests: [ACCOUNT],
  },
  {
    name: "gap-fills-at-stop",
    fault: "a stop that the open leaps over fills at the stop",
    file: "engine/execution/order-price.ts",
    from: "return Math.max(stop, Number.isNaN(open) ? low : open);",
    to: "return stop;",
    tests: [MATCH],
  },
  {
    name: "target-before-stop",
    fault: "in a bar that touches both, the target is filled and not the stop",
    file: "engine/execution/match-session.ts",
    from: `        this.#playStop(slot, moment);
    for (let slot = columns.head[this.#instrument]!; slot !== -1; slot = columns.next[slot]!)
      if (this.#isReady(slot, moment) && !this.#isFresh(slot)) this.#playPlain(slot, moment);
`,
    to: `        columns.type[slot];
    for (let slot = columns.head[this.#instrument]!; slot !== -1; slot = columns.next[slot]!)
      if (this.#isReady(slot, moment) && !this.#isFresh(slot)) this.#playPlain(slot, moment);
    for (let slot = columns.head[this.#instrument]!; slot !== -1; slot = columns.next[slot]!)
      if (isStopType(columns.type[slot]!) && this.#isReady(slot, moment) && !this.#isFresh(slot))
        this.#playStop(slot, moment);
`,
    tests: [MATCH],
  },
  {
    name: "trail-moves-back",
    fault: "a trailing stop follows the price in both directions",
    file: "engine/execution/trailing-stop.ts",
    from: "if (Number.isNaN(best) || (isBuy(columns, slot) ? price < best : price > best)) columns",
    to: "if (Number.isNaN(best) || price !== best) columns",
    tests: [MATCH],
  },
  {
    name: "bar-that-has-begun",
    fault: "an order placed while a session is under way fills at prices from before it was placed",
    file: "engine/backtest/order-desk.ts",
    from: "isUnderWay ? momentOf(row, CLOSING)",
    to: "isUnderWay ? momentOf(row, OPENING)",
    tests: ["engine/backtest/under-way-properties.test.ts"],
  },
  {
    name: "margin-of-net",
    fault: "the margin test sets shorts off against longs",
    file: "engine/backtest/simulation.ts",
    from: "navMinor * 100 < grossMinor * margin.maintenancePercent",
    to: "navMinor * 100 < Math.abs(netMinor) * margin.maintenancePercent",
    tests: ["engine/backtest/margin-properties.test.ts"],
  },
  {
    name: "strike-before-close",
    fault: "the book is valued before the rows that become known at that instant",
    file: "engine/backtest/timeline.ts",
    from: "if (due[k]! <= at) {",
    to: "if (due[k]! < at || (first !== -1 && due[k] === at)) {",
    tests: [BACKTEST],
  },
  {
    name: "history-of-tomorrow",
    fault: "a strategy's history ends with the row after the newest known one",
    file: "engine/backtest/known-data.ts",
    from: "const last = start + this.#knownRows[this.#marketOf[i]!]!;",
    to: "const last = Math.min(start + this.#knownRows[this.#marketOf[i]!]! + 1, this.#panel.offsets[i + 1]! - 1);",
    tests: [BACKTEST],
  },
  {
    name: "wall-clock-join",
    fault: "markets are joined by date: what is known later on the same day is seen already",
    file: "engine/expression/known-rows.ts",
    from: "countUpTo(market.decisionAt, at) - 1",
    to: "countUpTo(market.decisionAt, Math.ceil(at / 86_400_000_000) * 86_400_000_000) - 1",
    tests: [BACKTEST],
  },
  {
    name: "members-of-always",
    fault: "a strategy is offered names that are not in its universe at the time",
    file: "engine/backtest/known-data.ts",
    from: "for (const i of this.#order) if (this.isMember(i)) members.push(i);",
    to: "for (const i of this.#order) if (this.#knownRows[this.#marketOf[i]!]! >= 0) members.push(i);",
    tests: [BACKTEST],
  },
  {
    name: "warm-up-one-short",
    fault: "a lag declares one session less than it reads",
    file: "engine/expression/operators/lags.ts",
    from: "lookBack: ([n]) => n!,",
    to: "lookBack: ([n]) => Math.max(0, n! - 1),",
    tests: ["engine/expression/three-modes.test.ts"],
  },
  {
    name: "warm-up-deepest-only",
    fault: "windows in a chain do not add up",
    file: "engine/expression/plan-factor.ts",
    from: "deepest + ownLookBack(node)",
    to: "Math.max(deepest, ownLookBack(node))",
    tests: ["engine/expression/three-modes.test.ts"],
  },
  {
    name: "sum-by-place",
    fault: "a mean over instruments adds them up in the order in which the panel lists them",
    file: "engine/expression/operators/standardise.ts",
    from: "const mean = meanOf(sorted);",
    to: "const mean = meanOf(values!.filter((x) => !Number.isNaN(x)));",
    tests: ["engine/expression/evaluate-factor.test.ts"],
  },
  {
    name: "checkpoint-forgets-rounding",
    fault: "a resumed run starts its interest without what rounding has taken so far",
    file: "engine/backtest/simulation.ts",
    from: "accruals: this.#accruals.save(),",
    to: "accruals: this.#accruals.save().fill(0),",
    tests: [ACCOUNT],
  },
  {
    name: "checkpoint-of-any-run",
    fault: "a checkpoint is taken up by a run that is another",
    file: "engine/backtest/run-identity.ts",
    from: "if (saved?.[part] !== own[part])",
    to: "if (saved === undefined)",
    tests: ["engine/backtest/run-identity.test.ts"],
  },
  {
    name: "unsafe-in-silence",
    fault: "an event strategy trades at the close that it decides on, and the run does not say so",
    file: "engine/backtest/event-decider.ts",
    from: "    if (!this.#isUnsafe && isUnsafe(request)) throw this.#unsafe(iid);\n",
    to: "",
    tests: ["engine/backtest/hand-made-worlds.test.ts"],
  },
  {
    name: "peak-without-start",
    fault: "a drawdown is measured from the first period's end instead of the starting point",
    file: "engine/metrics/max-drawdown.ts",
    from: "drawdownSeries(levels)",
    to: "drawdownSeries(levels.subarray(1))",
    tests: [INDEPENDENT],
  },
  {
    name: "excess-kurtosis",
    fault: "kurtosis is the excess over that of a normal sample",
    file: "engine/metrics/higher-moments.ts",
    from: "m.value.fourth / (m.value.second * m.value.second)",
    to: "m.value.fourth / (m.value.second * m.value.second) - 3",
    tests: [INDEPENDENT],
  },
  {
    name: "excess-kurtosis-in-psr",
    fault: "the probabilistic Sharpe ratio takes its kurtosis for the excess",
    file: "engine/metrics/sharpe-variance.ts",
    from: "((rawKurtosis - 1) / 4)",
    to: "((rawKurtosis + 2) / 4)",
    tests: [KNOWN_ANSWERS],
  },
  {
    name: "downside-of-losers",
    fault: "the downside deviation divides by the number of losses",
    file: "engine/metrics/downside-deviation.ts",
    from: "squares / present.value.length",
    to: "squares / present.value.filter((r) => r < minimumReturn).length",
    tests: [KNOWN_ANSWERS],
  },
  {
    name: "population-deviation",
    fault: "the deviation of a sample divides by n",
    file: "engine/metrics/returns.ts",
    from: "coMoment(values, values) / (values.length - 1)",
    to: "coMoment(values, values) / values.length",
    tests: [KNOWN_ANSWERS],
  },
  {
    name: "events-forget-rows",
    fault: "kept events are named without the rows they were made from",
    file: "store/panel/events-key.ts",
    from: "JSON.stringify([rows, sql, field])",
    to: "JSON.stringify([sql, field])",
    tests: [KEPT_EVENTS],
  },
  {
    name: "events-forget-batch",
    fault: "the name of kept events forgets all batches but the first",
    file: "store/panel/events-key.ts",
    from: "? sha256(found!.batches)",
    to: '? sha256(found!.batches.split("\\n")[0]!)',
    tests: [KEPT_EVENTS],
  },
  {
    name: "events-believed",
    fault: "kept events are believed whatever their sum says",
    file: "store/panel/column-file.ts",
    from: "if (kind.hasSums && crc32(bytes)",
    to: "if (!kind.hasSums && crc32(bytes)",
    tests: [KEPT_EVENTS],
  },
  {
    name: "events-see-ahead",
    fault: "a panel hears of what became known after its last decision",
    file: "store/panel/field-events.ts",
    from: "knownAt[end - 1]! > until) end--",
    to: "knownAt[end - 1]! > until + 86_400_000_000) end--",
    tests: ["store/panel/field-events.test.ts"],
  },
  {
    name: "signal-trades-early",
    fault: "a signal by itself is traded at the open of the session that it is decided after",
    file: "engine/signals/signal-account.ts",
    from: "isWanted = !isWanted;\n      k++;",
    to: "isWanted = !isWanted;",
    tests: [SIGNAL],
  },
  {
    name: "signal-survives-delisting",
    fault: "what a signal holds keeps its last close when the listing ends",
    file: "engine/signals/signal-account.ts",
    from: "this.#mark(this.#shares * this.#last * (1 + delistReturn));",
    to: "",
    tests: [SIGNAL],
  },
  {
    name: "late-counts-untold",
    fault: "what is told late is booked as if what is told later still were known",
    file: "engine/backtest/late-actions.ts",
    from: "} else if (this.#isBooked[value] === 0) continue;",
    to: "}",
    tests: ["engine/backtest/late-actions.test.ts"],
  },
];
