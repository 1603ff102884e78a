import { languageConstructors } from "./language-constructors.ts";

/**
 * Freezes the objects that the runtime and the engine go on using after a cell has run, so that a cell cannot
 * change what a number, an array or a promise does. Frozen prototypes would forbid `error.name = …` and
 * `object.toString = …` (a property cannot be assigned where the prototype's is read-only), so those few become
 * accessors whose setter defines the property on the object itself.
 */
const assignable: readonly string[] = [
  "constructor",
  "toString",
  "valueOf",
  "name",
  "message",
  "toLocaleString",
];

const makeAssignable = (prototype: object, key: string): void => {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
  if (!descriptor || !("value" in descriptor) || !descriptor.configurable) return;
  const { value, enumerable } = descriptor;
  Object.defineProperty(prototype, key, {
    get: () => value,
    set(this: object, next: unknown) {
      if (this === prototype) throw new TypeError(`"${key}" of a built-in object cannot be changed.`);
      Object.defineProperty(this, key, { value: next, writable: true, enumerable: true, configurable: true });
    },
    enumerable: enumerable ?? false,
    configurable: false,
  });
};

const sampleErrors = [
  Error,
  TypeError,
  RangeError,
  ReferenceError,
  SyntaxError,
  EvalError,
  URIError,
  AggregateError,
];

/** Where a host has them: prototypes that only an iterator's own methods lead to. */
const helpersOfIterators = (scope: typeof globalThis): unknown[] => {
  const { Iterator: kind } = scope as { Iterator?: { from?(source: object): unknown } };
  const values = [].values() as { map?(change: (each: unknown) => unknown): unknown };
  return [values.map?.((each) => each), kind?.from?.({ next: () => ({ done: true }) })].filter(isObject);
};

const globalFunctions = (scope: typeof globalThis): unknown[] =>
  ["decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent"]
    .concat(["parseFloat", "parseInt", "isFinite", "isNaN"])
    .map((name) => Reflect.get(scope, name));

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** Freezes the roots and all that hangs on them: prototypes, methods, their own prototypes, plain groups of these. */
const freezeAll = (roots: readonly unknown[]): void => {
  const seen = new Set<object>();
  const open: unknown[] = [...roots];
  while (open.length > 0) {
    const at = open.pop();
    // A buffer's view cannot be frozen; none belongs to the language itself.
    if (!isObject(at) || seen.has(at) || ArrayBuffer.isView(at)) continue;
    seen.add(at);
    Object.freeze(at);
    open.push(Object.getPrototypeOf(at));
    for (const key of Reflect.ownKeys(at)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(at, key)!;
      open.push(value, get, set);
    }
  }
};

/** @param given what else cells find by name, and must not change for each other */
export const freezeIntrinsics = (
  scope: typeof globalThis,
  given: Readonly<Record<string, unknown>> = {},
): void => {
  const typedArray = Object.getPrototypeOf(Float64Array) as { prototype: object };
  const generators = [function* () {}, async function* () {}].map(
    (each) => Object.getPrototypeOf(each) as object,
  );
  const iterators = [
    ...[[][Symbol.iterator](), new Map().entries(), new Set().values(), ""[Symbol.iterator]()],
    "".matchAll(/./g),
    ...helpersOfIterators(scope),
  ];
  const named = languageConstructors.flatMap((name) => {
    const builtIn = (scope as unknown as Record<string, { prototype?: object } | undefined>)[name];
    return builtIn ? [builtIn, builtIn.prototype] : [];
  });
  const prototypes = [
    ...named,
    ...sampleErrors.flatMap((each) => [each.prototype as object]),
    typedArray,
    typedArray.prototype,
    ...generators.flatMap((each) => [each, (each as { prototype?: object }).prototype]),
    ...iterators.map((each) => Object.getPrototypeOf(each) as object),
    Object.getPrototypeOf(async () => {}) as object,
    scope.JSON,
    scope.Math,
    scope.Reflect,
    scope.Proxy,
  ];
  // Stack frames are read by the runtime: a cell must not be able to write them.
  Object.defineProperty(Error, "prepareStackTrace", {
    value: undefined,
    writable: false,
    configurable: false,
  });
  Object.defineProperty(Error, "stackTraceLimit", { value: 50, writable: false, configurable: false });
  for (const each of [...sampleErrors, ...prototypes]) {
    if (each === undefined) continue;
    // Not for arrays and promises: an accessor named "constructor" there makes every array method slow.
    const isCommon = each === Object.prototype || Object.hasOwn(each, "message");
    if (isCommon) for (const key of assignable) makeAssignable(each, key);
  }
  freezeAll([...sampleErrors, ...prototypes, ...globalFunctions(scope), ...Object.values(given)]);
};
