import { useState } from "react";
import { Button } from "../components/button.tsx";
import type { IconName } from "../components/icon.tsx";
import { useShellText } from "../i18n/index.ts";

interface ConfirmButtonProps {
  readonly label: string;
  /** What the second press does, in full. */
  readonly sure: string;
  /** Why it cannot be pressed, said beside it. */
  readonly refusal: string | null;
  /** What it leads to, said beside it and again before the second press. */
  readonly effect?: string;
  /** It cannot be taken back, or stops everything. */
  readonly isDrastic?: boolean;
  readonly icon?: IconName;
  /** A question for a reason; without one none is asked for. */
  readonly why?: string;
  /** Nothing happens without a reason. */
  readonly needsReason?: boolean;
  readonly isBusy: boolean;
  /** Asked, or no more. */
  onAsk?(isAsked: boolean): void;
  onConfirm(reason: string): void;
}

/** A button whose press shows what will happen, and whose second press does it. */
export const ConfirmButton = (props: ConfirmButtonProps) => {
  const { label, sure, refusal, effect, isDrastic, icon, why, needsReason, isBusy, onAsk, onConfirm } = props;
  const t = useShellText();
  const [isOpen, setIsOpen] = useState(false);
  const setOpen = (isAsked: boolean) => {
    setIsOpen(isAsked);
    onAsk?.(isAsked);
  };
  const [reason, setReason] = useState("");
  const confirm = () => {
    setOpen(false);
    setReason("");
    onConfirm(reason.trim());
  };
  if (!isOpen)
    return (
      <div className="desk-action">
        <Button
          look={isDrastic ? "danger-outline" : "outline"}
          {...(icon && { icon })}
          isDisabled={refusal !== null || isBusy}
          onPress={() => setOpen(true)}
        >
          {label}
        </Button>
        {(refusal ?? effect) && <span className="dim">{refusal ?? effect}</span>}
      </div>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape takes the question back, as it closes a dialog.
    <div
      className="desk-confirm"
      data-drastic={isDrastic || undefined}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        setOpen(false);
      }}
    >
      {effect && <p className="desk-effect">{effect}</p>}
      {why !== undefined && (
        <label className="browse-field desk-reason">
          <span>{why}</span>
          <input
            className="browse-input"
            // biome-ignore lint/a11y/noAutofocus: the press that asked for the reason is where the focus was.
            autoFocus={needsReason === true}
            maxLength={1_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      )}
      <Button
        look={isDrastic ? "danger" : "primary"}
        {...(icon && { icon })}
        autoFocus={needsReason !== true}
        isDisabled={isBusy || (needsReason === true && reason.trim() === "")}
        onPress={confirm}
      >
        {sure}
      </Button>
      <Button look="plain" onPress={() => setOpen(false)}>
        {t("publish:cancel")}
      </Button>
    </div>
  );
};
