import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NotebookCell } from "../contract/document.ts";
import type { Diagnostic, Fix } from "../contract/kernel-contract.ts";
import { createLanguage, type Language } from "./language.ts";
import { nearestName } from "./nearest-name.ts";
import { declareStoreNames, type StoreNames } from "./store-names.ts";

const names: StoreNames = {
  fields: [
    {
      name: "close",
      kind: "price",
      unit: "currency",
      description: "Close as quoted, */ never adjusted.",
      coverage: 0.987,
      ageDays: 0,
      ttlDays: 5,
      restatementRate: 0.02,
      newestKnownAt: Date.UTC(2024, 5, 28) * 1000,
    },
    {
      name: "bookValue",
      kind: "fundamental",
      unit: "currency",
      description: "Book value.",
      coverage: 1,
      ageDays: 40,
      ttlDays: null,
      restatementRate: 0,
      newestKnownAt: null,
    },
  ],
  universes: [
    { id: "GLOBAL_LARGE", label: "Large companies", names: 300, mics: ["XNYS", "XKRX"] },
    { id: "KOREA", label: "Korea", names: 90, mics: ["XKRX"] },
  ],
  markets: [
    {
      mic: "XNYS",
      name: "New York",
      currency: "USD",
      timeZone: "America/New_York",
      firstSession: "2010-01-04",
      lastSession: "2024-06-28",
      sessions: 3650,
    },
    {
      mic: "XKRX",
      name: "Korea",
      currency: "KRW",
      timeZone: "Asia/Seoul",
      firstSession: "2010-01-04",
      lastSession: "2024-06-28",
      sessions: 3600,
    },
  ],
  instruments: [
    {
      iid: "US-0001",
      symbol: "AAA",
      name: "Alpha",
      mic: "XNYS",
      sector: "Energy",
      listedOn: "2011-01-03",
      delistedOn: null,
    },
  ],
};

type Part = readonly [id: string, source: string, as?: string];
const cellsOf = (...parts: readonly Part[]): NotebookCell[] =>
  parts.map(([id, source, as]) => ({
    id,
    kind: as === undefined ? "code" : "sql",
    source,
    attributes: as === undefined || as === "" ? [] : [["as", as]],
  }));

/** One for all: the language's own declarations are read once. */
const language: Language = createLanguage();
language.declareStore(names);

const check = (...parts: readonly Part[]): Diagnostic[] => {
  language.update(cellsOf(...parts));
  return language.check();
};
const apply = (source: string, fix: Fix): string => {
  const lines = source.split("\n");
  const at = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  return source.slice(0, at(fix.line, fix.column)) + fix.text + source.slice(at(fix.endLine, fix.endColumn));
};
/** Every cell after the first fix of the first fault. */
const mended = (...parts: readonly Part[]): string[] => {
  const fix = check(...parts)[0]?.fixes?.[0];
  return fix ? parts.map(([id, source]) => (id === fix.cellId ? apply(source, fix) : source)) : [];
};

describe("the store's names as types", () => {
  it("T1: a field says its unit, coverage, freshness and source where it is read", () => {
    const text = declareStoreNames(names);
    expect(text).toContain("* Unit: currency");
    expect(text).toContain("* Coverage: 99 % of the widest universe");
    expect(text).toContain("* Source: the table bars_1d");
    expect(text).toContain("* Known until: 2024-06-28");
    // A description cannot end the comment it stands in.
    expect(text).toContain("Close as quoted, * / never adjusted.");
  });
  it("T1: universes, markets and instruments are literal types with what the store says of them", () => {
    const text = declareStoreNames(names);
    expect(text).toContain('readonly "GLOBAL_LARGE": true;');
    expect(text).toContain("* Members: 300 names");
    expect(text).toContain("* Listed: since 2011-01-03");
    expect(check(["a", 'const u: UniverseId = "GLOBAL_LARGE"; const m: MarketId = "XNYS";'])).toEqual([]);
    // Rows give an instrument as a text.
    expect(check(["a", 'const i: InstrumentId = "another";'])).toEqual([]);
  });
  it("T1: while the store is not known, any name passes", () => {
    const alone = createLanguage();
    alone.update(cellsOf(["a", 'data.universe("ANY")']));
    expect(alone.check()).toEqual([]);
  });
});

describe("T2: a fault names what was meant, and its fix mends the cell it stands in", () => {
  const table: readonly [name: string, parts: readonly Part[], message: string, after: readonly string[]][] =
    [
      [
        "a field that is not there",
        [["a", "const f = (field: StoreFields) => field.clsoe;"]],
        'There is no field named "clsoe" in the store. Did you mean "close"?',
        ["const f = (field: StoreFields) => field.close;"],
      ],
      [
        "a field as a text, in its own quotes",
        [["a", "const f: FieldName = 'bookvalue';"]],
        'There is no field named "bookvalue" in the store. Did you mean "bookValue"?',
        ["const f: FieldName = 'bookValue';"],
      ],
      [
        "a universe",
        [["a", 'const u = data.universe("GLOBAL_LARG");']],
        'There is no universe named "GLOBAL_LARG" in the store. Did you mean "GLOBAL_LARGE"?',
        ['const u = data.universe("GLOBAL_LARGE");'],
      ],
      [
        "a market",
        [["a", 'const rule = atClose("XNYSE");']],
        'There is no market named "XNYSE" in the store. Did you mean "XNYS"?',
        ['const rule = atClose("XNYS");'],
      ],
      [
        "a member of a value",
        [["a", "const n = [1].lenght;"]],
        "Property 'lenght' does not exist on type 'number[]'. Did you mean 'length'?",
        ["const n = [1].length;"],
      ],
      [
        "a name of another cell",
        [
          ["a", "const momentum = 1;"],
          ["b", "momentun + 1"],
        ],
        "Cannot find name 'momentun'. Did you mean 'momentum'?",
        ["const momentum = 1;", "momentum + 1"],
      ],
      [
        "an await that is missing in another cell",
        [
          ["a", "const rows = data.facts('x', 'close');"],
          ["b", "rows.length"],
        ],
        "Property 'length' does not exist on type 'Promise<Fact[]>'.",
        ["const rows = await data.facts('x', 'close');", "rows.length"],
      ],
      [
        "an await that is missing where the value is read",
        [["a", "data.facts('x', 'close').length"]],
        "Property 'length' does not exist on type 'Promise<Fact[]>'.",
        ["(await data.facts('x', 'close')).length"],
      ],
      [
        "an await that is missing in an argument",
        [["a", "const count = (rows: readonly Fact[]) => rows.length;\ncount(data.facts('x', 'close'));"]],
        "Argument of type 'Promise<Fact[]>' is not assignable",
        ["const count = (rows: readonly Fact[]) => rows.length;\ncount(await data.facts('x', 'close'));"],
      ],
    ];
  it.each(table)("T2: %s", (_, parts, message, after) => {
    const [found] = check(...parts);
    expect(found?.message).toContain(message);
    expect(mended(...parts)).toEqual(after);
    expect(check(...parts.map(([id], index): Part => [id, after[index]!]))).toEqual([]);
  });
  it("T2: offers no await where none can stand", () => {
    const [found] = check(["a", "const f = () => data.facts('x', 'close').length;"]);
    expect(found?.fixes).toBeUndefined();
  });
  it("T2: a name that resembles nothing has no fix", () => {
    expect(check(["a", "zzzzqqqq + 1"])[0]?.fixes).toBeUndefined();
    expect(nearestName("zzzz", ["close", "open"])).toBeNull();
  });
  it.each([
    ["clsoe", "close"],
    ["Close", "close"],
    ["totalreturn", "totalReturn"],
    ["opn", "open"],
    ["close", null],
  ])("T2: nearest to %s is %s", (written, nearest) =>
    expect(nearestName(written, ["close", "open", "totalReturn", "volume"])).toBe(nearest),
  );
});

describe("T3: a rename reaches every cell that uses the name", () => {
  const rename = (
    parts: readonly Part[],
    line: number,
    column: number,
    newName: string,
    cellId = parts[0]![0],
  ) => {
    language.update(cellsOf(...parts));
    return language.rename({ cellId, line, column, newName });
  };
  it("T3: from its declaration or from a use, in code and in SQL parameters", () => {
    const parts: readonly Part[] = [
      ["a", 'const from = "2018-01-01";'],
      ["b", "const copy = { from };\nfrom.length"],
      ["q", `select 1 where d > $from and e > ${"$"}{ from } -- $from`, ""],
      ["c", "const f = (from: number) => from;"],
    ];
    const wanted = [
      { cellId: "a", source: 'const start = "2018-01-01";', attributes: [] },
      { cellId: "b", source: "const copy = { from: start };\nstart.length", attributes: [] },
      { cellId: "q", source: `select 1 where d > $start and e > ${"$"}{ start } -- $from`, attributes: [] },
    ];
    expect(rename(parts, 1, 7, "start")).toEqual(wanted);
    expect(rename(parts, 2, 2, "start", "b")).toEqual(wanted);
    expect(rename(parts, 1, 23, "start", "q")).toEqual(wanted);
  });
  it("T3: the name of a SQL cell's result changes its header", () => {
    const parts: readonly Part[] = [
      ["q", "select 1 as one", "prices"],
      ["a", "prices.length"],
    ];
    expect(rename(parts, 1, 1, "quotes", "a")).toEqual([
      { cellId: "q", source: "select 1 as one", attributes: [["as", "quotes"]] },
      { cellId: "a", source: "quotes.length", attributes: [] },
    ]);
  });
  it("T3: a local name stays in its cell", () => {
    const parts: readonly Part[] = [
      ["a", "const f = (x: number) => x + 1;"],
      ["b", "const x = 2;"],
      ["q", "select $x", ""],
    ];
    expect(rename(parts, 1, 12, "y")).toEqual([
      { cellId: "a", source: "const f = (y: number) => y + 1;", attributes: [] },
    ]);
  });
  it.each([
    ["a word of the language", 7, "class", "not-a-name"],
    ["no name", 7, "two words", "not-a-name"],
    ["a name that another cell has", 7, "other", "name-taken"],
    ["a name of the research API", 13, "sheet", "not-yours"],
    ["a place without a name", 11, "b", "nothing-here"],
  ])("T3: refuses %s", (_, column, newName, code) => {
    const parts: readonly Part[] = [
      ["a", "const one = tearSheet;"],
      ["b", "const other = 1;"],
    ];
    expect(rename(parts, 1, column, newName)).toBe(code);
  });
  it("T3: refuses a name that comes from another notebook, and says where it is changed", () => {
    const language = createLanguage();
    const source = 'import { factor } from "./base.nb.ts";\nfactor';
    const text = "// ---\n// asof: 1\n// ---\n\n// %% id=x\nconst factor = 1;\n";
    language.update([{ id: "a", kind: "code", source, attributes: [] }], [{ name: "base.nb.ts", text }]);
    language.check();
    expect(language.rename({ cellId: "a", line: 2, column: 2, newName: "other" })).toBe("imported");
  });
});

describe("the check after an edit", () => {
  const sources = [
    "const a = 1;",
    "const a = '';",
    "const b = a;",
    "const c: number = b;",
    "function f() { return c; }",
    "const d: number = f();",
    "interface I { x: number }",
    "interface I { x: string }",
    "const e: I = { x: 1 };",
    "const b = missing;",
    "const a = ;",
    "a.length",
    "d + e.x",
  ];
  it("T4: what is found after any edits equals a check from scratch", () => {
    const edited = createLanguage();
    const ids = ["k", "l", "m", "n", "o"];
    const cells = fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...sources)), {
      selector: ([id]) => id,
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 2, maxLength: 5 }), (states) => {
        for (const state of states) {
          edited.update(cellsOf(...state));
          const found = edited.check();
          language.update([]);
          language.update(cellsOf(...state));
          expect(found).toEqual(language.check());
        }
      }),
      { seed: 20260321, numRuns: 12 },
    );
  });
});
