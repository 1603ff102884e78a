import type { JSX } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { useText } from "../use-text.ts";

export type ExportKind = "png" | "svg" | "csv" | "arrow" | "tsv";

const LABELS: Readonly<Record<ExportKind, string>> = {
  png: "chart.savePng",
  svg: "chart.saveSvg",
  csv: "chart.saveCsv",
  arrow: "chart.saveArrow",
  tsv: "chart.copyTsv",
};

/** The small menu at the end of a caption: what a chart or table can be saved as. */
export function ExportMenu(props: {
  readonly title: string;
  readonly kinds: readonly ExportKind[];
  readonly onExport: (kind: ExportKind) => void;
}): JSX.Element {
  const { t } = useText();
  return (
    <MenuTrigger>
      <Button className="output-icon-button" aria-label={t("chart.menu", { title: props.title })}>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none">
          <path
            d="M8 2.75v7M5.25 7.25 8 10l2.75-2.75M3.25 12.75h9.5"
            stroke="currentColor"
            strokeWidth="1.35"
          />
        </svg>
      </Button>
      <Popover className="output-popover" placement="bottom end">
        <Menu className="output-menu" onAction={(key) => props.onExport(key as ExportKind)}>
          {props.kinds.map((kind) => (
            <MenuItem key={kind} id={kind} className="output-menu-item">
              {t(LABELS[kind])}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
