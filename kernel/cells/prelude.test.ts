import { describe, expect, it } from "vitest";
import { allowedGlobals, removeGlobals, settleGlobals } from "./prelude.ts";

const powers = [
  ...[
    "fetch",
    "XMLHttpRequest",
    "WebSocket",
    "EventSource",
    "WebTransport",
    "importScripts",
    "Worker",
    "SharedWorker",
  ],
  ...["indexedDB", "caches", "navigator", "BroadcastChannel", "OffscreenCanvas", "postMessage", "onmessage"],
  ...[
    "Notification",
    "FileSystemHandle",
    "Deno",
    "process",
    "require",
    "performance",
    "Intl",
    "SharedArrayBuffer",
  ],
  ...[
    "Atomics",
    "WebAssembly",
    "MessageChannel",
    "MessagePort",
    "self",
    "crypto",
    "eval",
    "Temporal",
    "WeakRef",
  ],
  ...["addEventListener", "dispatchEvent", "somethingNobodyThoughtOf"],
  ...["setTimeout", "clearTimeout", "setInterval", "queueMicrotask", "structuredClone", "Float16Array"],
];

describe("the prelude", () => {
  const scopeWith = (own: readonly string[], inherited: readonly string[]) => {
    const base = Object.create(Object.prototype) as Record<string, unknown>;
    for (const name of inherited) Object.defineProperty(base, name, { get: () => 1, configurable: true });
    const scope = Object.create(base) as Record<string, unknown>;
    for (const name of own) scope[name] = () => 1;
    return scope;
  };
  it.each(powers)("takes %s away, own or inherited", (name) => {
    expect(allowedGlobals.has(name)).toBe(false);
    for (const scope of [scopeWith([name], []), scopeWith([], [name])]) {
      expect(removeGlobals(scope)).toEqual([]);
      expect(name in scope).toBe(false);
    }
  });
  it("settles an allowed name that is loaded when first read, before what loads it is gone", () => {
    const scope = scopeWith([], []);
    Object.defineProperty(scope, "TextEncoder", { get: () => "loaded", configurable: true });
    settleGlobals(scope);
    expect(Object.getOwnPropertyDescriptor(scope, "TextEncoder")?.value).toBe("loaded");
  });
  it("keeps what is allowed", () => {
    const scope = scopeWith(["Array", "fetch"], []);
    removeGlobals(scope);
    expect(Object.keys(scope)).toEqual(["Array"]);
  });
  it("takes away an inherited name even if its own form is allowed", () => {
    const scope = scopeWith([], ["Array"]);
    removeGlobals(scope);
    expect("Array" in scope).toBe(false);
  });
  it("names what it cannot remove, so that the worker refuses to start", () => {
    const scope = scopeWith([], []);
    Object.defineProperty(scope, "fetch", { value: () => 1, configurable: false, writable: false });
    expect(removeGlobals(scope)).toEqual(["0.fetch"]);
  });
  it("empties what it cannot remove but may write", () => {
    const scope = scopeWith([], []);
    Object.defineProperty(scope, "fetch", { value: () => 1, configurable: false, writable: true });
    expect(removeGlobals(scope)).toEqual([]);
    expect(scope.fetch).toBeUndefined();
  });
  it("names an accessor it cannot remove", () => {
    const scope = scopeWith([], []);
    Object.defineProperty(scope, "navigator", { get: () => ({}), configurable: false });
    expect(removeGlobals(scope)).toEqual(["0.navigator"]);
  });
  it("lets a fixed number be, for it gives no power", () => {
    const scope = scopeWith([], []);
    Object.defineProperty(scope, "TEMPORARY", { value: 0, configurable: false, writable: false });
    expect(removeGlobals(scope)).toEqual([]);
  });
  it("takes symbols away too", () => {
    const scope = scopeWith([], []) as Record<symbol, unknown>;
    scope[Symbol.for("Deno.internal")] = {};
    expect(removeGlobals(scope)).toEqual([]);
    expect(Reflect.ownKeys(scope)).toEqual([]);
  });
});
