import { useShellText } from "../i18n/index.ts";
import type { Missing } from "./mapping-from-draft.ts";

/** A sentence for what a mapping still needs. */
export const useMissingText = (): ((missing: Missing) => string) => {
  const t = useShellText();
  return (missing) => {
    const { kind, ...values } = missing;
    const role = "role" in values ? { role: t(`import:role:${values.role}`) } : {};
    return t(`import:missing:${kind}`, { ...values, ...role });
  };
};
