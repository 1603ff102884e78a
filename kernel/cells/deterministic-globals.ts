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

const isoDay = /^\s*[+-]?\d{4,6}(?:-\d{2}){0,2}\s*$/;
const zone = /(?:\d|\s)Z\s*$|\b(?:UTC?|GMT|[ECMP][SD]T)\b|\d:\d{2}[:.\d]*\s*(?:[AP]M)?\s*[+-]\d{2}:?\d{2}/i;
/** A text without a zone means UTC, whatever the machine's own time zone is. Days of ISO 8601 do so anyway. */
const withZone = (text: string): string => {
  const plain = text.replace(/\([^)]*\)/g, " ");
  if (isoDay.test(plain) || zone.test(plain)) return plain;
  return /^\s*[+-]?\d{4,6}-\d{2}-\d{2}T/i.test(plain) ? `${plain.trim()}Z` : `${plain} UTC`;
};

/** What `new Date(object)` reads of an object that is no date: its number or its text. */
const primitiveOf = (value: object): unknown => {
  const exotic = (value as { [Symbol.toPrimitive]?: (hint: string) => unknown })[Symbol.toPrimitive];
  if (exotic) return exotic.call(value, "default");
  const own = value.valueOf() as unknown;
  return typeof own === "object" ? String(value) : own;
};

const createDate = (RealDate: DateConstructor, now: () => number): DateConstructor => {
  const getTime = RealDate.prototype.getTime;
  const parse = (text: unknown): number => RealDate.parse(withZone(String(text)));
  const timeOf = (value: unknown): number => {
    if (typeof value === "string") return parse(value);
    if (typeof value !== "object" || value === null) return value as number;
    try {
      return getTime.call(value);
    } catch {
      const primitive = primitiveOf(value);
      return typeof primitive === "string" ? parse(primitive) : (primitive as number);
    }
  };
  const dateOf = (values: readonly unknown[]): Date => {
    if (values.length === 0) return new RealDate(now());
    if (values.length === 1) return new RealDate(timeOf(values[0]));
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
  define("getYear", function (this: Date) {
    return this.getUTCFullYear() - 1900;
  });
  define("setYear", function (this: Date, year: number) {
    return this.setUTCFullYear(year >= 0 && year <= 99 ? year + 1900 : year);
  });
  // It leads to a clock of its own kind, with time zones and languages.
  Reflect.deleteProperty(prototype, "toTemporalInstant");
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
  BigInt.prototype.toLocaleString = function (this: bigint) {
    return String(this).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
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
