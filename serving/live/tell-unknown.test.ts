import { expect, it } from "vitest";
import { tellUnknown } from "./tell-unknown.ts";

it("V32: the log has each instrument that the store does not have once, and no more than a thousand", () => {
  const lines: object[] = [];
  const tell = tellUnknown((_, facts) => lines.push(facts));
  tell("XNYS", ["A", "B"]);
  tell("XNYS", ["B", "A", "C"]);
  expect(lines).toEqual(["A", "B", "C"].map((instrument) => ({ market: "XNYS", instrument })));
  tell(
    "XNYS",
    Array.from({ length: 2_000 }, (_, k) => `M${k}`),
  );
  expect(lines).toHaveLength(1_000);
});
