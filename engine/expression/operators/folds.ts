import type { OperatorReference, WindowOperator } from "../operator.ts";
import { COUNT, fillFold, initialFold, MAXIMUM, MINIMUM, PRODUCT, SUM } from "../two-block-fold.ts";

const ALL = {
  group: "window",
  missing: "Missing with fewer present sessions than minimumPresent; missing sessions are left out.",
  lookBack: "n − 1, n ≥ 1",
} as const;

function fold(name: string, code: number, reference: OperatorReference): WindowOperator {
  return {
    kind: "window",
    name,
    arity: 1,
    smallest: 1,
    lookBack: ([n]) => n! - 1,
    initialState: ([n]) => initialFold(n!),
    run: ([input], output, start, end, firstSession, [n, least], state) =>
      fillFold(code, input!, output, start, end, firstSession, n!, least!, state),
    reference,
  };
}

/** Σ x over the sessions t−n+1 … t. Unit: unchanged. Missing with fewer present sessions than minimumPresent. */
export const sum = fold("sum", SUM, {
  ...ALL,
  name: "sum",
  signature: "sum(n, minimumPresent = n)",
  meaning: "The sum of the last n sessions.",
  formula: "Σ x",
  unit: "unchanged",
  example: { code: "field.volume.sum(3)", output: [4000, 3500, 3700, 3900] },
});

/** Π x over the sessions t−n+1 … t. No unit. Missing with fewer present sessions than minimumPresent. */
export const product = fold("product", PRODUCT, {
  ...ALL,
  name: "product",
  signature: "product(n, minimumPresent = n)",
  meaning: "The product of the last n sessions: of gross returns, the growth over them.",
  formula: "Π x",
  unit: "none",
  example: { code: "field.close.returns(1).plus(1).product(3)", output: [1, 1.00952, 1.00962, 1.03883] },
});

/** The least x over the sessions t−n+1 … t. Unit: unchanged. Missing with too few present sessions. */
export const min = fold("min", MINIMUM, {
  ...ALL,
  name: "min",
  signature: "min(n, minimumPresent = n)",
  meaning: "The least of the last n sessions.",
  formula: "min x",
  unit: "unchanged",
  source: "van Herk (1992), a fast algorithm for local minimum and maximum filters",
  example: { code: "field.close.min(3)", output: [103, 103, 103, 105] },
});

/** The greatest x over the sessions t−n+1 … t. Unit: unchanged. Missing with too few present sessions. */
export const max = fold("max", MAXIMUM, {
  ...ALL,
  name: "max",
  signature: "max(n, minimumPresent = n)",
  meaning: "The greatest of the last n sessions.",
  formula: "max x",
  unit: "unchanged",
  source: "van Herk (1992), a fast algorithm for local minimum and maximum filters",
  example: { code: "field.close.max(3)", output: [105, 106, 106, 107] },
});

/** How many of the sessions t−n+1 … t have a value. No unit. Never missing; sessions before the panel count 0. */
export const countPresent = fold("countPresent", COUNT, {
  ...ALL,
  name: "countPresent",
  signature: "countPresent(n)",
  meaning: "How many of the last n sessions have a value.",
  formula: "#{x present}",
  unit: "sessions",
  missing: "Never missing; sessions before the panel have no value.",
  example: { code: "field.close.countPresent(10)", output: [7, 8, 9, 10] },
});
