import { ArgumentError } from "../argument-error.ts";
import type { PanelInstrument } from "../contract/panel.ts";
import { CrossSection, crossSectionContext } from "./cross-section.ts";
import { derivedFields, storedFieldsOf } from "./derived-names.ts";
import { type ActionColumns, initialDerived, stepDerived } from "./derived-step.ts";
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
 * A session that is still under way is taken up by `form` in place of `push`, and by `revise` as often as something
 * of it is known anew; the values are always those of the session as it was told last.
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
  /** Per step the newest values it reads. */
  readonly #inputs: readonly (readonly Float64Array[])[];
  /** One view per step and instrument of its memory. */
  readonly #states: readonly (readonly Float64Array[])[];
  /** Per market the number of its session under way; NaN when its newest one is over. */
  readonly #underWay: Float64Array;
  /** As `#states`, before the session under way; null until there is one. */
  #before: readonly (readonly Float64Array[])[] | null = null;

  constructor(factor: Factor, world: StreamWorld, saved?: FactorStreamState) {
    const size = world.instruments.length;
    this.#factor = factor;
    this.#world = world;
    this.#program = seriesProgram(factor);
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
    const valuesByKey = new Map(
      this.#program.steps.map(({ node }, place) => [node.key, this.#values[place]!]),
    );
    const seriesOf = (node: Factor) => valuesByKey.get(node.key)!;
    this.#crossSection = new CrossSection(factor, size, crossSectionContext(world), seriesOf);
    this.#states = this.#memory.map((memory) => statesIn(memory, size));
    this.#underWay = new Float64Array(world.markets.length).fill(Number.NaN);
  }

  /** Takes up one session. Throws an ArgumentError ("unknown-field", or for a session out of turn). */
  push(session: StreamSession): void {
    const columns = this.#begin(session);
    this.#underWay[session.market] = Number.NaN;
    this.#advance(session, columns, this.#instruments[session.market]!, true);
  }

  /** Takes up a session that is not over, as far as it is known. Throws as `push` does. */
  form(session: StreamSession): void {
    const columns = this.#begin(session);
    this.#before ??= this.#memory.map((memory) =>
      statesIn(new Float64Array(memory.length), this.#world.instruments.length),
    );
    for (const i of this.#instruments[session.market]!)
      this.#states.forEach((states, place) => {
        this.#before![place]![i]!.set(states[i]!);
      });
    this.#underWay[session.market] = session.sessionNumber;
    this.#advance(session, columns, this.#instruments[session.market]!, true);
  }

  /**
   * Takes up anew what is known of some instruments in a session that `form` began: the work is theirs alone. Throws an
   * ArgumentError for another session.
   *
   * @param instruments places of instruments of the session's market, ascending
   */
  revise(session: StreamSession, instruments: Int32Array): void {
    const { market, sessionNumber } = session;
    if (this.#underWay[market] !== sessionNumber)
      throw new ArgumentError(`session ${sessionNumber} is not under way: begin it with form`);
    const columns = this.#columnsOf(session);
    for (const i of instruments)
      this.#states.forEach((states, place) => {
        states[i]!.set(this.#before![place]![i]!);
      });
    this.#advance(session, columns, instruments, false);
  }

  /** Checks that the session is the next one of its market; gives the columns that each step reads. */
  #begin(session: StreamSession): readonly (readonly Float64Array[])[] {
    const { market, sessionNumber } = session;
    const before = this.#sessions[market];
    if (before === undefined) throw new ArgumentError(`there is no market ${market} in the stream`);
    if (!Number.isNaN(before) && sessionNumber !== before + 1)
      throw new ArgumentError(
        `session ${before + 1} of ${this.#world.markets[market]!.mic} is next, was ${sessionNumber}`,
      );
    const columns = this.#columnsOf(session);
    this.#sessions[market] = sessionNumber;
    for (const i of this.#instruments[market]!) this.#isMember[i] = session.members[i]!;
    return columns;
  }

  #columnsOf(session: StreamSession): readonly (readonly Float64Array[])[] {
    return this.#program.steps.map(({ node }) =>
      node.operator.kind === "field"
        ? storedFieldsOf(node.operator.name).map((name) => columnOf(session, name))
        : [],
    );
  }

  #advance(
    { sessionNumber, actions }: StreamSession,
    columns: readonly (readonly Float64Array[])[],
    instruments: Int32Array,
    isWhole: boolean,
  ): void {
    this.#program.steps.forEach((step, place) => {
      const { operator, parameters } = step.node;
      const output = this.#values[place]!;
      const inputs = this.#inputs[place]!;
      const states = this.#states[place]!;
      if (operator.kind === "window")
        for (const i of instruments)
          operator.run(inputs, output, i, i + 1, sessionNumber, parameters, states[i]!);
      else if (operator.kind !== "field") {
        // Those of other markets are computed again from what they were computed from.
        if (isWhole) runPointwise(step, inputs, output, 0, output.length);
        else for (const i of instruments) runPointwise(step, inputs, output, i, i + 1);
      } else if (derivedFields.includes(operator.name))
        this.#advanceDerived(operator.name, instruments, columns[place]!, actions, output, states);
      else for (const i of instruments) output[i] = columns[place]![0]![i]!;
    });
  }

  /** One value per instrument: NaN where it is missing or the instrument is not a member on its newest session. */
  values(): Float64Array {
    return this.#crossSection.evaluate(this.#isMember).slice();
  }

  /**
   * A copy of everything remembered; a stream made with it goes on as if there had been no break. A session under way
   * is over for it.
   */
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
    instruments: Int32Array,
    [values, shares]: readonly Float64Array[],
    actions: StreamSession["actions"],
    output: Float64Array,
    states: readonly Float64Array[],
  ): void {
    let last = 0;
    for (const i of instruments) {
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

/** How many numbers a stream of a factor remembers of each instrument. */
export function rememberedNumbers(factor: Factor): number {
  const { steps } = seriesProgram(factor);
  return steps.reduce((sum, { node }) => sum + initialOf(node, 1).length, 0);
}

/** What a step remembers of an instrument of which nothing was seen. */
function initialOf({ operator, parameters }: Factor, sharesSplitFactor: number): Float64Array {
  if (operator.kind === "window") return operator.initialState(parameters);
  const isDerived = operator.kind === "field" && derivedFields.includes(operator.name);
  return isDerived ? initialDerived(sharesSplitFactor) : new Float64Array(0);
}

function columnOf(session: StreamSession, name: string): Float64Array {
  const column = Object.hasOwn(session.columns, name) ? session.columns[name] : undefined;
  if (!column) throw unknownField(name, Object.keys(session.columns));
  return column;
}

/** One view per instrument of a step's memory. */
function statesIn(memory: Float64Array, size: number): Float64Array[] {
  const length = size === 0 ? 0 : memory.length / size;
  return Array.from({ length: size }, (_, i) => memory.subarray(i * length, (i + 1) * length));
}

function freshMemory({ steps }: SeriesProgram, world: StreamWorld): Float64Array[] {
  const size = world.instruments.length;
  return steps.map(({ node }) => {
    const initial = initialOf(node, 1);
    const memory = new Float64Array(initial.length * size);
    for (let i = 0; i < size && initial.length > 0; i++) {
      const factor = world.sharesSplitFactor?.[i] ?? 1;
      memory.set(factor === 1 ? initial : initialOf(node, factor), i * initial.length);
    }
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
