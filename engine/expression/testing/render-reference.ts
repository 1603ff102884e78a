import type { OperatorReference } from "../operator.ts";
import { operatorReference } from "../operator-reference.ts";
import { referencePanel } from "./reference-panel.ts";

const FIELDS = ["open", "high", "low", "close", "volume"];

/** docs/reference/operators.md, from what stands beside each operator's definition. */
export function renderOperatorReference(): string {
  const groups = [...new Set(operatorReference.map(({ group }) => group))];
  return [
    "# Operators",
    "",
    "Generated from the operators themselves; do not edit. After a change to one of them:",
    "`npx vitest run engine/expression/operator-reference.test.ts --update`.",
    "",
    "Windows count sessions of the instrument's own market and end at the current one. `minimumPresent` is how many",
    "of the n sessions must have a value; all of them when it is left out. An indicator of several prices of a session",
    "is a function of `indicators`; everything else is a method of a factor. Operators that are combinations of others",
    "print as what they are made of. Sums are taken in blocks anchored on the absolute session number, so that a whole",
    "panel, one date and a stream of sessions give the same bits.",
    "",
    "Examples run on the panel at the end of this page. One of a time series shows instrument A on the last four",
    "sessions; one of a cross-section shows A to E on the last session; — is a missing value.",
    ...groups.flatMap((group) => [
      "",
      `## ${group.charAt(0).toUpperCase()}${group.slice(1)}`,
      ...operatorReference.filter((each) => each.group === group).flatMap(renderOperator),
    ]),
    "",
    "## The panel of the examples",
    ...renderPanel(),
    "",
  ].join("\n");
}

function renderOperator(operator: OperatorReference): string[] {
  const { name, signature, meaning, formula, unit, missing, lookBack, source, example } = operator;
  return [
    "",
    `### ${name}`,
    "",
    `\`${signature}\``,
    "",
    meaning,
    "",
    `* Formula: ${formula}`,
    `* Unit: ${unit}`,
    `* ${missing}`,
    `* Look-back: ${lookBack}`,
    ...(source ? [`* Source: ${source}`] : []),
    `* Example: \`${example.code}\` → ${example.output.map(written).join(", ")}`,
  ];
}

function renderPanel(): string[] {
  const { columns, instruments, offsets, markets } = referencePanel();
  const sessions = markets[0]!.sessionDates.length;
  const numbers = Array.from({ length: sessions }, (_, s) => s + 1);
  return instruments.flatMap(({ iid, sector }, i) => [
    "",
    `${iid} (sector ${sector}, revenue ${written(columns.revenue![offsets[i]!]!)}):`,
    "",
    `| session | ${numbers.join(" | ")} |`,
    `|---|${numbers.map(() => "---:").join("|")}|`,
    ...FIELDS.map((field) => {
      const cells = columns[field]!.subarray(offsets[i]!, offsets[i + 1]!);
      return `| ${field} | ${Array.from(cells, written).join(" | ")} |`;
    }),
  ]);
}

const written = (x: number): string => (Number.isNaN(x) ? "—" : String(x).replace("-", "−"));
