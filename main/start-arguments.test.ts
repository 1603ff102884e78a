import { expect, test } from "vitest";
import { parseStartArguments } from "./start-arguments.ts";

test.each([
  [[], { openAtStart: null, isSelfCheck: false }],
  [
    ["--sample", "value-book-to-price"],
    { openAtStart: { sampleId: "value-book-to-price" }, isSelfCheck: false },
  ],
  [
    ["--no-sandbox", "--ozone-platform=x11", "/n/a.nb.ts"],
    { openAtStart: { path: "/n/a.nb.ts" }, isSelfCheck: false },
  ],
  [["/n/old research.ipynb"], { openAtStart: { path: "/n/old research.ipynb" }, isSelfCheck: false }],
  [["notes.txt"], { openAtStart: null, isSelfCheck: false }],
  [["--self-check"], { openAtStart: null, isSelfCheck: true }],
  [["--inspect=0", "--remote-debugging-port=0"], { openAtStart: null, isSelfCheck: false }],
])("%j starts with %j", (argv, expected) => {
  expect(parseStartArguments(argv)).toEqual(expected);
});
