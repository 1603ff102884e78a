import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCellRuntime } from "../cells/cell-runtime.ts";
import { allowedGlobals } from "../cells/prelude.ts";
import { busyThreads } from "../testing/busy-threads.ts";
import { type DenoKernel, startDenoKernel } from "../testing/deno-kernel.ts";
import { reachedInBareDeno } from "../testing/escapes/bare-deno.ts";
import { escapeCells, refusedTexts } from "../testing/escapes/index.ts";
import { startListeners } from "../testing/escapes/listeners.ts";
import { ordinaryUser } from "../testing/ordinary-user.ts";

describe("the kernel in a Deno process without permissions", () => {
  let kernel: DenoKernel;
  let outputs: DenoKernel["outputs"];
  let lines: string[];
  let load: DenoKernel["load"];
  let run: DenoKernel["run"];
  beforeAll(async () => {
    kernel = await startDenoKernel();
    ({ outputs, lines, load, run } = kernel);
  }, 120_000);
  afterAll(() => kernel?.end());

  const shownBy = async (source: string) => {
    await load(source);
    await run();
    const [shown] = outputs.get("c0") ?? [];
    return shown?.kind === "value" ? shown.value.preview : JSON.stringify(shown);
  };

  it("runs a notebook, in the order of its needs", async () => {
    await load(
      "b * 2",
      "const b = (await Promise.resolve(a)) + 1; console.log('b is', b);",
      "const a: number = 20;",
    );
    expect(await run("c0")).toEqual(["done", "done", "done"]);
    expect(outputs.get("c0")).toEqual([
      { kind: "value", value: { label: "", type: "number", preview: "42" } },
    ]);
    expect(lines).toContain("b is 21");
  });

  it("S3: a power has the bits of Math.pow, which is the kernel's, and keeps the places of what stands behind it", async () => {
    const numbers = [0.1, 1.1, 2, Math.E, 123.456, -3, 1e-300, 7e200].join();
    expect(
      await shownBy(
        `const all = [${numbers}]; const odd = all.flatMap((a) => all.filter((b) => !Object.is(a ** b, Math.pow(a, b)))); odd.length`,
      ),
    ).toBe("0");
    const source = "let a = 2; a **= 2; const b = a ** 2 + (a ** 3) ** 2; (null as any).x;";
    await load(source, "const one = 1;\nconst two = one **   (2n as any);");
    expect(await run()).toEqual(["failed", "failed"]);
    const placeOf = (id: string) => {
      const shown = outputs.get(id)?.[0];
      return shown?.kind === "error" ? [shown.error.name, shown.error.line, shown.error.column] : null;
    };
    expect(placeOf("c0")).toEqual(["TypeError", 1, source.indexOf(".x") + 2]);
    expect(placeOf("c1")).toEqual(["TypeError", 2, 13]);
  });

  it("O13: outputs near their limit of 256 MB do not end the process: the first rows go on, with a note", async () => {
    await load(
      'table(Array.from({ length: 2_400 }, (_, i) => ({ text: String(i).padEnd(100_000, "x") })))',
      "1 + 1",
    );
    expect(await run()).toEqual(["done", "done"]);
    const [shown, note] = outputs.get("c0")!;
    expect(shown).toMatchObject({ kind: "table", table: { rowCount: 2_400 } });
    expect(JSON.stringify(note)).toMatch(/The first 1,\d{3} of 2,400 rows/);
  }, 60_000);

  it("maps an error to its line and column, and blocks what depends on it", async () => {
    await load(
      "const x: number = 1;\nfunction f(): number {\n  throw new RangeError('too far');\n}\nconst y = f();",
      "y + 1",
    );
    expect(await run()).toEqual(["failed", "blocked"]);
    const [shown] = outputs.get("c0")!;
    expect(shown).toMatchObject({
      kind: "error",
      error: { name: "RangeError", message: "too far", line: 3, column: 9 },
    });
    const frames = shown!.kind === "error" ? shown!.error.frames : [];
    expect(frames.map(({ line, name }) => [line, name])).toEqual([
      [3, "f"],
      [5, ""],
    ]);
  });

  it("does not run a cell that does not check", async () => {
    await load("const n: number = 'text'; console.log('it ran');", "n");
    expect(await run()).toEqual(["failed", "blocked"]);
    expect(lines).not.toContain("it ran");
  });

  it("runs nothing of a text that it would read otherwise than the checks do", async () => {
    await load(
      "let x: any = 1, y: any = 1;\nconst z = x <!--y + `\n; console.log('unseen'); await import('data:text/javascript,1');\n//` + '';",
    );
    expect(await run()).toEqual(["failed"]);
    expect(outputs.get("c0")).toMatchObject([{ kind: "error", error: { code: "refused-syntax", line: 2 } }]);
    expect(lines).not.toContain("unseen");
  });

  it.each([
    ...[
      "fetch",
      "require",
      "process",
      "importScripts",
      "indexedDB",
      "Deno",
      "XMLHttpRequest",
      "WebSocket",
      "Worker",
    ],
    ...[
      "postMessage",
      "navigator",
      "caches",
      "eval",
      "performance",
      "Intl",
      "crypto",
      "SharedArrayBuffer",
      "Atomics",
    ],
    ...["WebAssembly", "Buffer", "global", "setImmediate", "Temporal", "addEventListener", "MessageChannel"],
  ])("gives a cell no %s", async (name) => {
    expect(await shownBy(`typeof (globalThis as any)[${JSON.stringify(name)}]`)).toBe('"undefined"');
  });

  it.each([
    ["import()", "await import('data:text/javascript,1')", "not available in a cell"],
    ["a function from text", "(() => {}).constructor('return 1')()", "Making code from text"],
    ["an async function from text", "(async () => {}).constructor('return 1')()", "Making code from text"],
    ["another array for all", "(Array.prototype as any).map = () => []", "read only"],
    ["another Math for all", "(Math as any).exp = () => 1", "read only"],
    ["another promise for all", "(Promise.prototype as any).then = () => {}", "read only"],
    ["stack frames of its own", "(Error as any).prepareStackTrace = () => ''", "read only"],
  ])("refuses %s", async (_, source, message) => {
    expect(await shownBy(source)).toContain(message);
  });

  it("lets a cell name its own errors, in spite of the frozen built-ins", async () => {
    const source =
      "class Own extends Error { constructor() { super('m'); this.name = 'Own'; } }\nString(new Own())";
    expect(await shownBy(source)).toBe('"Own: m"');
  });

  it("has a Math that is the engine's own and still whole", async () => {
    expect(
      await shownBy("[Math.sqrt(2), Math.exp(1), Math.hypot(3, 4), Math.pow(2, 0.5), Math.max(1, 2)]"),
    ).toBe("[1.4142135623730951, 2.718281828459045, 5, 1.4142135623730951, 2]");
  });

  it("has one clock and one seed", async () => {
    const first = await shownBy(
      "[new Date().toISOString(), Date.now(), Math.random(), new Date(2020, 0, 1).getHours()]",
    );
    expect(first).toBe(
      await shownBy("[new Date().toISOString(), Date.now(), Math.random(), new Date(2020, 0, 1).getHours()]"),
    );
    expect(first).toContain("1970-01-01T00:00:00.000Z");
  });

  it.each([
    ["Jan 2, 2024", "2024-01-02T00:00:00.000Z"],
    ["2024/01/02", "2024-01-02T00:00:00.000Z"],
    ["2024-1-2", "2024-01-02T00:00:00.000Z"],
    ["2024-01-02", "2024-01-02T00:00:00.000Z"],
    ["2024-01-02T10:00", "2024-01-02T10:00:00.000Z"],
    ["2024-01-02T10:00+09:00", "2024-01-02T01:00:00.000Z"],
    ["Jan 2 2024 10:00 EST", "2024-01-02T15:00:00.000Z"],
    ["2024/01/02 (UTC)", "2024-01-02T00:00:00.000Z"],
  ])("S3: reads %s as the same instant on every machine", async (text, instant) => {
    expect(await shownBy(`new Date(${JSON.stringify(text)}).toISOString()`)).toBe(JSON.stringify(instant));
    expect(await shownBy(`new Date(Object(${JSON.stringify(text)})).getTime()`)).toBe(
      String(Date.parse(instant)),
    );
  });

  it("S3: writes numbers and dates without a language", async () => {
    expect(
      await shownBy(
        "[(1234.5).toLocaleString('de'), 12345n.toLocaleString('de'), (new Date(0) as any).getYear()]",
      ),
    ).toBe('["1,234.5", "12,345", 70]');
  });

  it("S8: writes at most so many lines, and says that there were more", async () => {
    const before = lines.length;
    await load("for (let at = 0; at < 5_000; at++) console.log('x'.repeat(9_000));");
    expect(await run()).toEqual(["done"]);
    expect(lines.length - before).toBe(1_001);
    expect(lines.at(-1)).toContain("the rest of this run is left out");
    expect(lines.at(-2)).toMatch(/x… \(cut: the first 8,000 of 9,000 characters\)$/);
  });

  it("G10, G12: runs a notebook of the folder for what is imported from it, and its failure names its line", async () => {
    const base = (body: string) =>
      `// ---\n// asof: 1\n// ---\n\n// %% id=a\nconst scale = 20;\n\n// %% id=b\n${body}\n`;
    const update = (...texts: [name: string, text: string | null][]) =>
      kernel.client.call("cells/update", {
        version: 1_000,
        asOf: null,
        cells: [
          {
            id: "c0",
            kind: "code",
            source: 'import { factor as f } from "./fáctors 1.nb.ts";',
            attributes: [],
          },
          { id: "c1", kind: "code", source: "const scale: number = f(1); scale", attributes: [] },
        ],
        notebooks: texts.map(([name, text]) => ({ name, text })),
      });
    const named = await update();
    expect(named.ok && named.value.imports).toEqual(["fáctors 1.nb.ts"]);
    const factors = base(
      'import { by } from "./more.nb.ts";\nconst factor = (x: number) => scale + x * by();',
    );
    const more = await update(["fáctors 1.nb.ts", factors]);
    expect(more.ok && more.value.imports).toEqual(["fáctors 1.nb.ts", "more.nb.ts"]);
    await update(["fáctors 1.nb.ts", factors], ["more.nb.ts", base("const by = () => 2;")]);
    expect(await run()).toEqual(["done", "done"]);
    expect(outputs.get("c1")).toMatchObject([{ kind: "value", value: { preview: "22" } }]);
    await update(
      ["fáctors 1.nb.ts", factors],
      ["more.nb.ts", base("const by = () => 2;\nthrow new Error('no');")],
    );
    expect(await run()).toEqual(["blocked", "blocked"]);
    expect(outputs.get("c0")).toMatchObject([
      { kind: "error", error: { code: "import-failed", message: "more.nb.ts, line 10: no", line: 1 } },
    ]);
    await update(["fáctors 1.nb.ts", null]);
    expect(await run()).toEqual(["failed", "blocked"]);
  });

  it("shows rows as a table", async () => {
    await load("[{ day: '2024-01-02', x: 1.5 }]");
    await run();
    expect(outputs.get("c0")).toMatchObject([
      { kind: "table", table: { rowCount: 1, columns: [{ type: "date" }, { type: "number" }] } },
    ]);
  });

  it.each([
    ["throw new Proxy({}, { getPrototypeOf() { throw 1; } });", "Thrown"],
    ["chart.line([1], { a: [1] }, { unit: (() => 1) as any });", "OutputError"],
  ])("ends the run of a cell that lies: %s", async (source, name) => {
    await load(source);
    expect(await run()).toEqual(["failed"]);
    expect(outputs.get("c0")).toMatchObject([{ kind: "error", error: { name } }]);
  });

  it("reports a promise that nobody waits for, and goes on", async () => {
    await load("void Promise.reject(new Error('lost'));", "1");
    expect(await run()).toEqual(["done", "done"]);
    expect(lines.some((line) => line.includes("lost"))).toBe(true);
  });

  it.each([
    ["who runs this", undefined],
    ["an ordinary user", ordinaryUser()],
  ])(
    "S1: as %s it reaches nothing in any of its attempts, which all would without the sandbox",
    async (_, user) => {
      const tried = user ? await startDenoKernel(user) : kernel;
      const listeners = await startListeners();
      try {
        const bare = await reachedInBareDeno(listeners, user);
        const before = listeners.contacts();
        const uids = /^Uid:\s+(.+)$/m.exec(await readFile(`/proc/${tried.child.pid}/status`, "utf8"))?.[1];
        if (user) expect(uids?.split(/\s+/)).toEqual(Array(4).fill(String(user.uid)));
        if (user) expect(user.uid).not.toBe(0);
        await tried.load(...escapeCells(listeners), ...refusedTexts);
        const states = await tried.run();
        expect(states.slice(0, -refusedTexts.length)).toEqual(escapeCells(listeners).map(() => "done"));
        expect(states.slice(-refusedTexts.length)).toEqual(refusedTexts.map(() => "failed"));
        expect(tried.lines.filter((line) => line.startsWith("held"))).toHaveLength(
          escapeCells(listeners).length,
        );
        expect(tried.lines.filter((line) => line.startsWith("REACHED"))).toEqual([]);
        expect(listeners.contacts()).toEqual(before);
        // The same attempts where nothing holds them back; the rest need a browser, and are held to one in the window.
        expect(before.tcp).toBeGreaterThan(5);
        expect([before.udp, before.dns].every((count) => count > 0)).toBe(true);
        expect(bare.length).toBeGreaterThan(130);
      } finally {
        listeners.close();
        if (user) tried.end();
      }
    },
  );

  it("S4: has the same names for every cell, and no others", async () => {
    await load(
      "// @ts-nocheck\nconsole.log('names ' + Object.getOwnPropertyNames(globalThis).sort().join(' '));",
    );
    await run();
    const names = lines
      .find((line) => line.startsWith("names "))!
      .split(" ")
      .slice(1);
    const given = createCellRuntime(
      () => {},
      () => null,
      { begin: () => {} },
    ).globals;
    // Deno asks for this name when a promise fails that nobody waits for; it answers only that.
    expect(names.filter((name) => !allowedGlobals.has(name) && name !== "dispatchEvent")).toEqual(
      Object.keys(given)
        .filter((name) => !allowedGlobals.has(name))
        .sort(),
    );
    expect([...allowedGlobals].filter((name) => !names.includes(name))).toEqual([]);
  });

  it("X2: keeps the definitions when the cell only waits", async () => {
    await load("const a = 1;", "console.log('go'); await new Promise(() => {});");
    await run("c0");
    const begun = kernel.hear("go");
    const running = run("c1");
    await begun;
    expect(await kernel.client.call("run/stop", {})).toEqual({ ok: true, value: { statePreserved: true } });
    expect(await running).toEqual(["done", "stopped"]);
  });

  it.each(["for (;;) {}", "for (;;) await 0;", "/(a+)+b/.test('a'.repeat(60));"])(
    "X1, X2, X5: stops %s in under a second, says what is lost, and ends with all that goes on",
    async (endless) => {
      const own = await startDenoKernel();
      await own.load("const a = 1;", `console.log('go'); ${endless}`);
      await own.run("c0");
      const begun = own.hear("go");
      const running = own.run("c1");
      await begun;
      const start = performance.now();
      const stopped = await own.client.call("run/stop", {});
      expect(await running).toContain("stopped");
      const took = performance.now() - start;
      expect(stopped).toEqual({ ok: true, value: { statePreserved: false } });
      expect(own.notices).toContain("definitions-lost");
      await own.hasEnded;
      expect(await busyThreads(own.child.pid!)).toEqual([]);
      expect(took).toBeLessThan(1_000);
    },
  );

  it("X3: keeps the cells behind a stopped one when asked to, and runs again what they need", async () => {
    await load("const a = 1;", "console.log('go'); for (;;) {}", "const b = a + 1;", "b + 1");
    await run("c0");
    const begun = kernel.hear("go");
    const running = run("c1", "c2", "c3");
    await begun;
    await kernel.client.call("run/stop", { queue: "keep" });
    expect(await running).toEqual(["done", "stopped", "done", "done"]);
    expect(outputs.get("c3")).toMatchObject([{ kind: "value", value: { preview: "3" } }]);
    await kernel.hasEnded;
  });
});
