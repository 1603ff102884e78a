import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "./launch.ts";
import { asofAs } from "./serving.ts";

/** The bits of a number, as sixteen hexadecimal digits. */
export const bitsOf = (value: number): string => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
};

const CELL = `
const weightBits = (value: number) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return [0, 4].map((at) => view.getUint32(at).toString(16).padStart(8, "0")).join("");
};
const { rebalances, fills } = run as any;
const first = rebalances.firstTarget[rebalances.decidedAt.length - 1];
const last = [...rebalances.weight.slice(first)].map((share, k) =>
  fills.instruments[rebalances.instrument[first + k]].iid + "=" + weightBits(share));
// One by one: a long text is shown in part.
for (const weight of last) console.log("WEIGHT " + weight);
"COUNT " + last.length`;

/**
 * The weights that a sample notebook's backtest ends with on a day, by instrument, as bits: run by `asof run` in a process
 * of its own, from the strategy's cell and the backtest's first day.
 *
 * @param day of the last decision, `2024-06-28`
 */
export const lastWeights = async (
  folder: string,
  notebook: string,
  strategyCell: string,
  day: string,
): Promise<ReadonlyMap<string, string>> => {
  const source = await readFile(join(projectFolder, "sample-data", "notebooks", `${notebook}.nb.ts`), "utf8");
  const cell = source.split(`id=${strategyCell}\n`)[1]!.split("\n// %%")[0]!;
  const variable = /const (\w+) = strategy/.exec(cell)![1]!;
  const run = `const run = await backtest(${variable}, {
  from: "2014-01-01", to: "${day}", capital: usd(100_000_000), costs: "institutional",
});`;
  const cells = [cell, run, CELL].map((text, k) => `// %% id=cell${k}\n${text.trim()}\n`);
  const file = join(folder, "last-weights.nb.ts");
  await writeFile(file, ["// ---\n// asof: 1\n// title: Last weights\n// ---\n", ...cells].join("\n"));
  const { code, stdout, stderr } = await asofAs("", "run", file, "--json");
  const found = new Map(
    Array.from(stdout.matchAll(/WEIGHT (\w+)=([0-9a-f]{16})/g), ([, iid, bits]) => [iid!, bits!] as const),
  );
  const count = Number(/COUNT (\d+)/.exec(stdout)?.[1]);
  if (code !== 0 || found.size !== count) throw new Error(stderr || stdout.slice(0, 2_000));
  return found;
};
