import { minorPerUnit } from "../accounting/money.ts";
import { ArgumentError } from "../argument-error.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import type { OpenOrder, OrderChange, OrderRequest, SingleOrder } from "../contract/orders.ts";
import type { Panel } from "../contract/panel.ts";
import { isUnsafeFillPolicy } from "../execution/order-codes.ts";
import type { ParameterValues } from "../strategy/parameters.ts";
import type { BarContext, Strategy } from "../strategy/strategy.ts";
import { clonePlain } from "./clone-plain.ts";
import { KnownData } from "./known-data.ts";
import { formatSessionDate } from "./rebalance-sessions.ts";
import type { Decider, Simulation, Strike } from "./simulation.ts";
import { toWeights } from "./target-weights.ts";

type EventStrategy = Extract<Strategy, { kind: "event" }>;

/** A strategy that is called at each strike and places orders. Between strikes it keeps what is in `state`. */
export class EventDecider implements Decider {
  readonly #strategy: EventStrategy;
  readonly #context: EventContext;

  constructor(
    simulation: Simulation,
    strategy: EventStrategy,
    parameters: ParameterValues,
    panel: Panel,
    order: Int32Array,
    config: BacktestConfig,
  ) {
    this.#strategy = strategy;
    const known = new KnownData(panel, strategy.needs, order, simulation.marks.knownRows);
    this.#context = new EventContext(simulation, strategy, known, parameters, panel, config);
  }

  decide(strike: Strike): void {
    EventContext.begin(this.#context, strike);
    this.#strategy.onBar(this.#context);
  }

  save(): unknown {
    return clonePlain(this.#context.state);
  }

  restore(saved: unknown): void {
    this.#context.state = clonePlain(saved) as Record<string, unknown>;
  }
}

/** One object for all strikes of a run: there may be millions. */
class EventContext implements BarContext {
  #strike: Strike = { at: Number.NaN, date: 0, navMinor: 0, isRebalance: false };
  state: Record<string, unknown>;
  readonly p: ParameterValues;
  readonly #simulation: Simulation;
  readonly #strategy: EventStrategy;
  readonly #known: KnownData;
  readonly #panel: Panel;
  readonly #minor: number;
  /** Whether the run says of itself that it trades on prices that were not known yet. */
  readonly #isUnsafe: boolean;

  constructor(
    simulation: Simulation,
    strategy: EventStrategy,
    known: KnownData,
    parameters: ParameterValues,
    panel: Panel,
    config: BacktestConfig,
  ) {
    this.#simulation = simulation;
    this.#strategy = strategy;
    this.#known = known;
    this.#panel = panel;
    this.#minor = minorPerUnit(config.currency);
    this.#isUnsafe = isUnsafeFillPolicy(config.fillAt ?? "next-open");
    this.p = Object.freeze({ ...parameters });
    this.state = clonePlain(strategy.state) as Record<string, unknown>;
  }

  /** Moves on to a strike. Not a method of the object, which is in the hands of the strategy. */
  static begin(context: EventContext, strike: Strike): void {
    context.#strike = strike;
  }

  get at(): number {
    return this.#strike.at;
  }

  get date(): number {
    return this.#strike.date;
  }

  get isRebalance(): boolean {
    return this.#strike.isRebalance;
  }

  get nav(): number {
    return this.#strike.navMinor / this.#minor;
  }

  get cash(): number {
    return this.#simulation.book.moneyMinor(this.#simulation.rates) / this.#minor;
  }

  get members(): readonly string[] {
    return this.#known.members().map((i) => this.#known.iidOf(i));
  }

  value(iid: string, field: string): number {
    return this.#known.value(iid, field);
  }

  latest(field: string): ReadonlyMap<string, number> {
    return this.#known.latest(field);
  }

  history(iid: string, field: string, n: number): Float64Array {
    return this.#known.history(iid, field, n);
  }

  position(iid: string): number {
    const i = this.#indexOf(iid);
    return i < 0 ? 0 : this.#simulation.book.shares[i]!;
  }

  orders(iid: string): readonly OpenOrder[] {
    const i = this.#indexOf(iid);
    return i < 0 ? [] : this.#simulation.desk.openOrders(i);
  }

  submit(iid: string, request: OrderRequest): number {
    const i = this.#tradable(iid);
    if (!this.#isUnsafe && isUnsafe(request)) throw this.#unsafe(iid);
    return this.#simulation.desk.submit(i, request, this.at);
  }

  cancel(id: number): boolean {
    return this.#simulation.desk.cancel(id, this.at);
  }

  amend(id: number, change: OrderChange): void {
    this.#simulation.desk.amend(id, change, this.at);
  }

  targetShares(iid: string, shares: number): void {
    const i = this.#tradable(iid);
    if (!Number.isInteger(shares))
      throw new ArgumentError(`target shares must be a whole number, was ${shares}`);
    this.#simulation.targetShares(i, shares, this.at);
  }

  targetPercent(iid: string, percent: number): void {
    const i = this.#tradable(iid);
    if (!Number.isFinite(percent))
      throw new ArgumentError(`target percent must be a finite number, was ${percent}`);
    this.#simulation.targetWeight(i, percent / 100, this.#strike);
  }

  targetWeights(weights: Readonly<Record<string, number>>): void {
    const full = toWeights(weights, this.#strategy, this.#known, this.#panel, this.date);
    this.#simulation.rebalanceTo(full, this.#strike);
  }

  /** Of what is known, or is the account's: a spin-off may have brought what was never a member. −1 for any other. */
  #indexOf(iid: string): number {
    const known = this.#known.indexOf(iid);
    if (known >= 0) return known;
    const { book, desk } = this.#simulation;
    const i = this.#known.indexInPanel(iid);
    return i >= 0 && (book.shares[i] !== 0 || desk.hasOrders(i)) ? i : -1;
  }

  #tradable(iid: string): number {
    const i = this.#indexOf(iid);
    const isHeld = i >= 0 && this.#simulation.book.shares[i] !== 0;
    if (i >= 0 && (isHeld || this.#known.isMember(i))) return i;
    throw new ArgumentError(
      `"${this.#strategy.name}" on ${formatSessionDate(this.date)} orders ${iid}, which is neither held nor a member of ${this.#strategy.universe} then`,
      "unknown-instrument",
      { strategy: this.#strategy.name, date: formatSessionDate(this.date), instrument: iid },
    );
  }
  #unsafe(iid: string): ArgumentError {
    const [strategy, date] = [this.#strategy.name, formatSessionDate(this.date)];
    return new ArgumentError(
      `"${strategy}" on ${date} orders ${iid} at the close it decides on: a run does that only with fillAt "same-bar-close", and then says so`,
      "bad-argument",
      { fault: "unsafe-fill", strategy, date, instrument: iid },
    );
  }
}

/** Whether an order, or a part of it, would fill at the close that was decided on. */
function isUnsafe(request: OrderRequest): boolean {
  const isPart = (order: SingleOrder) =>
    order.type === "market" && order.fillAt !== undefined && isUnsafeFillPolicy(order.fillAt);
  if (request.type === "one-cancels-other") return request.orders?.some(isPart) ?? false;
  return isPart(request.type === "bracket" ? request.entry : request);
}
