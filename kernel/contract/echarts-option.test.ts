import { describe, expect, it } from "vitest";
import { displaySchema } from "./display.ts";
import { EchartsOptionError, readEchartsOption } from "./echarts-option.ts";

const ordinary = {
  title: { text: "P < 0.05" },
  tooltip: { trigger: "axis" },
  legend: { data: ["a", "b"], selected: { "any name <b>": true } },
  dataset: { source: [{ "my column": "KR", value: 3 }], dimensions: ["my column", "value"] },
  xAxis: { type: "category", axisLabel: { formatter: "{value} days" } },
  yAxis: { type: "value", splitLine: { lineStyle: { color: "rgba(0, 0, 0, 0.1)", type: "dashed" } } },
  visualMap: { min: 0, max: 1, inRange: { color: ["#fff", "oklch(60% 0.1 240)"] } },
  series: [
    {
      type: "line",
      data: Float64Array.of(1, Number.NaN, 3),
      symbol: "path://M0 0L1 1Z",
      encode: { x: "my column" },
    },
    {
      type: "bar",
      data: [
        1,
        { value: 2, itemStyle: { color: { type: "linear", x: 0, y: 0, x2: 0, y2: 1, colorStops: [] } } },
      ],
    },
  ],
};

describe("an option of ECharts", () => {
  it("O2: passes as it is when it holds data only, and is a copy", () => {
    const copy = readEchartsOption(ordinary);
    expect(copy).toEqual(ordinary);
    expect(copy).not.toBe(ordinary);
    expect(copy.series).not.toBe(ordinary.series);
  });

  it.each<[string, unknown, string]>([
    [
      "a function",
      { series: [{ type: "line", label: { formatter: () => "" } }] },
      "series[0].label.formatter is a function",
    ],
    ["HTML in a template", { tooltip: { formatter: "<b>{b}</b>" } }, "tooltip.formatter must be plain text"],
    ["a link", { title: { link: "https://x.example" } }, "title.link is not among"],
    [
      "a picture by address",
      { series: [{ type: "scatter", symbol: "image://https://x.example/a.png" }] },
      "series[0].symbol",
    ],
    [
      "a pattern of a picture",
      { backgroundColor: { image: "https://x.example" } },
      "backgroundColor.image is not among",
    ],
    ["CSS that loads", { backgroundColor: "url(https://x.example)" }, "backgroundColor is not a word"],
    [
      "an escape out of an attribute",
      { textStyle: { color: '"onload="x' } },
      "textStyle.color is not a word",
    ],
    ["a component that links or loads", { graphic: [] }, "graphic is not among"],
    ["a kind of series that runs code", { series: [{ type: "custom" }] }, "series.type must be one of"],
    ["a series without a kind", { series: [null] }, "series.type must be one of"],
    ["a prototype", JSON.parse('{"__proto__":{"x":1}}'), "__proto__ is not among"],
    ["text that is no object", "bar", "The option must be an object"],
    ["a big integer", { yAxis: { min: 1n } }, "yAxis.min is a bigint"],
  ])("O2: refuses %s, and names the place", (_, option, message) => {
    expect(() => readEchartsOption(option)).toThrow(EchartsOptionError);
    expect(() => readEchartsOption(option)).toThrow(message);
  });

  it("O2: refuses a circle and more values than a chart can draw", () => {
    const circle: Record<string, unknown> = {};
    circle.title = circle;
    expect(() => readEchartsOption(circle)).toThrow("nested too deep");
    expect(() => readEchartsOption({ series: { type: "line", data: new Float64Array(4_000_001) } })).toThrow(
      "more than 4000000 values",
    );
  });

  it("O2: is checked again where a display is received", () => {
    const display = (option: unknown) => ({ kind: "echarts", echarts: { title: "", height: 300, option } });
    expect(displaySchema.safeParse(display(ordinary)).success).toBe(true);
    const refused = displaySchema.safeParse(display({ title: { sublink: "x" } }));
    expect(refused.error?.issues[0]?.message).toContain("title.sublink is not among");
  });
});
