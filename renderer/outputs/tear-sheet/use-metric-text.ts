import { useTranslation } from "react-i18next";
import type { Metric } from "../../../kernel/contract/display.ts";
import { metricLabelKey, wordsOfKey } from "./metric-groups.ts";

const REASONS: Readonly<Record<string, string>> = {
  "too-few-observations": "reason.tooFewObservations",
  "zero-variance": "reason.zeroVariance",
  "no-drawdown": "reason.noDrawdown",
  "no-benchmark": "reason.noBenchmark",
  ruin: "reason.ruin",
};

/** The name of a metric and the reason why it has no value, in the language of the interface. */
export const useMetricText = (): { name: (metric: Metric) => string; reason: (metric: Metric) => string } => {
  const { t } = useTranslation("outputs");
  return {
    name: ({ key }) => t(metricLabelKey(key), { defaultValue: wordsOfKey(key) }),
    reason: ({ reason }) => t(REASONS[reason ?? ""] ?? "reason.other"),
  };
};
