import type { InputControl } from "../contract/display.ts";
import { parseDay } from "./dates.ts";

/** How inputs reach the cell that makes them. */
export interface InputHost {
  readonly show: (input: InputControl) => void;
  /** What the reader chose, as text; undefined until then. */
  readonly chosen: (name: string) => string | undefined;
}

const namePattern = /^[\p{L}_][\p{L}\p{N}_-]{0,39}$/u;

const named = (name: string, label: string | undefined) => {
  if (typeof name !== "string" || !namePattern.test(name))
    throw new TypeError(
      `an input's name must be letters, digits, _ and -, at most 40, was ${JSON.stringify(name)}; its label may be any text`,
    );
  return { name, label: String(label ?? name).slice(0, 200) };
};
const finite = (what: string, value: number): number => {
  if (!Number.isFinite(value)) throw new RangeError(`${what} must be a finite number, was ${String(value)}`);
  return value;
};
const clamp = (value: number, min: number | null, max: number | null): number =>
  Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, value));
const isDay = (text: string): boolean => {
  try {
    parseDay("a date", text);
    return true;
  } catch {
    return false;
  }
};

/**
 * The inputs of the research API: each shows a control and gives its value. What a reader chose and an edit of the code
 * no longer allows gives way to the nearest value that it does, or to the one the code names.
 */
export const createInputs = ({ show, chosen }: InputHost) => {
  const numberOf = (name: string, otherwise: number): number => {
    const text = chosen(name);
    const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
    return Number.isFinite(value) ? value : otherwise;
  };
  return Object.freeze({
    slider: (name: string, options: SliderInput): number => {
      const min = finite("min", options.min);
      const max = finite("max", options.max);
      const step = finite("step", options.step ?? 1);
      if (!(min < max)) throw new RangeError(`min must be below max, was ${min} and ${max}`);
      if (!(step > 0)) throw new RangeError(`step must be above 0, was ${step}`);
      const value = clamp(numberOf(name, finite("value", options.value ?? min)), min, max);
      show({ type: "slider", ...named(name, options.label), value, min, max, step });
      return value;
    },
    number: (name: string, options: NumberInput): number => {
      const min = options.min === undefined ? null : finite("min", options.min);
      const max = options.max === undefined ? null : finite("max", options.max);
      const value = clamp(numberOf(name, finite("value", options.value)), min, max);
      show({ type: "number", ...named(name, options.label), value, min, max });
      return value;
    },
    select: <Choice extends string>(name: string, options: SelectInput<Choice>): Choice => {
      const choices = options.options.map(String) as Choice[];
      if (choices.length === 0 || choices.length > 1_000)
        throw new RangeError(`an input offers 1 to 1000 options, was ${choices.length}`);
      const wanted = (chosen(name) ?? options.value ?? choices[0]) as Choice;
      const value = choices.includes(wanted) ? wanted : choices[0]!;
      show({ type: "select", ...named(name, options.label), value, options: choices });
      return value;
    },
    date: (name: string, options: DateInput): string => {
      for (const key of ["value", "min", "max"] as const)
        if (options[key] !== undefined) parseDay(key, options[key]);
      const text = chosen(name);
      const wanted = text !== undefined && isDay(text) ? text : options.value;
      const { min = null, max = null } = options;
      const value = min !== null && wanted < min ? min : max !== null && wanted > max ? max : wanted;
      show({ type: "date", ...named(name, options.label), value, min, max });
      return value;
    },
    toggle: (name: string, options: ToggleInput = {}): boolean => {
      const text = chosen(name);
      const value = text === "true" || text === "false" ? text === "true" : (options.value ?? false) === true;
      show({ type: "toggle", ...named(name, options.label), value });
      return value;
    },
    text: (name: string, options: TextInput = {}): string => {
      const value = (chosen(name) ?? String(options.value ?? "")).slice(0, 2_000);
      show({ type: "text", ...named(name, options.label), value });
      return value;
    },
  });
};
