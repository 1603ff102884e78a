import { describe, expect, it } from "vitest";
import type { Metric } from "../../kernel/contract/display.ts";
import {
  formatDuration,
  formatInstant,
  formatMonth,
  formatSessionDate,
  isoDateOfInstant,
  isoSessionDate,
  sessionDateOf,
  sessionDateOfIso,
} from "./date-format.ts";
import { toLocale } from "./locale.ts";
import { formatDifference, formatMetric, type MetricFormat } from "./metric-format.ts";
import { formatMultiple, formatNumber, formatPercent, formatPlain } from "./number-format.ts";

describe("numbers", () => {
  it.each([
    [1204, 0, "1,204"],
    [-34.3, 1, "−34.3"],
    [-0, 2, "0.00"],
    [-0.004, 2, "0.00"],
    [0.005, 2, "0.01"],
    [Number.NaN, 2, "–"],
    [Number.POSITIVE_INFINITY, 2, "∞"],
    [Number.NEGATIVE_INFINITY, 2, "−∞"],
    [1234567.891, 2, "1,234,567.89"],
  ])("%d with %d decimals reads %s", (value, digits, text) => {
    expect(formatNumber(value, { digits })).toBe(text);
  });

  it("a change carries its sign, and zero carries none", () => {
    expect(formatNumber(3.3, { digits: 1, hasPlus: true })).toBe("+3.3");
    expect(formatNumber(-3.3, { digits: 1, hasPlus: true })).toBe("−3.3");
    expect(formatNumber(-0.01, { digits: 1, hasPlus: true })).toBe("0.0");
  });

  it.each([
    [0.11763, "11.8%"],
    [-0.343, "−34.3%"],
    [-0.0001, "0.0%"],
    [Number.NaN, "–"],
  ])("the fraction %d reads %s", (value, text) => expect(formatPercent(value)).toBe(text));

  it.each([
    [0, "0"],
    [42, "42"],
    [-1940312, "−1,940,312"],
    [2.34567, "2.3457"],
    [12345.678, "12,345.68"],
    [1e-9, "1.000e−9"],
    [2.5e16, "2.500e+16"],
  ])("%d in a table reads %s", (value, text) => expect(formatPlain(value)).toBe(text));

  it("a multiple has its mark", () => expect(formatMultiple(3.067)).toBe("3.07×"));
});

describe("metrics", () => {
  it.each<[number | null, MetricFormat, string]>([
    [0.1176, "percent", "11.8%"],
    [0.816, "ratio", "0.82"],
    [0.9251, "probability", "0.925"],
    [3.419, "multiple", "3.42×"],
    [100_000_000, "money", "100,000,000"],
    [2545, "integer", "2,545"],
    [166, "days", "166"],
    [12.34, "basis-points", "12.3 bp"],
    [null, "ratio", "–"],
  ])("%d as %s reads %s", (value, format, text) => expect(formatMetric(value, format)).toBe(text));

  const metric = (value: number | null, benchmark: number | null, format: MetricFormat): Metric => ({
    key: "x",
    value,
    benchmark,
    format,
    reason: null,
    isSigned: false,
  });
  it("a difference is in points and signed, and missing when one side is", () => {
    expect(formatDifference(metric(0.118, 0.089, "percent"))).toBe("+2.9");
    expect(formatDifference(metric(1.02, 1.02, "ratio"))).toBe("0.00");
    expect(formatDifference(metric(0.5, null, "ratio"))).toBe("");
  });
});

describe("dates", () => {
  const crash = sessionDateOf(2020, 3, 24);
  it("a session date does not depend on the machine's zone", () => {
    expect(formatSessionDate(crash, "en")).toBe("24 Mar 2020");
    expect(formatSessionDate(crash, "ko")).toBe("2020. 03. 24.");
    expect(isoSessionDate(crash)).toBe("2020-03-24");
    expect(isoSessionDate(-1)).toBe("1969-12-31");
    expect([sessionDateOfIso("2020-03-24"), sessionDateOfIso("1969-12-31")]).toEqual([crash, -1]);
    expect([isoDateOfInstant(-1), isoDateOfInstant(0)]).toEqual(["1969-12-31", "1970-01-01"]);
    expect(formatSessionDate(Number.NaN, "en")).toBe("–");
  });

  it("an instant always carries its zone", () => {
    const micros = Date.UTC(2024, 0, 2, 6, 45) * 1000;
    expect(formatInstant(micros, "Asia/Seoul")).toBe("2024-01-02 15:45 KST");
    expect(formatInstant(micros)).toBe("2024-01-02 06:45 UTC");
    expect(formatInstant(micros, "America/New_York")).toBe("2024-01-02 01:45 EST");
  });

  it("months follow the language", () => {
    expect([formatMonth(1, "en"), formatMonth(12, "ko")]).toEqual(["Jan", "12월"]);
  });

  it.each([
    [12.4, "12 ms", "12 ms"],
    [3100, "3.1 s", "3.1초"],
    [59_990, "1 min 0 s", "1분 0초"],
    [125_000, "2 min 5 s", "2분 5초"],
  ])("%d ms reads %s", (ms, en, ko) => {
    expect([formatDuration(ms, "en"), formatDuration(ms, "ko")]).toEqual([en, ko]);
  });

  it("any tag of Korean reads as Korean, all else as English", () => {
    expect(["ko", "ko-KR", "en-GB", "fr", undefined].map(toLocale)).toEqual(["ko", "ko", "en", "en", "en"]);
  });
});
