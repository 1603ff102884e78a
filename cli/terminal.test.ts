import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { complain, say, sayJson } from "./terminal.ts";

afterEach(() => vi.restoreAllMocks());
const hostile = "row \u001b]52;c;eA==\u0007 \u009b2J 한글";

it("nothing that a file holds moves the cursor, clears the screen or sets the clipboard", () => {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  say(hostile);
  complain(hostile);
  sayJson({ hostile });
  const written = [...out.mock.calls, ...err.mock.calls].map(([text]) => String(text));
  expect(written).toHaveLength(3);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to look for
  for (const text of written) expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(JSON.parse(written[1]!)).toEqual({ hostile });
});

it("no command of the store writes to a terminal past it", () => {
  for (const folder of ["import", "store", "doctor"])
    for (const name of readdirSync(join(import.meta.dirname, folder))) {
      const raw = readFileSync(join(import.meta.dirname, folder, name), "utf8").matchAll(
        /process\.std(?:out|err)\.write\((.*)/g,
      );
      // Progress is our own words and figures, and erases its own line; `init` reads nobody's file.
      for (const [, what] of raw)
        expect([name, what]).toEqual([name, expect.stringMatching(/\\u001b\[K|\$\{folder\}|snapshot empty/)]);
    }
});
