import { useTranslation } from "react-i18next";
import type { Recomputation } from "../../../serving/contract/recomputation.ts";
import { BITS, numberOf } from "../../../wire/bits.ts";
import { useShellText } from "../../i18n/index.ts";
import { metricLabelKey, wordsOfKey } from "../../outputs/tear-sheet/metric-groups.ts";

interface Line {
  readonly tone: "ok" | "warn" | "error";
  readonly text: string;
}

/** Whether the figures of a version are the server's own or its author's, in a sentence; null of a factor. */
export const useRecomputedText = () => {
  const t = useShellText();
  const { t: outputs } = useTranslation("outputs");
  /** Every digit of a metric, and the beginning of a hash. */
  const told = (figure: string | null): string => {
    if (figure === null) return t("publish:recomputed:nothing");
    return BITS.test(figure) ? String(numberOf(figure)) : figure.slice(0, 12);
  };
  return (recomputed: Recomputation | null): Line | null => {
    switch (recomputed?.outcome) {
      case undefined:
        return { tone: "warn", text: t("publish:recomputed:pending") };
      case "same":
        return { tone: "ok", text: t("publish:recomputed:same") };
      case "differs": {
        const { figure } = recomputed;
        const name = outputs(metricLabelKey(figure), { defaultValue: wordsOfKey(figure) });
        const values = { stated: told(recomputed.stated), recomputed: told(recomputed.recomputed) };
        return { tone: "error", text: t("publish:recomputed:differs", { figure: name, ...values }) };
      }
      case "not-here": {
        const { reason, message } = recomputed;
        return { tone: "warn", text: t(`publish:recomputed:${reason}`, { message }) };
      }
      case "no-backtest":
        return null;
    }
  };
};
