import {
  type MetricReference,
  metricReference,
  type OperatorReference,
  operatorReference,
} from "../../engine/index.ts";

/** A line of an entry: what it is about, as a key of the strings, and what the reference says. */
export interface ReferenceFact {
  readonly about:
    | "formula"
    | "unit"
    | "missing"
    | "lookBack"
    | "conventions"
    | "undefined"
    | "tearSheet"
    | "cell"
    | "source";
  readonly text: string;
}

/** An operator or a metric as the reference page shows it. */
export interface ReferenceEntry {
  readonly kind: "operator" | "metric";
  readonly name: string;
  readonly group: string;
  readonly signature: string;
  readonly meaning: string;
  readonly facts: readonly ReferenceFact[];
  readonly example: { readonly code: string; readonly output: string };
}

const factsOf = (facts: Readonly<Partial<Record<ReferenceFact["about"], string>>>): ReferenceFact[] =>
  Object.entries(facts).flatMap(([about, text]) =>
    text === undefined ? [] : [{ about: about as ReferenceFact["about"], text }],
  );

const written = (x: number): string => (Number.isNaN(x) ? "—" : String(x).replace("-", "−"));

const operatorEntry = (operator: OperatorReference): ReferenceEntry => {
  const { name, group, signature, meaning, formula, unit, missing, lookBack, source, example } = operator;
  const facts = factsOf({ formula, unit, missing, lookBack, ...(source && { source }) });
  const output = example.output.map(written).join(", ");
  return {
    kind: "operator",
    name,
    group,
    signature,
    meaning,
    facts,
    example: { code: example.code, output },
  };
};

const metricEntry = (metric: MetricReference): ReferenceEntry => {
  const { name, group, signature, meaning, formula, unit, conventions, undefinedWhen, example } = metric;
  const { source, tearSheet, cell } = metric;
  const facts = factsOf({
    formula,
    unit,
    conventions,
    undefined: undefinedWhen,
    ...(tearSheet && { tearSheet: tearSheet.key }),
    ...(cell && { cell }),
    ...(source && { source }),
  });
  return { kind: "metric", name, group, signature, meaning, facts, example };
};

/** Every operator and every metric, in the order of their references. */
export const referenceEntries: readonly ReferenceEntry[] = [
  ...operatorReference.map(operatorEntry),
  ...metricReference.map(metricEntry),
];

const wordsOf = (query: string): string[] => query.toLowerCase().split(/\s+/).filter(Boolean);

/**
 * The entries that have every word of a query, those with a word in their name first. A name may stand in parts:
 * "max draw" finds maxDrawdown.
 */
export const searchReference = (query: string, kind: ReferenceEntry["kind"]): ReferenceEntry[] => {
  const words = wordsOf(query);
  const found = referenceEntries.filter((entry) => {
    if (entry.kind !== kind) return false;
    const text = [entry.name, entry.group, entry.meaning, ...entry.facts.map(({ text: each }) => each)]
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const isNamed = ({ name, facts }: ReferenceEntry): boolean =>
    words.length > 0 &&
    [name, ...facts.filter(({ about }) => about === "tearSheet").map(({ text }) => text)].some((each) =>
      words.every((word) => each.toLowerCase().includes(word)),
    );
  return [...found.filter(isNamed), ...found.filter((entry) => !isNamed(entry))];
};
