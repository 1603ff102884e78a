/** @typedef {{ name: string, milliseconds: readonly number[], over: string }} Time */
/** @typedef {{ name: string, ratio: number, wanted: string, over: string }} Ratio */
/** @typedef {Time | Ratio} Figure */

/** @param {readonly number[]} values */
const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
};

/** @param {number} milliseconds */
const show = (milliseconds) =>
  milliseconds >= 1_000 ? `${(milliseconds / 1_000).toFixed(2)} s` : `${milliseconds.toFixed(0)} ms`;

/** @param {readonly number[]} milliseconds */
const rangeOf = (milliseconds) => `${show(Math.min(...milliseconds))} – ${show(Math.max(...milliseconds))}`;

/**
 * The rows of a Markdown table: median, and the range of all runs; of a ratio, what it should be.
 * @param {readonly Figure[]} figures
 * @param {{ date: string, commit: string, machine: string }} where
 */
export function tableRows(figures, { date, commit, machine }) {
  return figures.map((figure) => {
    const shown =
      "ratio" in figure
        ? [figure.ratio.toFixed(2), `wanted: ${figure.wanted}`]
        : [show(median(figure.milliseconds)), rangeOf(figure.milliseconds)];
    return `| ${[date, commit, figure.name, ...shown, figure.over, machine].join(" | ")} |`;
  });
}

export const TABLE_HEAD = `# Measured

Made by \`npm run bench\`, newest last. Median of the runs, and their range.

| date | commit | figure | median | range | over | machine |
|---|---|---|---|---|---|---|
`;
