/**
 * Cells whose results would tell one engine of JavaScript from another: powers, every function of Math, chance, dates,
 * sorting and numbers as text. The first defines `bitsOf` for those behind it.
 */
export const numberCells = `// %% id=num1in
const bitsOf = (values: ArrayLike<number>): string => {
  let [a, b] = [1, 2];
  const own = Float64Array.from(values, (value) => (Number.isNaN(value) ? 0.12345 : value));
  for (const word of new Uint32Array(own.buffer)) {
    a = Math.imul(a ^ word, 16777619);
    b = Math.imul(b + word, 40503) ^ (b >>> 13);
  }
  return [own.length, a >>> 0, b >>> 0].join(" ");
};
const edges = [0, -0, 1, -1, 0.5, Infinity, -Infinity, NaN, Number.MIN_VALUE, Number.MAX_VALUE, 2 ** 53, 709.78, -745.13, Math.PI];
const drawn = Array.from({ length: 3_000 }, (_, k) => (Math.random() - 0.5) * 10 ** ((k % 61) - 30));
const inputs = [...drawn, ...drawn.map((_, k) => Math.random() * ((k % 40) - 20)), ...edges];
const others = inputs.map((_, k) => inputs[(7 * k + 3) % inputs.length]!);
md(bitsOf(inputs));

// %% id=num2ma
const ofOne = ["abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "ceil", "clz32", "cos", "cosh", "exp", "expm1",
  "floor", "fround", "log", "log10", "log1p", "log2", "round", "sign", "sin", "sinh", "sqrt", "tan", "tanh", "trunc"] as const;
const ofTwo = ["atan2", "hypot", "imul", "max", "min", "pow"] as const;
table([
  ...ofOne.map((name) => ({ name, bits: bitsOf(inputs.map((x) => Math[name](x))) })),
  ...ofTwo.map((name) => ({ name, bits: bitsOf(inputs.map((x, k) => Math[name](x, others[k]!))) })),
], { title: "Functions of Math" });

// %% id=num3po
let grown = 1.0000001;
for (let k = 0; k < 60; k++) grown **= 1.1;
const powers = inputs.flatMap((x, k) => [x ** others[k]!, Math.abs(x) ** 0.1, (-Math.abs(x)) ** 3, 2 ** -(k % 1_100), x ** 2 ** 0.5]);
md([bitsOf(powers), String(grown), String(3n ** 200n), String((-7n) ** 33n)].join(" "));

// %% id=num4da
const days = Array.from({ length: 60 }, (_, k) => new Date(Date.UTC(1999, 7 * k, 31, 23, 59, k)));
md([
  new Date().toISOString(),
  String(Date.now()),
  String(new Date(2024, 1, 29, 12)),
  new Date("2024-03-10 02:30").toISOString(),
  String(Date.parse("March 7, 2021 10:00")),
  ...days.map((day) => [day.getDay(), day.getHours(), day.getMonth(), day.getTimezoneOffset(), day.toLocaleDateString(), String(day)].join(" ")),
].join("; "));

// %% id=num5so
const shuffled = inputs.map((x, k) => ({ x, k, group: Math.floor(Math.random() * 7) }));
md([
  bitsOf(shuffled.toSorted((a, b) => a.group - b.group).map(({ k }) => k)),
  bitsOf(inputs.toSorted((a, b) => b - a)),
  bitsOf(inputs.filter((x) => !Number.isNaN(x)).toSorted()),
  ["가나", "ab", "Ab", "가", "b10", "b9"].toSorted((a, b) => a.localeCompare(b)).join(" "),
].join("; "));

// %% id=num6te
const some = inputs.filter((_, k) => k % 29 === 0);
md(some.map((x) => [x, x.toPrecision(9), x.toExponential(4), x.toString(36), Math.abs(x) < 1e20 ? x.toFixed(6) : "", x.toLocaleString(), JSON.stringify(x), parseFloat(String(x)) === x].join(" ")).join("; "));

`;
