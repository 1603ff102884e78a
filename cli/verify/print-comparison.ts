import type { RunManifest } from "../../kernel/contract/manifest.ts";
import type { InputChange, OutputChange, RunComparison } from "../../kernel/manifest/compare-runs.ts";

const inputNames: Readonly<Record<InputChange["input"], string>> = {
  code: "code",
  chosen: "values chosen for inputs",
  snapshot: "snapshot",
  "as-of": "as-of instant",
  engine: "engine",
  "order-log": "form of the order log",
  cells: "cell",
  parameters: "parameters of its backtests",
};

const inputLine = ({ input, cellId, was, is }: InputChange): string =>
  `  ${inputNames[input]}${cellId === null ? "" : ` (cell ${cellId})`}: was ${was}, is ${is}`;

const placeOf = ({ cellId, output, kind, path }: OutputChange): string => {
  const place = output === null ? "" : `, output ${output + 1} (${kind})`;
  return `cell ${cellId}${place}${path === "" ? "" : `, ${path}`}`;
};

/** What `asof verify` says. */
export const printComparison = (file: string, was: RunManifest, found: RunComparison): string => {
  const run = `run ${was.id} of ${new Date(was.ranAt).toISOString()} (${was.platform})`;
  if (found.isSame)
    return `${file}: the same as ${run}: ${found.cellCount} cells, ${found.outputCount} outputs, every hash equal.\n`;
  const lines = [`${file}: differs from ${run}.`];
  if (found.inputs.length > 0) lines.push("Inputs that changed:", ...found.inputs.map(inputLine));
  else lines.push("No input changed.");
  if (found.first) {
    const { first, differing } = found;
    lines.push(`First difference: ${placeOf(first)}`, `  was: ${first.was}`, `  is:  ${first.is}`);
    if (differing.length > 1)
      lines.push(`Outputs of ${differing.length} cells differ: ${differing.join(", ")}.`);
  } else lines.push("Every output is the same.");
  return `${lines.join("\n")}\n`;
};
