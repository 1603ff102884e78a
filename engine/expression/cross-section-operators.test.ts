import { describe, expect, test } from "vitest";
import type { Panel } from "../contract/panel.ts";
import { createRandom } from "../rng/random.ts";
import { permuteWorld } from "../testing/world.ts";
import { evaluateFactor } from "./evaluate-factor.ts";
import { type Factor, fieldFactor } from "./factor.ts";
import { neutralizeBy } from "./operators/neutralize.ts";
import { createRichWorld } from "./testing/rich-world.ts";

const SESSIONS = 5;
const ROW = 3;
const y = fieldFactor("close");
const base = createRichWorld({ seed: 2, instruments: 8, sessions: SESSIONS, isSingleMarket: true });
const at = base.markets[0]!.decisionAt[ROW]!;

/** A panel of eight members with these values on the session that is looked at. */
function withValues(columns: Record<string, number[]>): Panel {
  const changed = Object.entries(columns).map(([name, values]) => {
    const column = base.columns[name]!.slice();
    for (const [i, value] of values.entries()) column[i * SESSIONS + ROW] = value;
    return [name, column];
  });
  return {
    ...base,
    members: base.members.map(() => 1),
    columns: { ...base.columns, ...Object.fromEntries(changed) },
  };
}
const values = [3, 1, 3, Number.NaN, 9, 5, -2, 4];
const of = (factor: Factor, columns: Record<string, number[]> = { close: values }) =>
  Array.from(evaluateFactor(factor, withValues(columns)).at(at));

describe("known answers", () => {
  test.each<[string, Factor, number[]]>([
    ["quantileBucket", y.quantileBucket(3), [2, 1, 2, Number.NaN, 3, 3, 1, 2]],
    ["topMask", y.topMask(43), [0, 0, 0, Number.NaN, 1, 1, 0, 1]],
    ["bottomMask breaks ties by instrument id", y.bottomMask(43), [1, 1, 0, Number.NaN, 0, 0, 1, 0]],
    ["topMask chooses at least one", y.topMask(0), [0, 0, 0, Number.NaN, 1, 0, 0, 0]],
    ["scale", y.scale(54), [6, 2, 6, Number.NaN, 18, 10, -4, 8]],
  ])("%s", (_, factor, expected) => {
    expect(of(factor)).toEqual(expected);
  });

  test("neutralize takes away the mean of the own group", () => {
    // Sectors alternate: instruments 0, 2, 4, 6 and 1, 3, 5, 7 (of which 3 is missing).
    const [even, odd] = [(3 + 3 + 9 - 2) / 4, (1 + 5 + 4) / 3];
    const expected = values.map((value, i) => value - (i % 2 === 0 ? even : odd));
    of(y.neutralize("sector")).forEach((value, i) => {
      if (i === 3) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(expected[i]!, 14);
    });
    const all = of(y.neutralize("market"));
    const demeaned = of(y.demean());
    for (const i of [0, 1, 2, 4, 5, 6, 7]) expect(all[i]).toBeCloseTo(demeaned[i]!, 14);
  });

  test("neutralizeBy takes away the mean of those in the same group at the instant; without a group none", () => {
    const group = [1, 2, 1, Number.NaN, 2, 1];
    const values = [10, 20, 40, 50, 26, 1];
    const close = Float64Array.from(values, (_, i) => values[i] ?? Number.NaN);
    const output = new Float64Array(6);
    const context = { order: Int32Array.of(0, 1, 2, 3, 4, 5), marketOf: new Int32Array(6) };
    neutralizeBy.run([close, Float64Array.from(group)], output, [], context);
    expect([...output]).toEqual([10 - 17, 20 - 23, 40 - 17, Number.NaN, 26 - 23, 1 - 17]);
  });

  test("neutralizeExposures agrees with the normal equations, solved by Cramer's rule", () => {
    const [a, b] = [
      [1, 2, 3, 4, 5, 6, 7, 8],
      [2, 7, 1, 8, 2, Number.NaN, 1, 8],
    ];
    const found = of(y.neutralizeExposures(fieldFactor("open"), fieldFactor("bookValue")), {
      close: values,
      open: a!,
      bookValue: b!,
    });
    const rows = [0, 1, 2, 4, 6, 7];
    const columns = [rows.map(() => 1), rows.map((i) => a![i]!), rows.map((i) => b![i]!)];
    const dot = (u: number[], v: number[]) => u.reduce((sum, each, k) => sum + each * v[k]!, 0);
    const matrix = columns.map((u) => columns.map((v) => dot(u, v)));
    const right = columns.map((u) =>
      dot(
        u,
        rows.map((i) => values[i]!),
      ),
    );
    const determinant = (m: number[][]) =>
      m[0]![0]! * (m[1]![1]! * m[2]![2]! - m[1]![2]! * m[2]![1]!) -
      m[0]![1]! * (m[1]![0]! * m[2]![2]! - m[1]![2]! * m[2]![0]!) +
      m[0]![2]! * (m[1]![0]! * m[2]![1]! - m[1]![1]! * m[2]![0]!);
    const beta = [0, 1, 2].map(
      (k) =>
        determinant(matrix.map((row, i) => row.map((x, j) => (j === k ? right[i]! : x)))) /
        determinant(matrix),
    );
    rows.forEach((i, k) => {
      const fitted = columns.reduce((sum, column, j) => sum + beta[j]! * column[k]!, 0);
      expect(found[i]).toBeCloseTo(values[i]! - fitted, 11);
    });
    expect(found[3]).toBeNaN();
    expect(found[5]).toBeNaN();
  });

  test("an exposure that the others explain changes nothing, and too few names give nothing", () => {
    const columns = { close: values, open: [1, 2, 3, 4, 5, 6, 7, 8] };
    const open = fieldFactor("open");
    const once = of(y.neutralizeExposures(open), columns);
    const twice = of(y.neutralizeExposures(open, open.times(3).plus(2)), columns);
    once.forEach((value, i) => {
      if (i !== 3) expect(twice[i]).toBeCloseTo(value, 12);
    });
    const few = [1, 2, 3, Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN];
    expect(of(y.neutralizeExposures(open, open.times(open)), { close: few })).toEqual(
      Array(8).fill(Number.NaN),
    );
  });

  test("a sector counts from when it became known: one who moves later is with the others of its old sector", () => {
    const sector = [0, 1, 0, 1, 0, 1, 0, 1];
    const moved = withValues({ close: values, sector });
    moved.columns.sector![6 * SESSIONS + ROW + 1] = 1;
    const before = evaluateFactor(y.neutralize("sector"), moved).at(at);
    expect(before[6]).toBeCloseTo(-2 - (3 + 3 + 9 - 2) / 4, 14);
    moved.columns.sector![6 * SESSIONS + ROW] = 1;
    expect(evaluateFactor(y.neutralize("sector"), moved).at(at)[6]).toBeCloseTo(-2 - (1 + 5 - 2 + 4) / 4, 14);
  });

  test("a panel that does not hold the industry is refused by the field's name", () => {
    const { industry: _, ...columns } = withValues({ close: values }).columns;
    expect(() => evaluateFactor(y.neutralize("industry"), { ...base, columns }).at(at)).toThrow(
      'there is no field "industry"',
    );
  });
});

describe("members", () => {
  test("who is not a member has no value, also behind an operator that fills missing ones", () => {
    const panel = withValues({ close: values });
    panel.members[2 * SESSIONS + ROW] = 0;
    for (const factor of [
      y.rank().orElse(7),
      y.isPresent(),
      y.rank().isPresent(),
      y.demean().plus(1).orElse(0),
    ]) {
      const found = evaluateFactor(factor, panel).at(at);
      expect(found[2]).toBeNaN();
      expect(found[3]).not.toBeNaN();
    }
  });
});

test("[P13] operators across members do not depend on the order of the instruments, to the last bit", () => {
  const order = [5, 2, 7, 0, 3, 6, 1, 4];
  const factors = [
    y.rank(),
    y.quantileBucket(4),
    y.topMask(30),
    y.bottomMask(30),
    y.crossZscore(),
    y.demean(),
    y.winsorize(20),
    y.scale(),
    y.neutralize("sector"),
    y.neutralize("industry"),
    y.neutralize("market"),
    y.neutralizeExposures(fieldFactor("open"), fieldFactor("bookValue")),
  ];
  // One draw may round alike in any order; in thirty no order of additions stays hidden.
  for (let draw = 1; draw <= 30; draw++) {
    const random = createRandom(draw);
    const columns = Object.fromEntries(
      ["close", "open", "bookValue"].map((name) => [name, values.map(() => 1e3 * random.normal())]),
    );
    columns.close![5] = columns.close![1]!;
    const panel = withValues(columns);
    for (const factor of factors) {
      const whole = evaluateFactor(factor, panel).at(at);
      const turned = evaluateFactor(factor, permuteWorld(panel, order)).at(at);
      order.forEach((old, k) => {
        if (!Object.is(turned[k], whole[old])) expect.fail(`${factor} of ${old}, draw ${draw}`);
      });
    }
  }
});
