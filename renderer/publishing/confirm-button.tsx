import { useState } from "react";
import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";

interface ConfirmButtonProps {
  readonly label: string;
  /** What the second press does, in full. */
  readonly sure: string;
  /** Why it cannot be pressed, said beside it. */
  readonly refusal: string | null;
  /** A question for a reason; without one none is asked for. */
  readonly why?: string;
  /** Nothing happens without a reason. */
  readonly needsReason?: boolean;
  readonly isBusy: boolean;
  onConfirm(reason: string): void;
}

/** A button whose press shows what will happen, and whose second press does it. */
export const ConfirmButton = (props: ConfirmButtonProps) => {
  const { label, sure, refusal, why, needsReason, isBusy, onConfirm } = props;
  const t = useShellText();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const confirm = () => {
    setOpen(false);
    setReason("");
    onConfirm(reason.trim());
  };
  if (!isOpen)
    return (
      <div className="desk-action">
        <Button isDisabled={refusal !== null || isBusy} onPress={() => setOpen(true)}>
          {label}
        </Button>
        {refusal !== null && <span className="dim">{refusal}</span>}
      </div>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape takes the question back, as it closes a dialog.
    <div
      className="desk-confirm"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        setOpen(false);
      }}
    >
      {why !== undefined && (
        <label className="browse-field desk-reason">
          <span>{why}</span>
          <input
            className="browse-input"
            maxLength={1_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      )}
      <Button
        look="primary"
        autoFocus
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
