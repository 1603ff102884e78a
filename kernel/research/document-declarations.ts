import {
  type MetricReference,
  metricReference,
  type OperatorReference,
  operatorReference,
} from "../../engine/index.ts";

/** Code, unless it has a backtick of its own. */
const asCode = (text: string): string => (text.includes("`") ? text : `\`${text}\``);

const written = (x: number): string => (Number.isNaN(x) ? "—" : String(x));

const linesOf = (
  facts: readonly (readonly [name: string, text: string | undefined])[],
  code: string,
  output: string,
): string[] => [
  "",
  ...facts.flatMap(([name, text]) => (text === undefined ? [] : [`* ${name}: ${text}`])),
  "",
  "```ts",
  `${code} // ${output}`,
  "```",
];

const operatorLines = ({ formula, unit, missing, lookBack, source, example }: OperatorReference): string[] =>
  linesOf(
    [
      ["Formula", asCode(formula)],
      ["Unit", unit],
      ["Missing values", missing],
      ["Look-back", lookBack],
      ["Source", source],
    ],
    example.code,
    example.output.map(written).join(", "),
  );

const metricLines = (metric: MetricReference): string[] =>
  linesOf(
    [
      ["Formula", asCode(metric.formula)],
      ["Unit", metric.unit],
      ["Conventions", metric.conventions],
      ["Undefined", metric.undefinedWhen],
      ["Source", metric.source],
    ],
    metric.example.code,
    metric.example.output,
  );

/** An operator by its name or by another name of it, which its meaning says. */
const operatorNamed = (name: string): string[] | null => {
  const found =
    operatorReference.find((each) => each.name === name) ??
    operatorReference.find(
      ({ meaning }) => meaning.includes(`\`${name}\``) || meaning.includes(`\`${name}(`),
    );
  return found ? operatorLines(found) : null;
};

const figureNamed = (name: string): string[] | null => {
  const found = metricReference.find(({ tearSheet }) => tearSheet?.key === name);
  return found ? metricLines(found) : null;
};

const statisticNamed = (name: string): string[] | null => {
  const found = metricReference.find(({ cell }) => cell?.startsWith(`analytics.${name}(`));
  return found ? metricLines(found) : null;
};

/** The declarations whose members have an entry in a reference, by their opening line. */
const documented: Readonly<Record<string, (name: string) => string[] | null>> = {
  "interface Factor {": operatorNamed,
  "declare const indicators: {": operatorNamed,
  "interface RunMetrics {": figureNamed,
  "declare const analytics: {": statisticNamed,
};

const member = /^ {2}(?:readonly )?(\w+)[(:]/;

/**
 * Declarations in which each operator, figure and statistic carries its entry of the reference, so that completion and
 * hover show formula, missing-value rule and example. Types are left as they are.
 */
export const documentDeclarations = (text: string): string => {
  const lines: string[] = [];
  let entryOf: ((name: string) => string[] | null) | null = null;
  for (const line of text.split("\n")) {
    entryOf = documented[line] ?? (/^\S/.test(line) ? null : entryOf);
    const name = member.exec(line)?.[1];
    const entry = name && entryOf ? entryOf(name) : null;
    const end = lines.at(-1);
    if (entry && end?.endsWith("*/")) {
      lines[lines.length - 1] = end.slice(0, -2).trimEnd();
      for (const each of entry) lines.push(`   * ${each}`.trimEnd().replaceAll("*/", "* /"));
      lines.push("   */");
    }
    lines.push(line);
  }
  return lines.join("\n");
};
