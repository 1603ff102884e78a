import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Icon, type IconName } from "./icon.tsx";
import { Tooltip } from "./tooltip.tsx";

interface ButtonProps {
  readonly children: ReactNode;
  readonly icon?: IconName;
  /**
   * primary is ink, and there is at most one in a view; plain has no border; danger is what cannot be taken back or stops
   * everything, in outline as long as its press only asks.
   */
  readonly look?: "primary" | "outline" | "plain" | "danger" | "danger-outline";
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
  onPress(): void;
}

export const Button = ({ children, icon, look = "outline", isDisabled, autoFocus, onPress }: ButtonProps) => (
  <AriaButton
    className={`button button-${look}`}
    isDisabled={isDisabled ?? false}
    autoFocus={autoFocus ?? false}
    onPress={onPress}
  >
    {icon && <Icon name={icon} />}
    <span>{children}</span>
  </AriaButton>
);

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly keys?: string;
  readonly isDisabled?: boolean;
  readonly className?: string;
  onPress(): void;
}

/** A button that shows only an icon; its name is read out, and shown when the pointer rests. */
export const IconButton = ({ icon, label, keys, isDisabled, className, onPress }: IconButtonProps) => (
  <Tooltip text={label} keys={keys ?? ""}>
    <AriaButton
      className={`icon-button ${className ?? ""}`}
      aria-label={label}
      isDisabled={isDisabled ?? false}
      onPress={onPress}
    >
      <Icon name={icon} />
    </AriaButton>
  </Tooltip>
);
