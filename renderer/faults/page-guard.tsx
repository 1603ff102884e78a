import type { ReactNode } from "react";
import type { ActionContext } from "../actions/context.ts";
import { keepEverything, saveCopies } from "../actions/save-copies.ts";
import { useText } from "../outputs/use-text.ts";
import { FaultGuard } from "./fault-guard.tsx";
import "./faults.css";

/** The last guard: when the page itself cannot be drawn, nothing typed is lost and the way out is one press. */
export const PageGuard = ({ context, children }: { context: ActionContext; children: ReactNode }) => {
  const { t } = useText();
  const reload = () => void keepEverything(context).then(() => window.location.reload());
  return (
    <FaultGuard
      // Only elements of the browser: whatever failed may be part of every component of ours.
      fallback={(reason, retry) => (
        <main className="fault-page" role="alert">
          <h1>{t("guard.pageTitle")}</h1>
          <p>{t("guard.pageText")}</p>
          <pre>{reason}</pre>
          <div className="fault-actions">
            <button type="button" onClick={reload}>
              {t("guard.reload")}
            </button>
            <button type="button" onClick={() => void saveCopies(context)}>
              {t("guard.saveCopy")}
            </button>
            <button type="button" onClick={retry}>
              {t("guard.retry")}
            </button>
          </div>
        </main>
      )}
    >
      {children}
    </FaultGuard>
  );
};
