import fc from "fast-check";
import { expect, it } from "vitest";
import { parseNotebook, serialiseNotebook } from "./index.ts";
import { splitLines } from "./notebook-lines.ts";

const parse = (text: string) => {
  const parsed = parseNotebook(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed;
};

const lineEnd = fc.constantFrom("\n", "\r\n");
const line = fc.oneof(
  fc.constantFrom("", " ", "\t", "const a = 1;", "const a = 1;  ", "// a comment", "/*", "*/", "a\rb", "b\r"),
  fc.constantFrom("# text\u2028", "// \\%% id=x", "// %%x", "<<<<<<< HEAD", "\uFEFF", "\u0000", "\ud800"),
  fc.string({ unit: "binary", maxLength: 12 }).filter((text) => !/[\r\n]/.test(text)),
);
const word = fc.constantFrom(
  "hidden",
  "as=coverage",
  'note="two  words"',
  "=odd",
  "a=",
  'b="x"y',
  "id=again",
  '"',
);
const header = (id: number) =>
  fc
    .tuple(
      fc.constantFrom("", "[markdown] ", "[sql]  ", "[md]", "[code] "),
      fc.array(word, { maxLength: 3 }),
      fc.constantFrom("", "  "),
    )
    .map(([tag, words, tail]) => `// %% ${tag}id=c${id}${words.map((each) => `  ${each}`).join("")}${tail}`);
const isBody = (text: string) => !/^\/\/ %%(\s|$)/.test(text);
/** Files as hands, tools and other systems leave them: any line ends, any spacing, any characters. */
const file = fc
  .record({
    bom: fc.constantFrom("", "\uFEFF"),
    keys: fc.array(
      fc.constantFrom("// owner: me # why", "//title: One", "// tags: [a, b]", "//", "// # note"),
      { maxLength: 4 },
    ),
    above: fc.array(fc.constantFrom("", "  "), { maxLength: 2 }),
    cells: fc
      .integer({ min: 0, max: 4 })
      .chain((count) =>
        fc.tuple(
          ...Array.from({ length: count }, (_, id) =>
            fc
              .tuple(header(id), fc.array(line.filter(isBody), { maxLength: 5 }))
              .map((parts) => parts.flat()),
          ),
        ),
      ),
    ends: fc.array(lineEnd, { minLength: 1, maxLength: 7 }),
    last: fc.boolean(),
  })
  .map(({ bom, keys, above, cells, ends, last }) => {
    const lines = ["// ---", "// asof: 1", ...new Set(keys), "// ---", ...above, ...cells.flat()];
    const text = lines.map((each, index) => each + ends[index % ends.length]).join("");
    return bom + (last ? text : text.replace(/\r?\n$/, ""));
  })
  .filter((text) => parseNotebook(text).ok);

it("F1: any file whose cells have ids is written back byte for byte", () => {
  fc.assert(
    fc.property(file, (text) => {
      const { notebook, document, notices } = parse(text);
      expect(notices.filter(({ code }) => code === "double-id" || code === "bad-id")).toEqual([]);
      expect(serialiseNotebook(notebook, document)).toBe(text);
    }),
    { numRuns: 400, seed: 1 },
  );
});

it("F1: an edit of one cell changes bytes between its header and the next and nowhere else", () => {
  fc.assert(
    fc.property(file, fc.nat(), fc.constantFrom("", "new", "a\nb", "a\n", "\n\n"), (text, pick, source) => {
      const { notebook, document } = parse(text);
      const index = notebook.cells.length === 0 ? -1 : pick % notebook.cells.length;
      const cells = notebook.cells.map((cell, at) => (at === index ? { ...cell, source } : cell));
      const written = serialiseNotebook({ ...notebook, cells }, document);
      expect(parse(written).notebook).toEqual({ ...notebook, cells });
      const headers = (whole: string) => {
        const parts = [""];
        for (const each of splitLines(whole))
          if (isBody(each.text)) parts[parts.length - 1] += each.text + each.end;
          else parts.push(each.text + each.end);
        return parts;
      };
      const before = headers(text);
      const after = headers(written);
      expect(after.length).toBe(before.length);
      expect(after.filter((_, at) => at !== index + 1)).toEqual(before.filter((_, at) => at !== index + 1));
    }),
    { numRuns: 200, seed: 2 },
  );
});

it("F1: an edit of one line leaves the ends and the trailing blanks of its neighbours", () => {
  const text = "// ---\n// asof: 1\n// ---\n\n// %%   id=a   x\r\none \r\ntwo\nthree\t\r\n\n// %% id=b\nb";
  const { notebook, document } = parse(text);
  const cells = notebook.cells.map((cell) => ({ ...cell, source: cell.source.replace("two", "2") }));
  expect(serialiseNotebook({ ...notebook, cells }, document)).toBe(text.replace("two\n", "2\n"));
});

it("F3: a new title changes its line of the front matter alone, with all comments and odd spacing beside it", () => {
  const text =
    "// ---\r\n//  # ours\n// asof:   1 # format\r\n// tags: [a,   b]\n// title:  One   # why\n// nested:\n//   key: [1,2]\n// ---\n\n\n// %% id=a\n";
  const { notebook, document } = parse(text);
  const titled = { ...notebook, title: 'Two: a "new" one\nin lines' };
  const written = serialiseNotebook(titled, document);
  expect(written.replace(/\/\/ title:[^\n]*\n/, "")).toBe(text.replace(/\/\/ title:[^\n]*\n/, ""));
  expect(written).toContain("# why");
  expect(parse(written).notebook).toEqual(titled);
  expect(serialiseNotebook({ ...notebook, title: "" }, document)).toBe(
    text.replace(/\/\/ title:[^\n]*\n/, ""),
  );
});

it("F3: a key that was not there is added below the others", () => {
  const text = "// ---\n// asof: 1\n// owner: me\n// ---\n";
  const { notebook, document } = parse(text);
  const snapshot = { ...notebook, snapshot: "sample-2024" };
  expect(serialiseNotebook(snapshot, document)).toBe(text.replace("me\n", "me\n// snapshot: sample-2024\n"));
});

it("F3: unknown attributes of a header stay when another one changes", () => {
  const { notebook, document } = parse(
    '// ---\n// asof: 1\n// ---\n// %% [sql] id=a =odd as=one x="a b" id=again\n',
  );
  const [cell] = notebook.cells;
  const attributes = cell!.attributes.map(([name, value]): [string, string] => [
    name,
    name === "as" ? "two" : value,
  ]);
  const written = serialiseNotebook({ ...notebook, cells: [{ ...cell!, attributes }] }, document);
  expect(written).toContain('// %% [sql] id=a =odd as=two x="a b" id=again\n');
});

it("F4: healing writes the new id into the header of its cell and leaves every other byte", () => {
  const text =
    "// ---\n// asof: 1\n// ---\n\nabove\n\n// %%   hidden\na\n// %% [sql]  id=x  as=t\nb\n// %% id=x y\nc\n// %% id=__proto__\nd";
  const parsed = parse(text);
  const ids = parsed.notebook.cells.map(({ id }) => id);
  expect(new Set(ids).size).toBe(5);
  expect(ids[2]).toBe("x");
  expect(parsed.notices.map(({ code, line, values }) => [code, line, values.id])).toEqual([
    ["double-id", 11, "x"],
    ["bad-id", 13, "__proto__"],
  ]);
  const written = serialiseNotebook(parsed.notebook, parsed.document);
  expect(written).toBe(
    text
      .replace("above", `// %% id=${ids[0]}\nabove`)
      .replace("// %%   hidden", `// %% id=${ids[1]}   hidden`)
      .replace("id=x y", `id=${ids[3]} y`)
      .replace("id=__proto__", `id=${ids[4]}`),
  );
  expect(parse(written).notebook).toEqual(parsed.notebook);
  expect(parse(written).notices).toEqual([]);
});
