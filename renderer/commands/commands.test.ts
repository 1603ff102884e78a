import { describe, expect, it } from "vitest";
import { type Command, commandTable } from "./command-table.ts";
import { fuzzyFilter, fuzzyScore } from "./fuzzy-match.ts";
import { chordOf, readableChord } from "./key-chord.ts";
import { createKeyResolver } from "./key-resolver.ts";

const pressed = (
  key: string,
  modifiers: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", true>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

describe("the command table", () => {
  it("gives no two commands that can be active together the same key", () => {
    const keys = commandTable.flatMap((command) => command.keys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it("names every command once", () => {
    expect(new Set(commandTable.map(({ id }) => id)).size).toBe(commandTable.length);
  });

  it("keeps single letters to chosen cells, where nobody types", () => {
    for (const { keys, scope } of commandTable)
      for (const key of keys) if (!key.includes("Mod")) expect(`${key}: ${scope}`).toBe(`${key}: cell`);
  });
});

describe("keys", () => {
  it("read the same on a Mac with Cmd as elsewhere with Ctrl", () => {
    expect(chordOf(pressed("p", { ctrlKey: true, shiftKey: true }), false)).toBe("Mod+Shift+P");
    expect(chordOf(pressed("p", { metaKey: true, shiftKey: true }), true)).toBe("Mod+Shift+P");
    expect(readableChord("Mod+Shift+P", false)).toBe("Ctrl Shift P");
    expect(readableChord("D D", true)).toBe("D D");
  });

  it("find a command of two chords only when they come close together", () => {
    const twice: Command = { id: "cell.delete", scope: "cell", keys: ["D D"], run: () => {} };
    const scopes = new Set(["cell"] as const);
    const resolver = createKeyResolver([twice]);
    expect(resolver.press("D", scopes, 0)).toBeNull();
    expect(resolver.press("D", scopes, 400)).toBe(twice);
    expect(resolver.press("D", scopes, 500)).toBeNull();
    expect(resolver.press("D", scopes, 9_000)).toBeNull();
  });

  it("do nothing outside their scope", () => {
    expect(createKeyResolver(commandTable).press("A", new Set(["app", "notebook"]), 0)).toBeNull();
  });
});

describe("the palette's filter", () => {
  it("needs all letters in their order", () => {
    expect(fuzzyScore("rra", "Restart and run all")).not.toBeNull();
    expect(fuzzyScore("zz", "Restart and run all")).toBeNull();
  });

  it("puts a run of letters before scattered ones", () => {
    const titles = ["Rename until now", "Run all"];
    expect(fuzzyFilter(titles, "run", (title) => title)[0]).toBe("Run all");
  });
});
