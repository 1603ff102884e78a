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

export const freezeIntrinsics = (scope: typeof globalThis): void => {
  const typedArray = Object.getPrototypeOf(Float64Array) as { prototype: object };
  const generators = [function* () {}, async function* () {}].map(
    (each) => Object.getPrototypeOf(each) as object,
  );
  const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ""[Symbol.iterator]()];
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
    Object.freeze(each);
  }
};
