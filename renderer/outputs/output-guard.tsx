import { type JSX, type ReactNode, useState } from "react";
import type { Display } from "../../kernel/contract/display.ts";
import { FaultGuard } from "../faults/fault-guard.tsx";
import { displayText } from "./display-text.ts";
import { useText } from "./use-text.ts";
import "../faults/faults.css";

/** Keeps an output that passes every check and still cannot be drawn from taking the notebook with it. */
export function OutputGuard(props: { readonly display: Display; readonly children: ReactNode }): JSX.Element {
  const { display, children } = props;
  return (
    <FaultGuard
      of={display}
      fallback={(reason, retry) => <Undrawn display={display} reason={reason} onRetry={retry} />}
    >
      {children}
    </FaultGuard>
  );
}

function Undrawn(props: {
  readonly display: Display;
  readonly reason: string;
  readonly onRetry: () => void;
}): JSX.Element {
  const { display, reason, onRetry } = props;
  const { t } = useText();
  const [isText, setIsText] = useState(false);
  return (
    <div className="fault-note" role="alert">
      <p>{t("guard.output", { reason })}</p>
      <button type="button" aria-expanded={isText} onClick={() => setIsText(!isText)}>
        {t(isText ? "guard.hideText" : "guard.showText")}
      </button>
      <button type="button" onClick={onRetry}>
        {t("guard.retry")}
      </button>
      {isText && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key.
        <pre className="fault-text" tabIndex={0}>
          {displayText(display)}
        </pre>
      )}
    </div>
  );
}
