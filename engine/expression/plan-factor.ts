import type { Factor } from "./factor.ts";

/** What a factor needs from a panel. */
export interface FactorPlan {
  /** Stored fields, sorted by name; derived ones are expanded into what they are computed from. */
  readonly fields: string[];
  /** Sessions before the current one that a value may depend on. */
  readonly lookBackSessions: number;
}

const derivedInputs: Readonly<Record<string, readonly string[]>> = {
  totalReturn: ["close"],
  adjustedClose: ["close"],
  marketCap: ["close", "sharesOutstanding"],
};

/** The stored fields from which a field is read or computed. */
export function storedFieldsOf(field: string): readonly string[] {
  return derivedInputs[field] ?? [field];
}

/** Collects the stored fields and the look-back of an expression. Windows in a chain add up. */
export function planFactor(factor: Factor): FactorPlan {
  const fields = new Set<string>();
  const lookBacks = new Map<string, number>();
  const visit = (node: Factor): number => {
    const known = lookBacks.get(node.key);
    if (known !== undefined) return known;
    const { operator } = node;
    if (operator.kind === "field") for (const stored of storedFieldsOf(operator.name)) fields.add(stored);
    let deepest = 0;
    for (const input of node.inputs) deepest = Math.max(deepest, visit(input));
    const own = operator.kind === "window" ? operator.lookBack(node.argument) : 0;
    lookBacks.set(node.key, deepest + own);
    return deepest + own;
  };
  const lookBackSessions = visit(factor);
  return { fields: [...fields].sort(), lookBackSessions };
}
