import type { ReactElement } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components/Tooltip";

export const Tooltip = ({
  text,
  keys,
  children,
}: {
  text: string;
  keys?: string;
  children: ReactElement;
}) => (
  <TooltipTrigger delay={600} closeDelay={80}>
    {children}
    <AriaTooltip className="tooltip" offset={6}>
      {text}
      {keys && <kbd>{keys}</kbd>}
    </AriaTooltip>
  </TooltipTrigger>
);
