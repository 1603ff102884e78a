import { memo } from "react";
import { useActions, useTab } from "../actions/actions-context.ts";
import { stop } from "../actions/run.ts";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { formatDuration } from "../format/date-format.ts";
import { formatPercent } from "../format/number-format.ts";
import { useShellText } from "../i18n/index.ts";
import { clockTime, useLocale } from "../shell/use-locale.ts";
import { useElapsed } from "./use-elapsed.ts";

/** The mark beats with the time: an animation of its own would draw the page sixty times a second. */
const Elapsed = ({ since }: { since: number | null }) => {
  const t = useShellText();
  const locale = useLocale();
  const elapsed = useElapsed(since);
  return (
    <>
      <i className="running-mark" data-beat={Math.floor(elapsed / 1_000) % 2} />
      <span>{t("cell:runningFor", { duration: formatDuration(elapsed, locale) })}</span>
    </>
  );
};

const Running = ({ cellId, since }: { cellId: string; since: number | null }) => {
  const t = useShellText();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const progress = useTab(({ session }) => (session.progress?.cellId === cellId ? session.progress : null));
  return (
    <>
      <Elapsed since={since} />
      {progress && (
        <span className="cell-progress">
          {progress.label} {formatPercent(progress.fraction, { digits: 0 })}
          <progress value={progress.fraction} max={1} aria-label={t("cell:progress")} />
        </span>
      )}
      <Button icon="stop" onPress={() => void stop(context, tabId)}>
        {t("cell:stop")}
      </Button>
    </>
  );
};

/** At the cell's upper right: its id, and what it is doing or when it was done. */
export const CellStatusLine = memo(({ cellId }: { cellId: string }) => {
  const t = useShellText();
  const locale = useLocale();
  const status = useTab(({ session }) => session.statuses[cellId]);
  const at = useTab(({ session }) => session.changedAt[cellId] ?? null);
  // What stands still is this window's own worker: whoever sets a breakpoint in a swept strategy must not wait for it.
  const isPassedBy = useTab(
    ({ breakpoints, document }) =>
      (breakpoints[cellId]?.length ?? 0) > 0 &&
      document.notebook.cells.some(({ kind, source }) => kind === "code" && source.includes("sweep(")),
  );
  const state = status?.state ?? "idle";
  const estimate = status?.estimateMs == null ? null : formatDuration(status.estimateMs, locale);
  const duration = status?.durationMs == null ? null : formatDuration(status.durationMs, locale);
  return (
    <div className="cell-status" data-state={state}>
      <code className="cell-id">{cellId}</code>
      {isPassedBy && <span className="dim">{t("debug:notInWorkers")}</span>}
      {state === "running" && <Running cellId={cellId} since={at} />}
      {state === "done" && at !== null && duration && (
        <span>{t("cell:doneAt", { time: clockTime(at), duration })}</span>
      )}
      {state === "stale" && (
        <span className="mark-stale">
          <Icon name="warning" />
          {estimate === null ? t("cell:stale") : t("cell:staleHeavy", { duration: estimate })}
        </span>
      )}
      {(state === "failed" || state === "blocked") && (
        <span className="mark-error">
          <Icon name="error" />
          {t(state === "failed" ? "cell:failed" : "cell:blockedReason")}
        </span>
      )}
      {(state === "queued" || state === "stopped") && <span>{t(`cell:${state}`)}</span>}
    </div>
  );
});
