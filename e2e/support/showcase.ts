/** A notebook that shows one of every kind of output, in two languages. */
export const showcase = `// ---
// asof: 1
// title: Outputs
// ---

// %% [markdown] id=words
/*
# Sharpe and its parts, 샤프와 그 부분

The ratio is $S = \\frac{\\mu - r}{\\sigma}\\sqrt{252}$, and a fund that costs $100 to $200 is no formula.

$$
\\sigma^2 = \\frac{1}{n-1}\\sum_{i=1}^{n}(x_i - \\bar{x})^2 \\qquad \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}
$$
*/

// %% id=choose
const days = input.slider("days", { min: 20, max: 250, step: 10, value: 60, label: "Look-back, 되돌아보기" });
const market = input.select("market", { options: ["XKRX", "XNYS"] });
const on = input.date("on", { value: "2024-02-29" });
const isNet = input.toggle("net", { value: true });
const note = input.text("note", { value: "메모" });
const fee = input.number("fee", { value: 0.5, min: 0 });

// %% id=reads
[days * 2, market, on, isNet, note, fee]

// %% id=charts
const n = 120;
const x = Array.from({ length: n }, (_, i) => new Date(Date.UTC(2024, 0, 2 + i)).toISOString().slice(0, 10));
const wave = x.map((_, i) => Math.sin(i / 9) - i / 90);
const close = x.map((_, i) => 100 + 8 * Math.sin(i / 11) + (i % 5));
chart.area(x, { "낙폭 drawdown": wave.map((value) => Math.min(0, value) / 10) }, { title: "Area", unit: "percent" });
chart.candles(x.slice(0, 50), {
  open: close.slice(0, 50), close: close.slice(1, 51),
  high: close.slice(0, 50).map((value) => value + 5), low: close.slice(0, 50).map((value) => value - 4),
}, { title: "Candles 봉" });
chart.box({ Energy: wave, 기술: wave.map((value) => value * 2), Health: [1, 2, 3, 9] }, { title: "Boxes" });
chart.histogram(wave, { title: "Histogram", bins: 12 });
chart.heatMap([1, 2, 3], ["a", "b"], [[1, 2, 3], [4, 5, 6]], { title: "Heat map" });
chart.line(x, { wave }, { title: "Line" });
chart.bar(["A", "B", "다"], { size: [3, -1, 2] }, { title: "Bars" });
chart.scatter(wave, { close }, { title: "Points" });
chart.echarts({
  tooltip: {}, legend: { top: 0 },
  series: [{ type: "pie", radius: ["35%", "65%"], data: [{ name: "한국", value: 3 }, { name: "US", value: 5 }, { name: "UK", value: 2 }] }],
}, { title: "ECharts" });

// %% id=page
html("<p>A <b>rich</b> text, <span style='color: crimson'>손실</span> and <a href='https://example.org/paper'>a link</a></p><table><tr><th>Name</th><th style='text-align:right'>%</th></tr><tr><td>삼성전자</td><td style='text-align:right'>12.5</td></tr></table>");
table([{ name: "삼성전자", weight: 0.125 }, { name: "Apple", weight: 0.2 }], { title: "Table" });

// %% id=value
class Position { readonly mic = "XKRX"; get heavy(): number { throw new Error("never read"); } }
console.log("one line", new Position());
console.warn("a warning, 경고");
({ map: new Map([["a", { b: [1, 2, 3] }]]), set: new Set([1]), list: new Float64Array(5_000_000), position: new Position(), at: new Date(0), error: new RangeError("too far") })

// %% id=helper
const risky = (value: number): number => {
  if (value > 1) throw new RangeError("value must be at most 1, was " + value);
  return value;
};

// %% id=fails
const fine = risky(1);
const broken = risky(fine + 1);
`;
