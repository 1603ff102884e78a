import { useId, useState } from "react";
import { canaryShares, type Strategy, type Version } from "../../../serving/contract/lifecycle.ts";
import { Button } from "../../components/button.tsx";
import { useShellText } from "../../i18n/index.ts";
import { type useChange, useConnection } from "../use-publishing.ts";
import { useWords } from "../use-words.ts";
import { nextShare, shareRefusal } from "../what-may-be-done.ts";

interface CanaryControlProps {
  readonly strategy: Strategy;
  readonly version: Version;
  readonly changes: ReturnType<typeof useChange>;
}

/** The share of the callers that get a candidate: chosen on a slider, given by a press. */
export const CanaryControl = ({ strategy, version, changes }: CanaryControlProps) => {
  const t = useShellText();
  const words = useWords();
  const ticks = useId();
  const connection = useConnection();
  const [share, setShare] = useState(nextShare(version));
  if (!connection) return null;
  const refusal = shareRefusal(connection, strategy, version, share);
  return (
    <div className="canary">
      <div className="canary-slider">
        <span id={`${ticks}-label`}>{t("publish:share")}</span>
        <input
          type="range"
          min={0}
          max={canaryShares.length - 1}
          step={1}
          aria-labelledby={`${ticks}-label`}
          aria-valuetext={t("publish:shareOf", { share })}
          value={canaryShares.indexOf(share)}
          onChange={(event) => setShare(canaryShares[event.target.valueAsNumber]!)}
        />
        <ol className="canary-ticks" aria-hidden="true">
          {canaryShares.map((step) => (
            <li
              key={step}
              data-given={step === version.share || undefined}
              data-chosen={step === share || undefined}
            >
              {step}%
            </li>
          ))}
        </ol>
      </div>
      <div className="desk-action">
        <Button
          isDisabled={refusal !== null || changes.isBusy}
          onPress={() =>
            void changes.change("deployment/share", strategy, { version: version.version, share })
          }
        >
          {t("publish:giveShare", { share })}
        </Button>
        {refusal !== null && <span className="dim">{words.refusal(refusal, version)}</span>}
      </div>
    </div>
  );
};
