import ts from "typescript";
import { expect, it } from "vitest";
import { withoutImports } from "./without-imports.ts";

it.each([
  ["a + 1", "a + 1"],
  ['import { a } from "./b.nb.ts";\na + 1', ";                             \na + 1"],
  ['const x = 1;\nimport {\n  a,\n} from "asof"\nx', "const x = 1;\n;       \n    \n             \nx"],
  ['const text = "import x";', 'const text = "import x";'],
  [
    '// import { a } from "b"\nimport type { A } from "./c.nb.ts"',
    '// import { a } from "b"\n;                                 ',
  ],
  ["import { a } fr", ";              "],
])("E5: the language worker reads %j without its imports, and nothing moves", (text, expected) => {
  const read = withoutImports(text, ts);
  expect(read).toBe(expected);
  expect(read).toHaveLength(text.length);
});
