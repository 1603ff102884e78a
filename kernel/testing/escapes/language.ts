import type { Probe } from "./probe.ts";

const fromText = (kind: string): string =>
  `return String(await (await (${kind}).constructor("return 42")()) ?? "made");`;
const changed = (owner: string, key: string): string =>
  `const was = ${owner}.${key}; const fake = function () { return was.apply(this, arguments); }; try { ${owner}.${key} = fake; return ${owner}.${key} === fake && "changed"; } finally { try { ${owner}.${key} = was; } catch {} }`;
const iterator = (of: string): string =>
  `const at = Object.getPrototypeOf(${of}); const was = at.next; try { at.next = function () { return was.call(this); }; return at.next !== was && "changed"; } finally { try { at.next = was; } catch {} }`;

/** Code from text, other realms, and built-ins changed under everybody else's feet. */
export const languageProbes: readonly Probe[] = [
  ["a function from text", fromText("() => {}")],
  ["an async function from text", fromText("async () => {}")],
  ["a generator from text", `return (function* () {}).constructor("yield 42")().next().value;`],
  [
    "an async generator from text",
    `return (await (async function* () {}).constructor("yield 42")().next()).value;`,
  ],
  ["Function by name", `return g.Function("return 42")();`],
  ["Function by Reflect", `return Reflect.construct((() => {}).constructor, ["return 42"])();`],
  ["Function by a class", `return class {}.constructor("return 42")();`],
  ["Function by a bound function", `return (() => {}).bind().constructor("return 42")();`],
  ["Function by a proxy", `return new Proxy(() => {}, {}).constructor("return 42")();`],
  [
    "Function by a descriptor",
    `return Object.getOwnPropertyDescriptor(Object.getPrototypeOf(() => {}), "constructor").value("return 42")();`,
  ],
  ["Function by subclass", `return new (class extends (() => {}).constructor {})("return 42")();`],
  ["eval by name", `return (0, g.eval)("6 * 7");`],
  ["a timer from text", `return typeof g.setTimeout("0", 1);`],
  [
    "a frame's realm",
    `const f = g.document.createElement("iframe"); g.document.body.append(f); return typeof f.contentWindow.fetch;`,
  ],
  ["a realm of a message", `return typeof new g.MessageChannel().port1.postMessage;`],
  ["an event target", `return typeof new g.EventTarget().dispatchEvent;`],
  ["an event of the host", `return g.addEventListener("message", () => {}) === undefined && "listening";`],
  ["a message in the kernel's name", `return g.postMessage.name;`],
  [
    "a result in the kernel's name",
    `g.self.dispatchEvent(new g.MessageEvent("message", { data: { kind: "done" } })); return "sent";`,
  ],
  ["the ports' own method", changed("g.MessagePort.prototype", "postMessage")],
  ["the end of its worker", `return g.close.name;`],
  ["a structured clone", `return typeof g.structuredClone({});`],
  ["WebAssembly", `return typeof new g.WebAssembly.Memory({ initial: 1 });`],
  [
    "a module of WebAssembly",
    `return typeof new g.WebAssembly.Instance(new g.WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));`,
  ],
  [
    "compiled WebAssembly",
    `return typeof (await g.WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));`,
  ],
  ["shared memory", `return typeof new g.SharedArrayBuffer(8);`],
  [
    "shared memory of WebAssembly",
    `return typeof new g.WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer.constructor;`,
  ],
  ["atomic operations", `return g.Atomics.add(new Int32Array(2), 0, 1) + 1;`],
  ["a wait", `return g.Atomics.waitAsync(new Int32Array(new g.SharedArrayBuffer(8)), 0, 0, 1).async;`],
  ["a weak reference", `return typeof new g.WeakRef({}).deref();`],
  ["word of the garbage collector", `return typeof new g.FinalizationRegistry(() => {});`],
  [
    "frames of the stack",
    `Error.prepareStackTrace = (_, frames) => frames; try { return typeof new Error("x").stack[0].getFileName; } finally { delete Error.prepareStackTrace; }`,
  ],
  [
    "the stack's length",
    `const was = Error.stackTraceLimit; Error.stackTraceLimit = 3; const is = Error.stackTraceLimit; Error.stackTraceLimit = was; return is === 3 && "changed";`,
  ],
  ["another array", changed("Array.prototype", "map")],
  ["another list's end", changed("Array.prototype", "push")],
  ["another promise", changed("Promise.prototype", "then")],
  ["another JSON", changed("JSON", "stringify")],
  ["another sine", changed("Math", "sin")],
  ["another chance", changed("Math", "random")],
  ["another date", changed("Date.prototype", "getTime")],
  ["another clock", changed("Date", "now")],
  ["another map", changed("Map.prototype", "get")],
  ["another text", changed("String.prototype", "slice")],
  ["another number", changed("Number.prototype", "toFixed")],
  ["another pattern", changed("RegExp.prototype", "exec")],
  ["another call", changed("Function.prototype", "call")],
  ["another column", changed("Object.getPrototypeOf(Float64Array.prototype)", "set")],
  ["another encoder", changed("TextEncoder.prototype", "encode")],
  ["another reflection", changed("Reflect", "ownKeys")],
  ["another object", changed("Object", "freeze")],
  ["another list's walk", iterator("[].values()")],
  ["another map's walk", iterator("new Map().values()")],
  ["another pattern's walk", iterator(`"".matchAll(/x/g)`)],
  ["another generator's walk", iterator("Object.getPrototypeOf((function* () {})())")],
  [
    "a property of every object",
    `try { Object.prototype.escape = 1; return ({}).escape; } finally { delete Object.prototype.escape; }`,
  ],
  [
    "a property through __proto__",
    `try { ({}).__proto__.escape = 1; return ({}).escape; } finally { delete Object.prototype.escape; }`,
  ],
  [
    "a getter of every object",
    `try { Object.prototype.__defineGetter__.call(Object.prototype, "escape", () => 1); return ({}).escape; } finally { delete Object.prototype.escape; }`,
  ],
];

const advance = (read: string): string =>
  `const first = ${read}; for (let at = 0; at < 4e7; at++); await null; return ${read} > first && "moved";`;

/** Clocks, chance, and what differs from machine to machine. */
export const clockProbes: readonly Probe[] = [
  ["Date.now", advance("Date.now()")],
  ["new Date", advance("new Date().getTime()")],
  ["performance.now", advance("g.performance.now()")],
  ["performance.timeOrigin", `return g.performance.timeOrigin;`],
  ["performance.mark", `return g.performance.mark("x").startTime;`],
  ["setTimeout", `return await new Promise((ok) => g.setTimeout(() => ok("fired"), 1));`],
  [
    "setInterval",
    `return await new Promise((ok) => { const i = g.setInterval(() => { g.clearInterval(i); ok("fired"); }, 1); });`,
  ],
  ["setImmediate", `return await new Promise((ok) => g.setImmediate(() => ok("fired")));`],
  ["a frame", `return g.requestAnimationFrame.name;`],
  ["a task", `return await g.scheduler.postTask(() => "fired");`],
  ["process.hrtime", `return String(g.process.hrtime.bigint());`],
  ["process.uptime", `return g.process.uptime();`],
  ["Temporal", `return g.Temporal.Now.instant().epochMilliseconds;`],
  ["an event's time", `return new g.Event("x").timeStamp;`],
  ["a signal's timer", `return typeof g.AbortSignal.timeout(1);`],
  ["the machine's time zone", `return g.Intl.DateTimeFormat().resolvedOptions().timeZone;`],
  ["the machine's numbers", `return g.Intl.NumberFormat("de").format(1234.5);`],
  [
    "a date in a language",
    `const text = new Date(0).toLocaleDateString("de-DE"); return text.includes(".") && text;`,
  ],
  [
    "a number in a language",
    `const text = (1234.5).toLocaleString("de-DE"); return text === "1.234,5" && text;`,
  ],
  [
    "an order of a language",
    `return "ä".localeCompare("z", "sv") > 0 && "a" .localeCompare("B") < 0 && "known";`,
  ],
  ["a zone's hours", `return new Date(2020, 0, 1).getTime() !== Date.UTC(2020, 0, 1) && "shifted";`],
  ["a zone's offset", `return new Date(0).getTimezoneOffset() !== 0 && "shifted";`],
  ["a zone in a text", `return Date.parse("Jan 2, 2024") !== Date.UTC(2024, 0, 2) && "shifted";`],
  ["true chance", `return g.crypto.getRandomValues(new Uint8Array(1)).length;`],
  ["a true identity", `return g.crypto.randomUUID();`],
  ["a digest", `return typeof (await g.crypto.subtle.digest("SHA-256", new Uint8Array(1)));`],
];
