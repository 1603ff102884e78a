import { residualsOf } from "../cross-section-regression.ts";
import { finite } from "../finite.ts";
import type { CrossSectionOperator, GroupName } from "../operator.ts";

const ALL = { group: "cross-section", lookBack: "0", unit: "unchanged" } as const;

const groupNames: readonly GroupName[] = ["sector", "market", "industry"];

/** Whether instruments can be grouped by this; the text comes from a notebook, so it may be anything. */
export const isGroupName = (text: string): text is GroupName =>
  (groupNames as readonly string[]).includes(text);

/** Everything one may group by, as a sentence says it. */
export const groupNameList = groupNames.join(", ");

/** x − mean of the members of the same market present at the instant. Unit: unchanged. Missing stays missing. */
export const neutralizeMarket: CrossSectionOperator = {
  kind: "cross-section",
  name: "neutralize:market",
  run: ([values], output, _parameters, { order, marketOf }) =>
    subtractMeans(values!, marketOf, order, output),
  reference: {
    ...ALL,
    name: "neutralize",
    signature: 'neutralize("sector" | "market" | "industry")',
    meaning:
      'The value less the mean of the members of its own group, as known at the instant: "sector" is neutralizeBy(field.sector), "industry" neutralizeBy(field.industry).',
    formula: "x − mean of the group",
    missing: "Missing where the value or the group is missing or the instrument is not a member.",
    example: { code: 'field.close.neutralize("sector")', output: [45, -7, -38, 37.5, -37.5] },
  },
};

function subtractMeans(
  values: Float64Array,
  groups: Float64Array | Int32Array,
  order: Int32Array,
  output: Float64Array,
): void {
  const sums = new Map<number, number>();
  const counts = new Map<number, number>();
  for (const i of order) {
    const [x, group] = [values[i]!, groups[i]!];
    if (Number.isNaN(x) || Number.isNaN(group)) continue;
    sums.set(group, (sums.get(group) ?? 0) + x);
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  for (let i = 0; i < output.length; i++) {
    const group = groups[i]!;
    output[i] = finite(values[i]! - (sums.get(group) ?? Number.NaN) / (counts.get(group) ?? Number.NaN));
  }
}

/** x − mean of the members whose group has the same value at the instant. Without a group the value is missing. */
export const neutralizeBy: CrossSectionOperator = {
  kind: "cross-section",
  name: "neutralizeBy",
  run: ([values, groups], output, _parameters, { order }) => subtractMeans(values!, groups!, order, output),
  reference: {
    ...ALL,
    name: "neutralizeBy",
    signature: "neutralizeBy(group)",
    meaning:
      "The value less the mean of the members of the same group, a factor such as field.sector, as known then.",
    formula: "x − mean of the members with an equal group",
    missing: "Missing where the value or the group is missing or the instrument is not a member.",
    example: {
      code: "field.close.neutralizeBy(field.volume.topMask(40))",
      output: [10.5, 25, -6, -10.5, -19],
    },
  },
};

/** The residual of the regression, across members at the instant, on an intercept and the exposures. */
export const neutralizeExposures: CrossSectionOperator = {
  kind: "cross-section",
  name: "neutralizeExposures",
  run: ([values, ...exposures], output, _parameters, { order }) =>
    residualsOf(values!, exposures, order, output),
  reference: {
    ...ALL,
    name: "neutralizeExposures",
    signature: "neutralizeExposures(...exposures)",
    meaning: "What a regression across the members at the instant on the exposures leaves of the value.",
    formula: "y − Xβ, β by ordinary least squares with an intercept",
    missing:
      "Missing where the value or an exposure is missing; all are missing when no more names are present than coefficients. An exposure that the others explain is left out.",
    source: "Golub & Van Loan (2013), Matrix Computations, section 5.2.8: modified Gram–Schmidt",
    example: {
      code: "field.close.neutralizeExposures(field.volume)",
      output: [10.0154, 25.3231, -32.6, 2.47692, -5.21538],
    },
  },
};
