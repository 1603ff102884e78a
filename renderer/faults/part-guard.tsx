import type { ReactNode } from "react";
import { useText } from "../outputs/use-text.ts";
import { FaultGuard } from "./fault-guard.tsx";
import "./faults.css";

/** Draws a part of the page, or why it cannot be drawn and a button to try again; the rest goes on. */
export const PartGuard = ({ of, children }: { readonly of?: unknown; readonly children: ReactNode }) => {
  const { t } = useText();
  return (
    <FaultGuard
      of={of}
      fallback={(reason, retry) => (
        <div className="fault-note" role="alert">
          <p>{t("guard.part", { reason })}</p>
          <button type="button" onClick={retry}>
            {t("guard.retry")}
          </button>
        </div>
      )}
    >
      {children}
    </FaultGuard>
  );
};
