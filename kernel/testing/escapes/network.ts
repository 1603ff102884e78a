import type { Probe } from "./probe.ts";

const event = (make: string, good: string): string =>
  `return await new Promise((ok, no) => { ${make}; x.${good} = () => ok("${good}"); x.onerror = no; });`;
const node = (module: string, code: string): string =>
  `const m = g.process.getBuiltinModule("node:${module}"); return await new Promise((ok, no) => { ${code} });`;

/** Every way out over a network that a browser, a worker, Deno or Node has. HTTP, TCP, UDP and DNS are the test's own. */
export const networkProbes: readonly Probe[] = [
  ["fetch", `return (await g.fetch(HTTP)).status;`],
  [
    "fetch of a request",
    `return (await g.fetch(new g.Request(HTTP, { method: "POST", body: "x" }))).status;`,
  ],
  [
    "fetch up the prototype chain",
    `for (let at = g; at; at = Object.getPrototypeOf(at)) { const f = Object.getOwnPropertyDescriptor(at, "fetch")?.value; if (f) return (await f.call(g, HTTP)).status; }`,
  ],
  ["fetch of another realm's name", `return (await g.self.fetch(HTTP)).status;`],
  [
    "XMLHttpRequest",
    `const x = new g.XMLHttpRequest(); x.open("GET", HTTP, false); x.send(); return x.status;`,
  ],
  [
    "XMLHttpRequest without waiting",
    event(`const x = new g.XMLHttpRequest(); x.open("GET", HTTP); x.send()`, "onload"),
  ],
  ["WebSocket", `new g.WebSocket("ws://127.0.0.1:" + TCP + "/"); return "opened";`],
  ["WebSocketStream", `new g.WebSocketStream("ws://127.0.0.1:" + TCP + "/"); return "opened";`],
  ["EventSource", `new g.EventSource(HTTP); return "opened";`],
  ["WebTransport", `new g.WebTransport("https://127.0.0.1:" + UDP + "/"); return "opened";`],
  ["importScripts", `g.importScripts(HTTP + "x.js"); return "imported";`],
  ["a worker from the network", `new g.Worker(HTTP + "x.js", { type: "module" }); return "started";`],
  ["a shared worker from the network", `new g.SharedWorker(HTTP + "x.js"); return "started";`],
  [
    "a worker from a data address",
    `new g.Worker("data:text/javascript,fetch(" + encodeURIComponent(JSON.stringify(HTTP)) + ")", { type: "module" }); return "started";`,
  ],
  [
    "a worker from a blob",
    `new g.Worker(g.URL.createObjectURL(new g.Blob(["fetch(" + JSON.stringify(HTTP) + ")"], { type: "text/javascript" })), { type: "module" }); return "started";`,
  ],
  ["sendBeacon", `return g.navigator.sendBeacon(HTTP, "x");`],
  ["an image", `new g.Image().src = HTTP; return "asked";`],
  ["a font", `await new g.FontFace("f", "url(" + HTTP + ")").load().catch(() => {}); return "asked";`],
  ["a sound", `new g.Audio(HTTP).load(); return "asked";`],
  [
    "a prefetch hint",
    `const l = g.document.createElement("link"); l.rel = "prefetch"; l.href = HTTP; g.document.head.append(l); return "asked";`,
  ],
  [
    "a peer connection",
    `const p = new g.RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:" + UDP }] }); p.createDataChannel("c"); await p.setLocalDescription(await p.createOffer()); return "gathering";`,
  ],
  ["a service worker", `return String(g.navigator.serviceWorker.register);`],
  [
    "code streamed into WebAssembly",
    `await g.WebAssembly.compileStreaming(g.fetch(HTTP)).catch(() => {}); return "asked";`,
  ],
  ["a cache that fetches", `await (await g.caches.open("x")).add(HTTP); return "cached";`],
  [
    "a module's text from eval",
    `return await (0, g.eval)("fetch(" + JSON.stringify(HTTP) + ").then((r) => r.status)");`,
  ],
  [
    "Deno.connect",
    `(await g.Deno.connect({ hostname: "127.0.0.1", port: TCP })).close(); return "connected";`,
  ],
  [
    "Deno.connectTls",
    `await g.Deno.connectTls({ hostname: "127.0.0.1", port: TCP }).catch((e) => { if (e.name === "TypeError") throw e; }); return "tried";`,
  ],
  [
    "Deno's DNS",
    `g.Deno.resolveDns("escape.test", "A", { nameServer: { ipAddr: "127.0.0.1", port: DNS } }).catch(() => {}); return "asked";`,
  ],
  ["Deno.listen", `g.Deno.listen({ port: 0 }).close(); return "listening";`],
  ["Deno.serve", `await g.Deno.serve({ port: 0, onListen() {} }, () => null).shutdown(); return "served";`],
  ["Deno's own HTTP client", `return (await g.fetch(HTTP, { client: g.Deno.createHttpClient({}) })).status;`],
  [
    "Node's net",
    node("net", `m.connect(TCP, "127.0.0.1").on("connect", () => ok("connected")).on("error", no);`),
  ],
  ["Node's http", node("http", `m.get(HTTP, (r) => ok(r.statusCode)).on("error", no);`)],
  ["Node's tls", node("tls", `m.connect(TCP, "127.0.0.1").on("error", () => ok("tried"));`)],
  ["Node's http2", node("http2", `m.connect(HTTP).on("connect", () => ok("connected")).on("error", no);`)],
  [
    "Node's dgram",
    node(
      "dgram",
      `const s = m.createSocket("udp4"); s.send("x", UDP, "127.0.0.1", (e) => { s.close(); e ? no(e) : ok("sent"); });`,
    ),
  ],
  [
    "Node's dns",
    node(
      "dns",
      `const r = new m.Resolver({ timeout: 300, tries: 1 }); r.setServers(["127.0.0.1:" + DNS]); r.resolve4("escape.test", () => ok("asked"));`,
    ),
  ],
];
