import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components/Tabs";

export interface TabItem {
  readonly id: string;
  readonly title: ReactNode;
  readonly content: ReactNode;
}

interface TabsProps {
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly selected?: string;
  readonly trailing?: ReactNode;
  onSelect?(id: string): void;
}

/** The tabs of a panel: one line of titles, the chosen panel below. */
export const Tabs = ({ label, items, selected, trailing, onSelect }: TabsProps) => (
  <AriaTabs
    className="tabs"
    {...(selected === undefined ? {} : { selectedKey: selected })}
    onSelectionChange={(key) => onSelect?.(String(key))}
  >
    <div className="tabs-bar">
      <TabList className="tabs-list" aria-label={label}>
        {items.map(({ id, title }) => (
          <Tab key={id} id={id} className="tabs-tab">
            {title}
          </Tab>
        ))}
      </TabList>
      {trailing}
    </div>
    {items.map(({ id, content }) => (
      <TabPanel key={id} id={id} className="tabs-panel">
        {content}
      </TabPanel>
    ))}
  </AriaTabs>
);
