import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseNotebook, sentenceOf, serialiseNotebook } from "./index.ts";

const head = "// ---\n// asof: 1\n// ---\n\n";
const yaml = (...lines: string[]) =>
  `// ---\n// asof: 1\n${lines.map((line) => `// ${line}\n`).join("")}// ---\n\n// %% id=a\na\n`;
const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

/** Files that are refused: each with the line of the message and a word of what to do. */
const refused: readonly (readonly [string, string, number, string])[] = [
  ["nothing", "", 1, "front matter"],
  ["a byte order mark alone", "\uFEFF", 1, "front matter"],
  ["blank lines", "\n\n\n", 1, "front matter"],
  ["NULs", "\0".repeat(100), 1, "front matter"],
  ["a blank line above the front matter", `\n${head}`, 1, "front matter"],
  ["a file of TypeScript", "export const a = 1;\n", 1, "front matter"],
  ["a Jupyter notebook", '{"cells":[],"nbformat":4}', 1, "front matter"],
  ["YAML fences without comment marks", "---\nasof: 1\n---\n", 1, "front matter"],
  ["only the first fence", "// ---", 1, "second line"],
  ["a front matter cut short", "// ---\n// asof: 1", 1, "second line"],
  ["a fence that is indented", "// ---\n// asof: 1\n // ---\n", 1, "second line"],
  ["cells inside an unclosed front matter", "// ---\n// asof: 1\n// %% id=a\na\n", 1, "second line"],
  ["a line of code in the front matter", "// ---\n// asof: 1\nconst a = 1;\n// ---\n", 3, "begins with"],
  ["a NUL in the front matter", "// ---\n// asof: 1\n\0\n// ---\n", 3, "begins with"],
  ["a front matter without keys", "// ---\n// ---\n", 2, "asof: 1"],
  ["a list for a front matter", "// ---\n// - asof\n// ---\n", 2, "asof: 1"],
  ["a text for a front matter", "// ---\n// asof\n// ---\n", 2, "asof: 1"],
  ["no asof", "// ---\n// title: x\n// ---\n", 2, "asof: 1"],
  ["asof as a name every object has", "// ---\n// __proto__: {asof: 1}\n// ---\n", 2, "asof: 1"],
  ["a newer format", "// ---\n// asof: 2\n// ---\n", 2, "newer Asof"],
  ["a format far ahead", "// ---\n// asof: 1e308\n// ---\n", 2, "newer Asof"],
  ["a format that is no number", "// ---\n// asof: .nan\n// ---\n", 2, "asof: 1"],
  ["a format as text", '// ---\n// asof: "1"\n// ---\n', 2, "asof: 1"],
  ["a format that is a list", "// ---\n// asof: [1]\n// ---\n", 2, "asof: 1"],
  ["two asof", yaml("asof: 1"), 3, "unique"],
  ["a list that is not closed", yaml("tags: [a"), 3, "Mend"],
  ["a tab for indentation", yaml("a:", "\tb: 1"), 4, "Mend"],
  ["a quote that is not closed", yaml('title: "x'), 3, "Mend"],
  [
    "marks of a merge in the front matter",
    "// ---\n<<<<<<< HEAD\n// asof: 1\n=======\n// ---\n",
    2,
    "begins with",
  ],
  ["lists nested 10,000 deep", yaml(`a: ${nested("[", "]", 10_000)}`), 2, "deep"],
  ["maps nested 10,000 deep", yaml(`a: ${nested("{a: ", "}", 10_000)}`), 2, "deep"],
  ["aliases that repeat each other", yaml("a: &a [x, x]", "b: &b [*a, *a]", "c: [*b, *b]"), 2, "aliases"],
  ["an alias to nothing", yaml("a: *b"), 2, "aliases"],
  ["a front matter of a megabyte", yaml(`a: ${"x".repeat(1_000_000)}`), 2, "move"],
  ["a title that is a map", yaml("title: {toString: 1}"), 3, "quotes"],
  ["a title that is a list", yaml("title: [x]"), 3, "quotes"],
  ["a snapshot that is a map", yaml("snapshot:", "  a: 1"), 3, "quotes"],
  ["an as-of that is no instant", yaml("as-of: soon"), 3, "2023-12-29T21:30:00Z"],
  ["an as-of in no month", yaml("as-of: 2023-13-01"), 3, "2023-12-29T21:30:00Z"],
  ["an as-of that is a number", yaml("as-of: 5"), 3, "2023-12-29T21:30:00Z"],
  ["an as-of without a zone", yaml("as-of: 2023-12-29T21:30:00"), 3, "2023-12-29T21:30:00Z"],
  ["a kind of cell that is not", `${head}// %% [perl] id=a\n`, 5, "[markdown]"],
  ["a kind that every object has", `${head}// %% [constructor] id=a\n`, 5, "[markdown]"],
  ["a cell of two million characters", `${head}// %% id=a\n${"x".repeat(2_000_001)}`, 5, "Part it"],
  ["a notebook of 32 million characters", head + "x\n".repeat(16_000_001), 1, "several"],
];

/** Files that open all the same: with what a notice says, if there is something to say. */
const opened: readonly (readonly [string, string, string | null])[] = [
  ["Windows line ends", head.replaceAll("\n", "\r\n"), null],
  ["both kinds of line ends", `${head}// %% id=a\r\na\nb\r\n`, null],
  ["old Macintosh line ends in a cell", `${head}// %% id=a\na\rb\rc`, null],
  ["a byte order mark", `\uFEFF${head}`, null],
  ["no line end at the end", `${head}// %% id=a\na`, null],
  ["a header and nothing behind it", `${head}// %%`, null],
  ["a thousand headers without ids", head + "// %%\n".repeat(1_000), null],
  ["two cells of one id", `${head}// %% id=a\n// %% id=a\n`, "have the id a"],
  ["a hundred cells of one id", head + "// %% id=a\n".repeat(100), "have the id a"],
  ["an id that every object has", `${head}// %% id=__proto__\n`, "cannot be a cell's id"],
  ["the id constructor", `${head}// %% id=constructor\n`, "cannot be a cell's id"],
  ["an id of 65 letters", `${head}// %% id=${"a".repeat(65)}\n`, "cannot be a cell's id"],
  ["an id with a slash", `${head}// %% id=../../etc\n`, "cannot be a cell's id"],
  ["an empty id", `${head}// %% id=\n`, "cannot be a cell's id"],
  ["an id of Hangul", `${head}// %% id=셀\n`, "cannot be a cell's id"],
  ["a NUL in a cell", `${head}// %% id=a\na\0b\n`, "U+0000"],
  ["an escape sequence in a cell", `${head}// %% id=a\n\u001b[2J\n`, "U+001B"],
  ["lone surrogates", `${head}// %% id=a\n"\ud800\udfff\udc00"\n`, null],
  ["brackets nested 10,000 deep in a cell", `${head}// %% id=a\n${nested("(", ")", 10_000)}\n`, null],
  ["a text cell whose comment is not closed", `${head}// %% [markdown] id=a\n/*\ntext\n`, null],
  ["a text cell without a comment", `${head}// %% [markdown] id=a\ntext\n`, null],
  ["a text cell that ends its comment twice", `${head}// %% [markdown] id=a\n/*\na */ b\n*/\n`, null],
  ["a SQL cell with an end of comment in it", `${head}// %% [sql] id=a\n/*\nselect '*/'\n*/\n`, null],
  ["a quote in a header that is not closed", `${head}// %% id=a note="x\n`, null],
  ["equals signs alone in a header", `${head}// %% = == id=a =\n`, null],
  ["ten thousand attributes", `${head}// %% id=a ${"x=1 ".repeat(10_000)}\n`, null],
  [
    "marks of a merge in a cell",
    `${head}// %% id=a\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n`,
    "A merge left",
  ],
  ["code above the first header", `${head}const a = 1;\n// %% id=b\n`, null],
  [
    "keys named as what every object has",
    yaml("__proto__: {polluted: 1}", "constructor: 1", "toString: 2"),
    null,
  ],
  ["paragraph separators in a header", `${head}// %% id=a x=\u2028y\n`, null],
];

it("F7: at least sixty files made wrong by hand are here", () => {
  expect(refused.length + opened.length).toBeGreaterThanOrEqual(60);
});

it.each(refused)("F7: %s is refused at its line, with what to do", (_, text, line, word) => {
  const start = performance.now();
  const parsed = parseNotebook(text);
  if (parsed.ok) throw new Error("it was read");
  expect([parsed.error.line, parsed.error.message]).toEqual([line, expect.stringContaining(word)]);
  expect(parsed.error.message.length).toBeLessThan(300);
  // Nothing in a file makes the reader work without end.
  expect(performance.now() - start).toBeLessThan(10_000);
});

it.each(opened)("F7: %s opens, and loses nothing when it is written", (_, text, sentence) => {
  const parsed = parseNotebook(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  expect(parsed.notices[0] ? sentenceOf(parsed.notices[0]) : null).toEqual(
    sentence === null ? null : expect.stringContaining(sentence),
  );
  const written = serialiseNotebook(parsed.notebook, parsed.document);
  const again = parseNotebook(written);
  expect(again.ok && again.notebook).toEqual(parsed.notebook);
  const isHealed = written.length !== text.length;
  if (!isHealed) expect(written).toBe(text);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

const whole = `\uFEFF// ---\r\n// asof: 1\r\n// title: "A: b" # c\n// owner: {a: [1, 2]}\n// ---\n\n// %% [markdown] id=k3\n/*\n# Text *\\/\n*/\n\n// %% id=a8 hidden note="two  words"\nconst x = \`\${1}\`;\t\r\n\n// %% [sql] id=m2 as=t\n/*\nselect 1\n*/`;
const pieces = fc.constantFrom(
  "// %%",
  "// %% id=a8\n",
  "// ---\n",
  "\0",
  "\r",
  "\r\n",
  "*/",
  "/*",
  '"',
  "[",
  "\ud800",
  "\uFEFF",
  "<<<<<<< a\n",
  "id=",
  "// asof: 1\n",
  "\\",
  "😀",
);
const change = fc.record({
  at: fc.nat(),
  cut: fc.nat(20),
  put: fc.oneof(pieces, fc.string({ maxLength: 4 })),
});

it("F7: no change of a notebook's file is an uncaught error, and what is still read loses nothing", () => {
  const rounds = Number(process.env.ASOF_ROUNDS ?? 400);
  let read = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      let text = whole;
      for (const { at, cut, put } of changes) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + put + text.slice(place + cut);
      }
      const parsed = parseNotebook(text);
      if (!parsed.ok) {
        expect(parsed.error.line).toBeGreaterThan(0);
        expect(parsed.error.message).toMatch(/[.?]$/);
        return;
      }
      read++;
      const written = serialiseNotebook(parsed.notebook, parsed.document);
      const again = parseNotebook(written);
      expect(again.ok && again.notebook).toEqual(parsed.notebook);
      expect(again.ok && serialiseNotebook(again.notebook, again.document)).toBe(written);
      const headers = text.split("\n").filter((line) => /^\/\/ %%(\s|$)/.test(line));
      const ids = new Set(parsed.notebook.cells.map(({ id }) => id));
      const isNamed =
        headers.length === ids.size &&
        headers.every((line) =>
          [...ids].some((id) => line.includes(`id=${id}`) || line.includes(`id="${id}"`)),
        );
      if (isNamed && parsed.notices.every(({ code }) => code !== "double-id" && code !== "bad-id"))
        expect(written).toBe(text);
    }),
    { numRuns: rounds, seed: 11 },
  );
  // A test that refuses every file would prove nothing.
  expect(read).toBeGreaterThan(rounds / 20);
});
