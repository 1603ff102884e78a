import { useApp } from "../actions/actions-context.ts";
import { formatNumber } from "../format/number-format.ts";
import type { WizardState } from "./wizard-state.ts";

export const useWizard = (): WizardState => useApp((state) => state.wizard);

export const countText = (n: number): string => formatNumber(n, { digits: 0 });
