import { describe, expect, it } from "vitest";
import { completeSql } from "./sql-completion.ts";
import { describeText, readStoreTexts } from "./store-texts.ts";

describe("what a query is offered", () => {
  const namesOf = (text: string, kind: "table" | "column") =>
    completeSql(text)
      .filter((each) => each.kind === kind)
      .map(({ name }) => name);
  it("E2: every table, and beside it its versions where it has any", () => {
    expect(namesOf("", "table")).toEqual(
      expect.arrayContaining(["bars_1d", "bars_1d_versions", "calendars"]),
    );
  });
  it("E2: the columns of the tables that it names, and no others", () => {
    const columns = namesOf("select  from BARS_1D", "column");
    expect(columns).toEqual(expect.arrayContaining(["close", "volume", "known_at"]));
    expect(columns).not.toContain("universe_id");
    expect(columns).not.toContain("batch_id");
    expect(namesOf("select  from bars_1d_versions", "column")).toContain("batch_id");
  });
});

describe("a text that names something of the store", () => {
  const text = `interface StoreUniverses {\n  /**\n   * Large\n   *\n   * * Members: 300 names\n   */\n  readonly "LARGE": true;\n}`;
  it("E3: shows what the store says of it, between its quotes only", () => {
    readStoreTexts([{ path: "/store-names.d.ts", text }]);
    const line = `const u = data.universe("LARGE");`;
    expect(describeText(line, 26)).toEqual({
      text: "Large\n\n* Members: 300 names",
      startColumn: 25,
      endColumn: 32,
    });
    expect(describeText(line, 12)).toBeNull();
    expect(describeText(`f('LARGE:ttm')`, 5)?.text).toContain("300 names");
    expect(describeText(`f("OTHER")`, 5)).toBeNull();
  });
  it("E3: forgets what the next store does not have", () => {
    readStoreTexts([{ path: "/store-names.d.ts", text: "" }]);
    expect(describeText(`f("LARGE")`, 5)).toBeNull();
  });
});
