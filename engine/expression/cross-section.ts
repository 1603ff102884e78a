import type { PanelInstrument } from "../contract/panel.ts";
import { invariant } from "../invariant.ts";
import type { Factor } from "./factor.ts";
import type { CrossSectionContext } from "./operator.ts";

/** What a cross-section is evaluated over; the same whether a panel or a stream of sessions holds it. */
export interface CrossSectionWorld {
  readonly instruments: readonly PanelInstrument[];
}

/** Instruments are never changed, and a sweep evaluates thousands of factors over the same ones. */
const contexts = new WeakMap<readonly PanelInstrument[], CrossSectionContext>();

/** Instruments by ascending id, and the market of each: made once for the same list of them. */
export function crossSectionContext({ instruments }: CrossSectionWorld): CrossSectionContext {
  let context = contexts.get(instruments);
  if (!context) {
    context = createContext(instruments);
    contexts.set(instruments, context);
  }
  return context;
}

function createContext(instruments: readonly PanelInstrument[]): CrossSectionContext {
  const ids = instruments.map(({ iid }) => iid);
  const order = Int32Array.from(ids.keys()).sort((a, b) =>
    ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : 0,
  );
  return { order, marketOf: Int32Array.from(instruments, ({ market }) => market) };
}

/**
 * The values of a factor at one instant after the other, one per instrument: NaN where it is missing or the instrument
 * is not a member.
 */
export class CrossSection {
  readonly #context: CrossSectionContext;
  readonly #steps: readonly {
    readonly node: Factor;
    readonly inputs: Float64Array[];
    readonly values: Float64Array;
    /** Of a time-series or constant part: its newest known values. */
    readonly series: Float64Array | null;
  }[];

  readonly #others: Int32Array;

  /**
   * @param seriesOf the newest known values of a time-series or constant part, of one instant or of several one behind
   *   the other: always the same array
   */
  constructor(
    factor: Factor,
    size: number,
    context: CrossSectionContext,
    seriesOf: (node: Factor) => Float64Array,
  ) {
    this.#context = context;
    this.#others = new Int32Array(size);
    const done = new Map<string, Float64Array>();
    const steps: {
      node: Factor;
      inputs: Float64Array[];
      values: Float64Array;
      series: Float64Array | null;
    }[] = [];
    const plan = (node: Factor): Float64Array => {
      const known = done.get(node.key);
      if (known) return known;
      const isAcross = node.axis === "cross-sectional";
      const inputs = isAcross ? node.inputs.map(plan) : [];
      const values = new Float64Array(size);
      done.set(node.key, values);
      steps.push({ node, inputs, values, series: isAcross ? null : seriesOf(node) });
      return values;
    };
    plan(factor);
    this.#steps = steps;
  }

  /**
   * Of an instant whose values lie from `offset` on in the series, and from `memberOffset` on in `isMember`; those of
   * instruments that are not members are not looked at. What is returned is overwritten by the next call.
   * @param areAllMembers when that is known, nobody is asked
   */
  evaluate(
    isMember: Uint8Array,
    memberOffset = 0,
    areAllMembers = false,
    offset = memberOffset,
  ): Float64Array {
    const others = areAllMembers ? 0 : listOthers(isMember, memberOffset, this.#others);
    for (const { node, inputs, values, series } of this.#steps) {
      const { operator, parameters } = node;
      if (series) copyFrom(series, offset, values);
      else if (operator.kind === "cross-section") operator.run(inputs, values, parameters, this.#context);
      else {
        invariant(operator.kind === "pointwise", `${operator.name} joins cross-sections`);
        operator.run(inputs, values, 0, values.length, parameters);
      }
      // Also behind an operator: a missing value may have been given another one.
      for (let k = 0; k < others; k++) values[this.#others[k]!] = Number.NaN;
    }
    return this.#steps.at(-1)!.values;
  }
}

// Functions of their own, because what is compiled for an object is thrown away with it.

/** Copying a few cells costs less than asking for it. */
const FEW = 64;

function copyFrom(series: Float64Array, offset: number, values: Float64Array): void {
  if (values.length > FEW) values.set(series.subarray(offset, offset + values.length));
  else for (let i = 0; i < values.length; i++) values[i] = series[offset + i]!;
}

/** Lists who is no member, and says how many they are. */
function listOthers(isMember: Uint8Array, offset: number, others: Int32Array): number {
  let count = 0;
  for (let i = 0; i < others.length; i++) if (isMember[offset + i] !== 1) others[count++] = i;
  return count;
}
