import { languageConstructors } from "./language-constructors.ts";

/**
 * Sandbox layer 4: takes away, along the whole prototype chain of the global object, every name that a cell
 * need not have. It works from a list of what is allowed, so that a name nobody thought of is gone too.
 */
export const allowedGlobals: ReadonlySet<string> = new Set([
  ...languageConstructors,
  ...[
    "Error",
    "AggregateError",
    "EvalError",
    "RangeError",
    "ReferenceError",
    "SyntaxError",
    "TypeError",
    "URIError",
  ],
  ...["JSON", "Math", "Reflect", "Proxy"],
  ...["parseFloat", "parseInt", "isFinite", "isNaN", "Infinity", "NaN", "undefined", "globalThis"],
  ...["decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent"],
  "console",
]);

/**
 * Turns the allowed globals into plain values. A host may load one only when it is first read, with the help of
 * names that will be gone by then.
 */
export const settleGlobals = (scope: object, allowed: ReadonlySet<string> = allowedGlobals): void => {
  for (const name of allowed) {
    const descriptor = Object.getOwnPropertyDescriptor(scope, name);
    if (!descriptor?.get || !descriptor.configurable) continue;
    const value: unknown = Reflect.get(scope, name);
    Object.defineProperty(scope, name, { value, writable: true, enumerable: false, configurable: true });
  }
};

const isInert = (descriptor: PropertyDescriptor): boolean =>
  "value" in descriptor &&
  descriptor.writable === false &&
  (typeof descriptor.value === "number" || typeof descriptor.value === "undefined");

/**
 * Removes from `scope` and its prototypes all that is not allowed.
 *
 * @param isShared tells prototypes that belong to every object and so are left alone (Object.prototype)
 * @returns the names that could not be removed, as `owner.name`; the caller must refuse to go on if there is one
 */
export const removeGlobals = (
  scope: object,
  isShared: (prototype: object) => boolean = (prototype) => prototype === Object.prototype,
  allowed: ReadonlySet<string> = allowedGlobals,
): string[] => {
  const kept: string[] = [];
  let depth = 0;
  for (let at: object | null = scope; at && !isShared(at); at = Object.getPrototypeOf(at), depth++) {
    for (const key of Reflect.ownKeys(at)) {
      if (depth === 0 && typeof key === "string" && allowed.has(key)) continue;
      const descriptor = Object.getOwnPropertyDescriptor(at, key);
      if (!descriptor) continue;
      if (Reflect.deleteProperty(at, key) && !Object.hasOwn(at, key)) continue;
      // A fixed number (a DOM constant) gives no power. A fixed object or function would: replace what can be.
      if (isInert(descriptor) || key === Symbol.toStringTag) continue;
      const isReplaced = "value" in descriptor && descriptor.writable && Reflect.set(at, key, undefined, at);
      if (!isReplaced || Reflect.get(at, key) !== undefined) kept.push(`${depth}.${String(key)}`);
    }
  }
  return kept;
};
