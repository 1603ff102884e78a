import { ArgumentError } from "../argument-error.ts";
import type { PanelInstrument } from "../contract/panel.ts";
import { CrossSection, crossSectionContext } from "./cross-section.ts";
import { derivedFields, storedFieldsOf } from "./derived-names.ts";
import { type ActionColumns, DERIVED_STATE, initialDerived, stepDerived } from "./derived-step.ts";
import type { Factor } from "./factor.ts";
import { unknownField } from "./fields.ts";
import { runPointwise, type SeriesProgram, seriesProgram } from "./series-program.ts";

/** The instruments of a stream and their markets, as a panel has them; all of them from the beginning. */
export interface StreamWorld {
  readonly markets: readonly { readonly mic: string }[];
  readonly instruments: readonly PanelInstrument[];
  /** As `Panel.sharesSplitFactor`, at the first session that is pushed. */
  readonly sharesSplitFactor?: Float64Array;
}

/** One session of one market: what a panel has in one row of its instruments. */
export interface StreamSession {
  /** Place among the markets. */
  readonly market: number;
  /** Absolute session number: one more than that of the market's session before. */
  readonly sessionNumber: number;
  /** Stored fields by name, one value per instrument of the stream; those of other markets are not read. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** 1 per instrument that is a member of the universe; those of other markets are not read. */
  readonly members: Uint8Array;
  /** Actions of the session, ordered by instrument. */
  readonly actions: ActionColumns & { readonly instrument: Int32Array };
}

/** Everything a stream remembers, as plain data: numbers and typed arrays, fit for a file. */
export interface FactorStreamState {
  /** Of the factor: a state fits only its own. */
  readonly key: string;
  readonly iids: readonly string[];
  /** The newest session per market; NaN before the first. */
  readonly sessions: Float64Array;
  readonly isMember: Uint8Array;
  /** Per step of the factor: its newest value and what it remembers, instrument by instrument. */
  readonly values: readonly Float64Array[];
  readonly memory: readonly Float64Array[];
}

/**
 * Evaluates a factor one session at a time: `push` each session of each market in the order of their decision
 * instants; `values` are then those of `evaluateFactor(…).at(instant)`, bit for bit. Memory and work of a push are
 * those of the windows, whatever the length of the history.
 *
 * @example const stream = createFactorStream(field.close.mean(20).rank(), panel);
 */
export class FactorStream {
  readonly #factor: Factor;
  readonly #world: StreamWorld;
  readonly #program: SeriesProgram;
  readonly #crossSection: CrossSection;
  /** Per market its instruments, ascending. */
  readonly #instruments: readonly Int32Array[];
  readonly #sessions: Float64Array;
  readonly #isMember: Uint8Array;
  readonly #values: readonly Float64Array[];
  readonly #memory: readonly Float64Array[];
  /** Per step the newest values it reads, and by the key of a node its own. */
  readonly #inputs: readonly (readonly Float64Array[])[];
  readonly #valuesByKey: ReadonlyMap<string, Float64Array>;
  /** One view per step and instrument of its memory. */
  readonly #states: readonly (readonly Float64Array[])[];

  constructor(factor: Factor, world: StreamWorld, saved?: FactorStreamState) {
    const size = world.instruments.length;
    this.#factor = factor;
    this.#world = world;
    this.#program = seriesProgram(factor);
    this.#crossSection = new CrossSection(factor, size, crossSectionContext(world));
    this.#instruments = world.markets.map((_, market) =>
      Int32Array.from(world.instruments.keys()).filter((i) => world.instruments[i]!.market === market),
    );
    if (saved) requireFitting(saved, factor, world, this.#program);
    this.#sessions = saved?.sessions.slice() ?? new Float64Array(world.markets.length).fill(Number.NaN);
    this.#isMember = saved?.isMember.slice() ?? new Uint8Array(size);
    this.#values =
      saved?.values.map((each) => each.slice()) ??
      this.#program.steps.map(() => new Float64Array(size).fill(Number.NaN));
    this.#memory = saved?.memory.map((each) => each.slice()) ?? freshMemory(this.#program, world);
    this.#inputs = this.#program.steps.map(({ inputs }) => inputs.map((input) => this.#values[input]!));
    this.#valuesByKey = new Map(
      this.#program.steps.map(({ node }, place) => [node.key, this.#values[place]!]),
    );
    this.#states = this.#memory.map((memory) => {
      const length = size === 0 ? 0 : memory.length / size;
      return Array.from({ length: size }, (_, i) => memory.subarray(i * length, (i + 1) * length));
    });
  }

  /** Takes up one session. Throws an ArgumentError ("unknown-field", or for a session out of turn). */
  push(session: StreamSession): void {
    const { market, sessionNumber } = session;
    const before = this.#sessions[market];
    if (before === undefined) throw new ArgumentError(`there is no market ${market} in the stream`);
    if (!Number.isNaN(before) && sessionNumber !== before + 1)
      throw new ArgumentError(
        `session ${before + 1} of ${this.#world.markets[market]!.mic} is next, was ${sessionNumber}`,
      );
    const columns = this.#program.steps.map(({ node }) =>
      node.operator.kind === "field"
        ? storedFieldsOf(node.operator.name).map((name) => columnOf(session, name))
        : [],
    );
    this.#sessions[market] = sessionNumber;
    for (const i of this.#instruments[market]!) this.#isMember[i] = session.members[i]!;
    this.#program.steps.forEach((step, place) => {
      const { operator, parameters } = step.node;
      const output = this.#values[place]!;
      const inputs = this.#inputs[place]!;
      const states = this.#states[place]!;
      if (operator.kind === "window")
        for (const i of this.#instruments[market]!)
          operator.run(inputs, output, i, i + 1, sessionNumber, parameters, states[i]!);
      // Those of other markets are computed again from what they were computed from.
      else if (operator.kind !== "field") runPointwise(step, inputs, output, 0, output.length);
      else if (derivedFields.includes(operator.name))
        this.#advanceDerived(operator.name, market, columns[place]!, session.actions, output, states);
      else for (const i of this.#instruments[market]!) output[i] = columns[place]![0]![i]!;
    });
  }

  /** One value per instrument: NaN where it is missing or the instrument is not a member on its newest session. */
  values(): Float64Array {
    return this.#crossSection.evaluate(this.#isMember, (node) => this.#valuesByKey.get(node.key)!).slice();
  }

  /** A copy of everything remembered; a stream made with it goes on as if there had been no break. */
  save(): FactorStreamState {
    return {
      key: this.#factor.key,
      iids: this.#world.instruments.map(({ iid }) => iid),
      sessions: this.#sessions.slice(),
      isMember: this.#isMember.slice(),
      values: this.#values.map((each) => each.slice()),
      memory: this.#memory.map((each) => each.slice()),
    };
  }

  #advanceDerived(
    name: string,
    market: number,
    [values, shares]: readonly Float64Array[],
    actions: StreamSession["actions"],
    output: Float64Array,
    states: readonly Float64Array[],
  ): void {
    let last = 0;
    for (const i of this.#instruments[market]!) {
      let first = last;
      while (actions.instrument[first]! < i) first++;
      last = first;
      while (actions.instrument[last] === i) last++;
      output[i] = stepDerived(name, values![i]!, shares ? shares[i]! : 1, actions, first, last, states[i]!);
    }
  }
}

/**
 * A stream of a factor, from the first session on or from a saved state.
 * Throws an ArgumentError for a state of another factor or of other instruments.
 */
export function createFactorStream(
  factor: Factor,
  world: StreamWorld,
  saved?: FactorStreamState,
): FactorStream {
  return new FactorStream(factor, world, saved);
}

function columnOf(session: StreamSession, name: string): Float64Array {
  const column = Object.hasOwn(session.columns, name) ? session.columns[name] : undefined;
  if (!column) throw unknownField(name, Object.keys(session.columns));
  return column;
}

function freshMemory({ steps }: SeriesProgram, world: StreamWorld): Float64Array[] {
  const size = world.instruments.length;
  return steps.map(({ node: { operator, parameters } }) => {
    if (operator.kind === "window") {
      const initial = operator.initialState(parameters);
      const memory = new Float64Array(initial.length * size);
      for (let i = 0; i < size; i++) memory.set(initial, i * initial.length);
      return memory;
    }
    if (operator.kind !== "field" || !derivedFields.includes(operator.name)) return new Float64Array(0);
    const memory = new Float64Array(DERIVED_STATE * size);
    for (let i = 0; i < size; i++)
      memory.set(initialDerived(world.sharesSplitFactor?.[i] ?? 1), i * DERIVED_STATE);
    return memory;
  });
}

function requireFitting(
  saved: FactorStreamState,
  factor: Factor,
  world: StreamWorld,
  program: SeriesProgram,
): void {
  const isSame =
    saved.key === factor.key &&
    saved.iids.length === world.instruments.length &&
    saved.iids.every((iid, i) => iid === world.instruments[i]!.iid) &&
    saved.sessions.length === world.markets.length &&
    saved.values.length === program.steps.length &&
    freshMemory(program, world).every((memory, place) => memory.length === saved.memory[place]?.length);
  if (!isSame) throw new ArgumentError("the saved state is of another factor or of other instruments");
}
