import type { ReactElement } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

export interface MenuEntry {
  readonly id: string;
  readonly title: string;
  readonly keys?: string;
  readonly isSelected?: boolean;
}

interface MenuProps {
  readonly label: string;
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly hasSelection?: boolean;
  onChoose(id: string): void;
}

export const Menu = ({ label, trigger, entries, hasSelection, onChoose }: MenuProps) => (
  <MenuTrigger>
    {trigger}
    <Popover className="menu-popover" offset={4}>
      <AriaMenu
        className="menu"
        aria-label={label}
        onAction={(key) => onChoose(String(key))}
        {...(hasSelection
          ? {
              selectionMode: "single" as const,
              selectedKeys: entries.filter(({ isSelected }) => isSelected).map(({ id }) => id),
            }
          : {})}
      >
        {entries.map(({ id, title, keys }) => (
          <MenuItem key={id} id={id} className="menu-item" textValue={title}>
            <span>{title}</span>
            {keys && <kbd>{keys}</kbd>}
          </MenuItem>
        ))}
      </AriaMenu>
    </Popover>
  </MenuTrigger>
);
