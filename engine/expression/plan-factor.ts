import { storedFieldsOf } from "./derived-names.ts";
import type { Factor } from "./factor.ts";

export { storedFieldsOf } from "./derived-names.ts";

/** What a factor needs from a panel. */
export interface FactorPlan {
  /** Stored fields, sorted by name; derived ones are expanded into what they are computed from. */
  readonly fields: string[];
  /** Sessions before the current one that a value may depend on. */
  readonly lookBackSessions: number;
}

/** Sessions before the current one that the node's own operator reads of its inputs. */
export function ownLookBack({ operator, parameters }: Factor): number {
  return operator.kind === "window" ? operator.lookBack(parameters) : 0;
}

/** Every node of some expressions once, inputs before those who use them. */
export function nodesOf(...factors: Factor[]): Factor[] {
  const nodes: Factor[] = [];
  const seen = new Set<string>();
  for (const factor of factors) addNodes(factor, seen, nodes);
  return nodes;
}

function addNodes(node: Factor, seen: Set<string>, nodes: Factor[]): void {
  if (seen.has(node.key)) return;
  seen.add(node.key);
  for (const input of node.inputs) addNodes(input, seen, nodes);
  nodes.push(node);
}

/** Collects the stored fields and the look-back of an expression. Windows in a chain add up. */
export function planFactor(factor: Factor): FactorPlan {
  const fields = new Set<string>();
  const lookBacks = new Map<string, number>();
  for (const node of nodesOf(factor)) {
    if (node.operator.kind === "field")
      for (const stored of storedFieldsOf(node.operator.name)) fields.add(stored);
    const deepest = Math.max(0, ...node.inputs.map((input) => lookBacks.get(input.key)!));
    lookBacks.set(node.key, deepest + ownLookBack(node));
  }
  return { fields: [...fields].sort(), lookBackSessions: lookBacks.get(factor.key)! };
}
