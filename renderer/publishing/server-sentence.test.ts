import { describe, expect, it } from "vitest";
import { problemKinds } from "../../serving/contract/problems.ts";
import { serverText as english } from "../i18n/en/server.ts";
import type { Translate } from "../i18n/index.ts";
import { serverText as korean } from "../i18n/ko/server.ts";
import { serverSentence } from "./server-sentence.ts";

/** The words as they stand, with what is put into them. */
const translate =
  (strings: object): Translate =>
  (key, values = {}) => {
    const text = key
      .split(":")
      .slice(1)
      .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], strings);
    return String(text).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  };

describe("what a server refuses", () => {
  it("is said in the reader's language, with the server's own words behind it", () => {
    const told = { code: "stale-revision", message: "momentum is at revision 7 now." };
    expect(serverSentence(translate(english), told)).toBe(
      "Somebody else changed it meanwhile. Look at it again, then decide. In its own words: momentum is at revision 7 now.",
    );
    expect(serverSentence(translate(korean), told)).toBe(
      "그사이 다른 사람이 변경했습니다. 다시 확인한 다음 결정하십시오. 원문: momentum is at revision 7 now.",
    );
  });

  it("has a sentence for every code that a server answers with", () => {
    for (const code of Object.keys(problemKinds)) {
      expect([code, Object.hasOwn(english.problem, code)]).toEqual([code, true]);
      expect(Object.hasOwn(korean.problem, code)).toBe(true);
    }
  });

  it("is only the message where the code is of another version, also one that every object has", () => {
    for (const code of ["of-tomorrow", "constructor", "toString"])
      expect(serverSentence(translate(english), { code, message: "What it is." })).toBe("What it is.");
  });
});
