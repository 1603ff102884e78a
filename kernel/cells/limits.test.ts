import { expect, it } from "vitest";
import type { Display } from "../contract/display.ts";
import { createConsole, MAX_CONSOLE_LINES } from "./console-capture.ts";
import { inspectLine } from "./inspect-value.ts";
import { previewOf } from "./preview-value.ts";

it("O13: a flood of lines ends with how many are shown and what to do instead", () => {
  const lines: string[] = [];
  const { console } = createConsole((_, text) => lines.push(text));
  for (let at = 0; at < 5_000; at++) console.log(at);
  expect(lines).toHaveLength(MAX_CONSOLE_LINES + 1);
  expect(lines.at(-1)).toBe(
    "More than 1,000 lines: the rest of this run is left out. Print less, or show a table.",
  );
});

it("O13: a long line and a long text say how much of them is shown", () => {
  const lines: string[] = [];
  const { console } = createConsole((_, text) => lines.push(text));
  console.log("x".repeat(100_000));
  expect(lines[0]!.slice(8_000)).toBe("… (cut: the first 8,000 of 100,000 characters)");
  expect(previewOf("y".repeat(1_000_000)).slice(-22)).toBe(" (1,000,000 characters)".slice(-22));
  expect(inspectLine("z".repeat(300)).preview).toBe(JSON.stringify("z".repeat(300)));
});

it("O13: Markdown that is too long is cut with a notice, and one that is not is shown whole", async () => {
  const { createResearchApi } = await import("../research/research-api.ts");
  const shown: Display[] = [];
  const { md } = createResearchApi({ show: (display: Display) => shown.push(display) } as never);
  md("a".repeat(200_000));
  expect(shown).toHaveLength(1);
  md("b".repeat(200_001));
  expect(shown[1]).toEqual({ kind: "markdown", text: "b".repeat(200_000) });
  expect(shown[2]).toEqual({
    kind: "text",
    text: "This text is cut: its first 200,000 of 200,001 characters are shown. Call md() for each part of it.",
  });
});
