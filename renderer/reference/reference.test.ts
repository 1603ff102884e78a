import { describe, expect, it } from "vitest";
import { metricReference, operatorReference } from "../../engine/index.ts";
import { referenceEntries, searchReference } from "./reference-entries.ts";

const namesFor = (query: string, kind: "operator" | "metric") =>
  searchReference(query, kind).map(({ name }) => name);

describe("the reference page", () => {
  it("has every operator and every metric, with a formula and an example", () => {
    expect(referenceEntries).toHaveLength(operatorReference.length + metricReference.length);
    for (const { name, facts, example } of referenceEntries) {
      expect(facts.map(({ about }) => about)).toContain("formula");
      expect(`${name}: ${example.output}`).not.toBe(`${name}: `);
    }
  });

  it("finds by name first, then by what is said", () => {
    expect(namesFor("rank", "operator")[0]).toBe("timeSeriesRank");
    expect(namesFor("rank", "operator")).toContain("rank");
    expect(namesFor("max draw", "metric")[0]).toBe("maxDrawdown");
    expect(namesFor("politis", "metric")).toEqual(["stationaryBootstrap", "blockLength"]);
    expect(namesFor("no such thing anywhere", "metric")).toEqual([]);
  });

  it("finds a metric by its name on the tear sheet", () => {
    expect(namesFor("psr", "metric")[0]).toBe("probabilisticSharpe");
    expect(namesFor("bestDay", "metric")[0]).toBe("bestPeriod");
  });

  it("shows operators alone among operators, in their order", () => {
    expect(namesFor("", "operator")).toEqual(operatorReference.map(({ name }) => name));
  });
});
