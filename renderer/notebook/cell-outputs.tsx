import { memo, useCallback, useId } from "react";
import type { StoredResult } from "../../kernel/notebook/index.ts";
import { useActions, useTab } from "../actions/actions-context.ts";
import { chooseInput } from "../actions/choose-input.ts";
import { formatInstant } from "../format/date-format.ts";
import { formatNumber } from "../format/number-format.ts";
import { useShellText } from "../i18n/index.ts";
import { OriginButton } from "../origin/origin-button.tsx";
import { OutputGuard } from "../outputs/output-guard.tsx";
import { OutputView } from "../outputs/output-view.tsx";
import { readerZone } from "../shell/use-locale.ts";
import { logOfCell } from "../state/session/session-state.ts";
import { isOutOfDate, storedResultOf } from "../state/shown-result.ts";
import { useRevealLine } from "./use-reveal-line.ts";

const KEPT_LINES = 200;

/** What the cell printed, in its latest lines; the kernel log has all of it. */
const CellConsole = ({ cellId, number }: { cellId: string; number: number }) => {
  const t = useShellText();
  const all = useTab(({ session }) => logOfCell(session, cellId));
  if (all.length === 0) return null;
  const lines = all.slice(-KEPT_LINES);
  return (
    <section className="cell-console" aria-label={t("cell:console", { n: number })}>
      {lines.length < all.length && (
        <p className="stored-note">
          {t("cell:earlierLines", { count: formatNumber(all.length - lines.length, { digits: 0 }) })}
        </p>
      )}
      {lines.map((line) => (
        <code key={line.number} data-level={line.level}>
          {line.text}
        </code>
      ))}
    </section>
  );
};

/** What the cell showed when it last ran, here or elsewhere: marked, so that nobody takes it for a run of today. */
const StoredOutputs = ({ stored, number }: { stored: StoredResult; number: number }) => {
  const t = useShellText();
  const reveal = useRevealLine();
  const isOld = useTab((tab) => isOutOfDate(tab, stored));
  const time = formatInstant(stored.ranAt * 1_000, readerZone());
  return (
    <section
      className="cell-outputs"
      data-stored={isOld ? "stale" : "fresh"}
      data-stale={isOld || undefined}
      aria-label={t("cell:outputs", { n: number })}
    >
      <p className="stored-note">{t(isOld ? "file:storedOld" : "file:storedAt", { time })}</p>
      {stored.outputs.map((display, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no identity but their place.
        <OutputGuard key={index} display={display}>
          <OutputView cellId={stored.cellId} display={display} isStale={isOld} onRevealError={reveal} />
        </OutputGuard>
      ))}
    </section>
  );
};

export const CellOutputs = memo(({ cellId, number }: { cellId: string; number: number }) => {
  const t = useShellText();
  const reveal = useRevealLine();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const choose = useCallback(
    (cell: string, name: string, value: string) => void chooseInput(context, tabId, cell, name, value),
    [context, tabId],
  );
  const shown = useTab(({ session }) => session.outputs[cellId]);
  const stored = useTab((tab) => storedResultOf(tab, cellId));
  const state = useTab(({ session }) => session.statuses[cellId]?.state ?? "idle");
  const hashes = useTab(({ session }) => session.manifests[cellId]?.outputs);
  const headingId = useId();
  const isStale = state === "stale" || state === "stopped" || state === "blocked";
  return (
    <>
      <CellConsole cellId={cellId} number={number} />
      {stored && stored.outputs.length > 0 && <StoredOutputs stored={stored} number={number} />}
      {shown && shown.outputs.length > 0 && (
        <section className="cell-outputs" data-stale={isStale || undefined} aria-labelledby={headingId}>
          <h3 id={headingId} className="visually-hidden">
            {t("cell:outputs", { n: number })}
          </h3>
          {shown.outputs.map((display, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no identity but their place.
            <div className="output-frame" key={index} data-output-hash={hashes?.[index]?.hash}>
              <OutputGuard display={display}>
                <OutputView
                  cellId={cellId}
                  display={display}
                  isStale={isStale}
                  onRevealError={reveal}
                  onInput={choose}
                />
              </OutputGuard>
              <OriginButton cellId={cellId} output={index} />
            </div>
          ))}
        </section>
      )}
    </>
  );
});
