import type { ReactNode } from "react";
import { IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";

interface BannerProps {
  readonly tone: "info" | "warn" | "error";
  readonly text: string;
  readonly actions?: ReactNode;
  readonly dismissLabel?: string;
  onDismiss?(): void;
}

/** One line that says what happened and what to do. */
export const Banner = ({ tone, text, actions, dismissLabel, onDismiss }: BannerProps) => (
  <div className={`banner banner-${tone}`} role={tone === "error" ? "alert" : "status"}>
    <Icon name={tone === "info" ? "info" : tone === "warn" ? "warning" : "error"} />
    <span className="banner-text">{text}</span>
    {actions}
    {onDismiss && <IconButton icon="close" label={dismissLabel ?? ""} onPress={onDismiss} />}
  </div>
);
