import { describe, expect, it } from "vitest";
import { detailsText, filterEntries } from "./filter-entries.ts";

const entry = (seq: number, actor: string, action: string, details = "{}") => ({
  seq,
  at: "2024-03-24T10:00:00.000Z",
  actor,
  action,
  subject: "momentum",
  details,
  previousHash: "",
  hash: "",
});
const entries = [
  entry(1, "mara", "strategy/uploaded"),
  entry(2, "ada", "strategy/approved", '{"version":1}'),
  entry(3, "otto", "strategy/halted", '{"reason":"bad prices in Seoul"}'),
];

describe("the audit trail", () => {
  it("stands with the newest first, and narrows down by every word in any place", () => {
    const found = (question: string) => filterEntries(entries, question).map(({ seq }) => seq);
    expect(found("")).toEqual([3, 2, 1]);
    expect(found("seoul otto")).toEqual([3]);
    expect(found("momentum")).toEqual([3, 2, 1]);
    expect(found("ada halted")).toEqual([]);
  });

  it("tells details in words, with digests cut, and shows what is no JSON as it is", () => {
    expect(detailsText(`{"version":3,"digest":"${"a".repeat(64)}","reason":null}`)).toBe(
      `version 3, digest ${"a".repeat(12)}…`,
    );
    expect(detailsText("not json")).toBe("not json");
    expect(detailsText("3")).toBe("3");
  });
});
