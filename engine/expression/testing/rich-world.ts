import type { Panel } from "../../contract/panel.ts";
import { createRandom } from "../../rng/random.ts";
import { createWorld, type WorldShape } from "../../testing/world.ts";

/** What breaks sums, ranks and ties. */
const oddities = [0, -0, 1, 1, 1e9, -1e9, 1e15, 5e-324, Number.NaN];

/**
 * A generated world with every column an expression may read: highs, lows, volumes and reported items beside what
 * `createWorld` gives, sectors and industries, and a column `odd` of ties, zeros of both signs, spikes and gaps.
 */
export function createRichWorld(shape: WorldShape): Panel {
  const panel = createWorld(shape);
  const random = createRandom(shape.seed + 1);
  const { open, close, bookValue } = panel.columns as Record<string, Float64Array>;
  const column = (of: (cell: number) => number) => Float64Array.from(close!, (_, cell) => of(cell));
  // By turns, with some that move to another group for a while, and some without one.
  const groups = (count: number) =>
    Float64Array.from(close!, (_, cell) => {
      const i = panel.offsets.findLastIndex((offset) => offset <= cell);
      const moved = (cell - panel.offsets[i]!) % 7 === 6 ? i % 3 : 0;
      return i % 5 === 4 && moved > 0 ? Number.NaN : (i + moved) % count;
    });
  const spread = column(() => 0.01 * random.uniform());
  return {
    ...panel,
    groups: { sector: ["S0", "S1"], industry: ["I0", "I1", "I2"] },
    columns: {
      ...panel.columns,
      sector: groups(2),
      industry: groups(3),
      high: column((cell) => Math.max(open![cell]!, close![cell]!) * (1 + spread[cell]!)),
      low: column((cell) => Math.min(open![cell]!, close![cell]!) * (1 - spread[cell]!)),
      volume: column(() => (random.uniform() < 0.05 ? Number.NaN : random.integer(20) * 100)),
      "bookValue:ttm": column((cell) => 4 * bookValue![cell]!),
      "bookValue:-4": column((cell) => bookValue![cell]! * (random.uniform() - 0.1)),
      odd: column(() =>
        random.uniform() < 0.4 ? oddities[random.integer(oddities.length)]! : Math.round(4 * random.normal()),
      ),
    },
  };
}
