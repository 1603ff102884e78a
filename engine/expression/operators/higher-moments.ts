import type { OperatorReference, WindowOperator } from "../operator.ts";
import { fillHigherMoment, initialHigherMoments, KURTOSIS, SKEWNESS } from "../two-block-higher-moments.ts";

const ALL = {
  group: "window",
  unit: "none",
  missing:
    "Missing with fewer present sessions than minimumPresent, and where none differs; missing sessions are left out.",
  source: "Pébay (2008), Sandia report SAND2008-6212, pairwise update of central moments",
} as const;

function higherMoment(
  name: string,
  code: number,
  smallest: number,
  reference: OperatorReference,
): WindowOperator {
  return {
    kind: "window",
    name,
    arity: 1,
    smallest,
    lookBack: ([n]) => n! - 1,
    initialState: ([n]) => initialHigherMoments(n!),
    run: ([input], output, start, end, firstSession, [n, least], state) =>
      fillHigherMoment(code, input!, output, start, end, firstSession, n!, least!, state),
    reference,
  };
}

/** m₃ / m₂^(3/2), central moments with divisor n; 0 for a symmetric window. No unit. */
export const skewness = higherMoment("skewness", SKEWNESS, 3, {
  ...ALL,
  name: "skewness",
  signature: "skewness(n, minimumPresent = n)",
  meaning: "The skewness of the last n sessions; 0 when they are symmetric.",
  formula: "m₃ / m₂^(3/2), central moments with divisor n",
  lookBack: "n − 1, n ≥ 3",
  example: { code: "field.close.skewness(5)", output: [-0.370037, 0.363173, -0.271545, 0] },
});

/** m₄ / m₂², central moments with divisor n; 3 for a normal sample. No unit. */
export const kurtosis = higherMoment("kurtosis", KURTOSIS, 4, {
  ...ALL,
  name: "kurtosis",
  signature: "kurtosis(n, minimumPresent = n)",
  meaning: "The raw kurtosis of the last n sessions; 3 for a normal sample, not the excess over it.",
  formula: "m₄ / m₂², central moments with divisor n",
  lookBack: "n − 1, n ≥ 4",
  example: { code: "field.close.kurtosis(5)", output: [2.21694, 1.62803, 1.95562, 1.7] },
});
