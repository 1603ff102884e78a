import type { JSX } from "react";
import { formatNumber } from "../../format/number-format.ts";
import { useText } from "../use-text.ts";
import type { ExportNews } from "./use-table-export.ts";

/** How far a file is, and what became of it. */
export function ExportLine(props: {
  readonly news: ExportNews;
  readonly all: number | null;
  readonly onStop: () => void;
  readonly onDismiss: () => void;
}): JSX.Element {
  const { news, all, onStop, onDismiss } = props;
  const { t } = useText();
  const figure = (count: number): string => formatNumber(count, { digits: 0 });
  const words = ((): string => {
    switch (news.kind) {
      case "writing":
        return t("table.writing", {
          name: news.name,
          rows: figure(news.rows),
          count: all === null ? "…" : figure(all),
        });
      case "written":
        return t("table.written", { name: news.name, rows: figure(news.rows) });
      case "stopped":
        return t("table.exportStopped", { name: news.name });
      case "failed":
        return t("table.exportFailed", { reason: news.reason });
      case "copied":
        return t(news.rows < news.all ? "table.copiedSome" : "table.copied", {
          rows: figure(news.rows),
          count: figure(news.all),
        });
    }
  })();
  return (
    <div className={`output-note table-news ${news.kind === "failed" ? "is-error" : ""}`} role="status">
      <span>{words}</span>
      {news.kind === "writing" && all !== null && all > 0 && <progress value={news.rows} max={all} />}
      <button
        type="button"
        className="output-text-button"
        onClick={news.kind === "writing" ? onStop : onDismiss}
      >
        {t(news.kind === "writing" ? "table.stopExport" : "table.dismiss")}
      </button>
    </div>
  );
}
