import { expect, test } from "vitest";
import { withoutControls } from "./without-controls.ts";

test("escape sequences of a notebook do not reach the terminal", () => {
  const hostile = "a\u001b[2J\u001b]0;title\u0007\u009b31m\rb";
  expect(withoutControls(hostile)).toBe("a\uFFFD[2J\uFFFD]0;title\uFFFD\uFFFD31m\uFFFDb");
});

test("lines, tabs, Hangul and signs stay", () => {
  expect(withoutControls("한글\t−1.0×\n")).toBe("한글\t−1.0×\n");
});
