import { createRandom, deterministicMath } from "../../engine/index.ts";

/** What a run changes of the replaced globals: the clock, and where Math.random starts. */
export interface Determinism {
  begin(clockMs: number, seed: number): void;
}

const utcMethods = [
  "FullYear",
  "Month",
  "Date",
  "Hours",
  "Minutes",
  "Seconds",
  "Milliseconds",
  "Day",
] as const;

const createDate = (RealDate: DateConstructor, now: () => number): DateConstructor => {
  // Texts without an offset and separate fields mean UTC, whatever the machine's own time zone is.
  const parse = (text: string): number => {
    const isLocal =
      /\d{1,2}:\d{2}/.test(text) && !/(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})\s*(?:\(.*\))?$/i.test(text);
    return RealDate.parse(isLocal ? `${text}Z` : text);
  };
  const dateOf = (values: readonly unknown[]): Date => {
    if (values.length === 0) return new RealDate(now());
    if (values.length === 1) {
      const [value] = values;
      return new RealDate(typeof value === "string" ? parse(value) : (value as number));
    }
    return new RealDate(RealDate.UTC(...(values as Parameters<DateConstructor["UTC"]>)));
  };
  // biome-ignore lint/suspicious/noShadowRestrictedNames: it stands in for Date, also by name
  const replacement = function Date(this: unknown, ...values: unknown[]): unknown {
    if (!new.target) return new RealDate(now()).toISOString();
    const date = dateOf(values);
    return new.target === (replacement as unknown)
      ? date
      : Object.setPrototypeOf(date, new.target.prototype as object);
  };
  const { prototype } = RealDate;
  const define = (name: string, value: unknown) =>
    Object.defineProperty(prototype, name, { value, writable: true, enumerable: false, configurable: true });
  for (const part of utcMethods) {
    const methods = prototype as unknown as Record<string, unknown>;
    define(`get${part}`, methods[`getUTC${part}`]);
    if (part !== "Day") define(`set${part}`, methods[`setUTC${part}`]);
  }
  define("getTimezoneOffset", () => 0);
  for (const name of ["toString", "toLocaleString"]) define(name, prototype.toISOString);
  const toISOString = prototype.toISOString;
  for (const name of ["toDateString", "toLocaleDateString"]) {
    define(name, function (this: Date) {
      return toISOString.call(this).slice(0, 10);
    });
  }
  for (const name of ["toTimeString", "toLocaleTimeString"]) {
    define(name, function (this: Date) {
      return toISOString.call(this).slice(11, 19);
    });
  }
  Object.defineProperty(replacement, "prototype", { value: prototype, writable: false });
  Object.assign(replacement, { now, parse, UTC: RealDate.UTC });
  define("constructor", replacement);
  return replacement as unknown as DateConstructor;
};

const groupThousands = (value: number): string => {
  const [whole, fraction] = String(Math.round(value * 1000) / 1000).split(".");
  return whole!.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",") + (fraction === undefined ? "" : `.${fraction}`);
};

/**
 * Sandbox layer 5: the same results on any machine. Math's inexact functions are the engine's own, Math.random
 * begins at a seed, the clock stands at the notebook's instant, and nothing depends on a language or time zone.
 */
export const installDeterminism = (scope: typeof globalThis): Determinism => {
  let clockMs = 0;
  let random = createRandom(0);
  // sqrt is exact in every engine, and the engine's own is written with it.
  const { sqrt: _sqrt, ...inexact } = deterministicMath;
  Object.assign(scope.Math, inexact);
  scope.Math.random = () => random.uniform();
  scope.Date = createDate(scope.Date, () => clockMs);
  Number.prototype.toLocaleString = function (this: number) {
    return Number.isFinite(Number(this)) && Math.abs(Number(this)) < 1e21
      ? groupThousands(Number(this))
      : String(this);
  };
  String.prototype.localeCompare = function (this: string, other: string) {
    return this < other ? -1 : this > other ? 1 : 0;
  };
  String.prototype.toLocaleLowerCase = String.prototype.toLowerCase;
  String.prototype.toLocaleUpperCase = String.prototype.toUpperCase;
  return {
    begin: (nextClockMs, seed) => {
      clockMs = nextClockMs;
      random = createRandom(seed);
    },
  };
};
