import { ArgumentError } from "../argument-error.ts";
import { constantFactor, Factor, fieldFactor } from "./factor.ts";
import type { Operator } from "./operator.ts";
import { operatorReference } from "./operator-reference.ts";
import { nodesOf } from "./plan-factor.ts";

/** An expression as plain data: every node once, inputs before those who use them, the root last. */
export interface FactorDocument {
  /** Of the root. */
  readonly key: string;
  readonly nodes: readonly FactorNode[];
}

export interface FactorNode {
  readonly kind: Operator["kind"];
  readonly name: string;
  readonly parameters: readonly number[];
  /** Places of the inputs among the nodes. */
  readonly inputs: readonly number[];
}

/** Writes an expression down, so that another process can read it. */
export function describeFactor(factor: Factor): FactorDocument {
  const nodes = nodesOf(factor);
  const places = new Map(nodes.map((node, place) => [node.key, place]));
  return {
    key: factor.key,
    nodes: nodes.map(({ operator, parameters, inputs }) => ({
      kind: operator.kind,
      name: operator.name,
      parameters,
      inputs: inputs.map(({ key }) => places.get(key)!),
    })),
  };
}

/** Only these are called by the name that a document gives. */
const methods = new Set(operatorReference.map(({ name }) => name));
const BY_MARKET = "neutralize:market";

type Method = (...args: readonly (Factor | number)[]) => unknown;

/**
 * Makes the expression that a document describes, node by node with the same checks as whoever writes it in code.
 * Throws an ArgumentError for anything else, also where another expression than the document's comes out.
 */
export function readFactor({ key, nodes }: FactorDocument): Factor {
  const made: Factor[] = [];
  for (const node of nodes) {
    const inputs = node.inputs.map((place) => made[place] ?? unreadable(`input ${place} of ${node.name}`));
    made.push(readNode(node, inputs));
  }
  const root = made.at(-1) ?? unreadable("an expression without nodes");
  if (root.key !== key) throw new ArgumentError(`${root} is another expression than the one described`);
  return root;
}

function readNode({ kind, name, parameters, inputs: _ }: FactorNode, inputs: readonly Factor[]): Factor {
  if (kind === "field") return fieldFactor(name);
  if (kind === "constant") return constantFactor(parameters[0] ?? Number.NaN);
  const [first = unreadable(`${name} without an input`), ...others] = inputs;
  if (name === BY_MARKET) return first.neutralize("market");
  if (!methods.has(name)) return unreadable(`the operator ${name}`);
  const method = (first as unknown as Readonly<Record<string, Method | undefined>>)[name];
  if (typeof method !== "function") return unreadable(`the operator ${name}`);
  // How many of a window must be present stands second in a node, and last in code.
  const [n = 0, least = 0, ...more] = parameters;
  const numbers = kind === "window" && parameters.length > 1 ? [n, ...more, least] : parameters;
  const made = method.call(first, ...others, ...numbers);
  return made instanceof Factor ? made : unreadable(`the operator ${name}`);
}

function unreadable(what: string): never {
  throw new ArgumentError(`${what} cannot be read as a part of an expression`);
}
