import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { Catalog } from "../../store/contract/catalog.ts";
import { useActions } from "../actions/actions-context.ts";
import { openBrowse } from "../actions/open-browse.ts";
import { useShellText } from "../i18n/index.ts";
import { NameButton } from "./name-button.tsx";

const ROW = 24;

/** Every instrument ever listed; only the rows in view exist. */
export const InstrumentList = ({ instruments }: { instruments: Catalog["instruments"] }) => {
  const t = useShellText();
  const context = useActions();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: instruments.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  return (
    <div className="instrument-list" ref={scroller}>
      <ul style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const { iid, symbol, name, mic, delistedOn, sector } = instruments[index]!;
          return (
            <li
              key={iid}
              style={{ transform: `translateY(${start}px)` }}
              data-delisted={delistedOn !== null || undefined}
              title={delistedOn ? t("catalog:delisted", { date: delistedOn }) : sector}
            >
              <span className="mono">
                <NameButton name={iid} shown={symbol} />
              </span>
              <button
                type="button"
                className="name-button instrument-name"
                title={t("catalog:showLife", { name })}
                onClick={() => openBrowse(context, "instruments", { subject: iid })}
              >
                {name}
              </button>
              <span className="dim">{mic}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
};
