import type { GateStepState } from "../../../main/contract/publish-gate.ts";
import { formatNumber } from "../../format/number-format.ts";
import { type ShellKey, type Translate, useShellText } from "../../i18n/index.ts";
import type { ShownStep } from "./steps-shown.ts";

const figure = (facts: GateStepState["facts"], name: string): string | null => {
  const value = facts[name];
  return typeof value === "number" ? formatNumber(value, { digits: 0 }) : null;
};

/** The sentence of a figure, where the step has told it. */
const sentences: Readonly<Record<GateStepState["step"], readonly [ShellKey, string]>> = {
  "clean-run": ["publish:fact:cells", "cells"],
  "no-stale": ["publish:fact:noStale", ""],
  "cut-out": ["publish:fact:cutOut", "cells"],
  audit: ["publish:fact:cuts", "cuts"],
  parity: ["publish:fact:vectors", "vectors"],
  policy: ["publish:fact:limits", "limits"],
};

const passedText = (t: Translate, { step, facts }: GateStepState): string => {
  const [key, name] = sentences[step];
  if (step === "policy" && facts.limits === 0) return t("publish:fact:noLimits");
  if (name === "") return t(key);
  const n = figure(facts, name);
  return n === null ? "" : t(key, { n });
};

const warnedText = (t: Translate, state: GateStepState): string => {
  if (state.step === "audit") return t("publish:fact:notAudited");
  if (state.step === "policy" && figure(state.facts, "limits") === null) return t("publish:fact:offline");
  return passedText(t, state);
};

/** The line under a step's name: what was found, or what it is about. */
export const useStepText = () => {
  const t = useShellText();
  return ({ id, gate }: ShownStep): string => {
    const about = t(`publish:stepText:${id}`);
    switch (gate?.state) {
      case "passed":
        return passedText(t, gate) || about;
      case "warned":
        return warnedText(t, gate) || about;
      case "failed":
        return t("publish:fact:problems", { n: gate.problems.length });
      default:
        return about;
    }
  };
};
