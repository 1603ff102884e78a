import { expect, test } from "vitest";
import { weightRuleNeeds } from "../portfolio/weight-rule-data.ts";
import { signalHandle as signal } from "./weight-rule.ts";

test("a rule is plain data that survives a copy, and constrain may come before or after the split", () => {
  const rule = signal.top(10).equal();
  expect(rule).toEqual({ select: "top", percent: 10, split: "equal" });
  expect(Object.keys(rule)).toEqual(["select", "percent", "split"]);
  expect(structuredClone(rule)).toEqual({ select: "top", percent: 10, split: "equal" });
  const after = signal.count(50).riskParity({ window: 60 }).constrain({ maximumWeight: 0.05 });
  expect(after).toEqual({
    select: "top",
    percent: 100,
    count: 50,
    split: "risk-parity",
    window: 60,
    shrinkage: "constant-correlation",
    constraints: { maximumWeight: 0.05 },
  });
  expect(signal.count(50).constrain({ maximumWeight: 0.05 }).riskParity({ window: 60 })).toEqual(after);
  expect(after.constrain({ cashBuffer: 0.02 }).constraints).toEqual({
    maximumWeight: 0.05,
    cashBuffer: 0.02,
  });
  expect(signal.longShort(20, { gross: 2 }).equal()).toMatchObject({
    select: "long-short",
    percent: 20,
    gross: 2,
  });
});

test("a rule says what it needs beside the signal", () => {
  const nothing = { fields: [], lookBackSessions: 0, isCurrentNeeded: false };
  expect(weightRuleNeeds(signal.top(10).equal())).toEqual(nothing);
  expect(weightRuleNeeds({ select: "top", percent: 10, split: "equal" })).toEqual(nothing);
  expect(weightRuleNeeds(signal.inverseVolatility({ window: 60 }))).toEqual({
    fields: ["totalReturn"],
    lookBackSessions: 60,
    isCurrentNeeded: false,
  });
  expect(weightRuleNeeds(signal.minimumVariance().constrain({ maximumTurnover: 0.2 }))).toEqual({
    fields: ["totalReturn"],
    lookBackSessions: 252,
    isCurrentNeeded: true,
  });
});

test.each([
  [() => signal.top(101), "top percent must be from 0 to 100, was 101"],
  [() => signal.longShort(60), "long-short percent must be from 0 to 50, was 60"],
  [() => signal.longShort(10, { gross: 11 }), "gross must be from 0 to 10, was 11"],
  [() => signal.count(0), "top count must be at least 1, was 0"],
  [() => signal.inverseVolatility({ window: 1 }), "window must be at least 2, was 1"],
  [() => signal.meanVariance({ riskAversion: 0 }), "riskAversion must be from"],
  [() => signal.minimumVariance({ maximumWeight: 0 }), "maximumWeight must be from"],
  [() => signal.riskParity({ shrinkage: "some" as never }), "shrinkage must be constant-correlation"],
  [() => signal.longShort(10).meanVariance({ isShortAllowed: true }), "isShortAllowed is for one side"],
  [() => signal.equal().constrain({ maximumWeigth: 0.1 } as never), 'did you mean "maximumWeight"?'],
  [
    () => signal.equal().constrain({ minimumNet: 0.9 }).constrain({ maximumNet: 0.5 }),
    "these constraints cannot hold together",
  ],
])("a mistake is an error when the rule is written: %s", (build, message) => {
  expect(build).toThrow(message);
});
