import { describe, expect, it } from "vitest";
import { likelyEntries } from "./likely-entries.ts";

const names = ["momentum0", "Math", "map", "answer", "한국", "atMost", "kind_of", "$set"].map((name) => ({
  name,
}));
const offered = (text: string) => likelyEntries(names, text, text.length).map(({ name }) => name);

describe("the names that are sent to the page", () => {
  it("E8: are those whose letters can still match what was typed of a word", () => {
    expect(offered("x = m")).toEqual(["momentum0", "Math", "map", "atMost"]);
    // As the editor has it, the first letter begins a part of the name.
    expect(["w", "o", "s", "of"].map((typed) => offered(typed))).toEqual([
      [],
      ["kind_of"],
      ["$set"],
      ["kind_of"],
    ]);
    expect(offered("x = MA")).toEqual(["Math", "map"]);
    expect(offered("x = mm0")).toEqual(["momentum0"]);
    expect(offered("한")).toEqual(["한국"]);
    expect(offered("q")).toEqual([]);
  });
  it("E8: are all of them where no word has begun", () => {
    expect(offered("")).toHaveLength(names.length);
    expect(offered("answer.")).toHaveLength(names.length);
    expect(likelyEntries(names, "answer", 0)).toHaveLength(names.length);
  });
});
