import { memo } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { useActions, useApp } from "../actions/actions-context.ts";
import { openBrowse } from "../actions/open-browse.ts";
import { changeSettings } from "../actions/start-app.ts";
import { Icon } from "../components/icon.tsx";
import { Menu } from "../components/menu.tsx";
import { formatDuration, formatInstant } from "../format/date-format.ts";
import { formatNumber } from "../format/number-format.ts";
import { type ShellKey, useShellText } from "../i18n/index.ts";
import { activeTab } from "../state/app-state.ts";
import { type KernelPhase, problemsOf, shownKernel } from "../state/session/session-state.ts";
import { clockTime, readerZone, useLocale } from "./use-locale.ts";

const kernelKeys: Readonly<Record<KernelPhase, ShellKey>> = {
  off: "status:kernelOff",
  starting: "status:kernelStarting",
  idle: "status:kernelIdle",
  running: "status:kernelRunning",
  restarting: "status:kernelRestarting",
  failed: "status:kernelFailed",
};

const KernelStatus = () => {
  const t = useShellText();
  const kernel = useApp((state) => {
    const tab = activeTab(state);
    return tab ? shownKernel(tab.session) : "off";
  });
  return (
    <span className="status-item" role="status" data-kernel-state={kernel}>
      <i className="status-dot" />
      {t(kernelKeys[kernel])}
    </span>
  );
};

const CleanRun = () => {
  const t = useShellText();
  const locale = useLocale();
  const hasTab = useApp((state) => activeTab(state) !== null);
  const cleanRun = useApp((state) => activeTab(state)?.session.cleanRun ?? null);
  if (!hasTab) return <span className="status-item">{t("status:noNotebook")}</span>;
  if (!cleanRun) return <span className="status-item">{t("status:noCleanRun")}</span>;
  const values = { time: clockTime(cleanRun.at), duration: formatDuration(cleanRun.durationMs, locale) };
  return <span className="status-item">{t("status:cleanRun", values)}</span>;
};

const Memory = () => {
  const t = useShellText();
  const memory = useApp((state) => activeTab(state)?.session.memory ?? null);
  if (!memory) return null;
  const used = Math.min(1, memory.workingSetMb / memory.limitMb);
  return (
    <span className="status-item">
      {t("status:memory", { n: formatNumber(memory.workingSetMb, { digits: 0 }) })}
      <meter
        className="status-meter"
        data-high={used > 0.8 || undefined}
        aria-label={t("status:memoryLabel")}
        min={0}
        max={memory.limitMb}
        value={memory.workingSetMb}
      />
    </span>
  );
};

const SnapshotStatus = () => {
  const t = useShellText();
  const context = useActions();
  const snapshot = useApp(({ catalog }) => catalog?.snapshot ?? null);
  const message = useApp(({ catalogMessage }) => catalogMessage);
  const store = useApp((state) => state.store.state);
  if (store === "failed") return <span className="status-item status-error">{t("status:storeFailed")}</span>;
  if (store === "restarting") return <span className="status-item">{t("status:storeRestarting")}</span>;
  if (!snapshot && message === null) return <span className="status-item">{t("status:storeStarting")}</span>;
  return (
    <button
      type="button"
      className="status-item status-button"
      onClick={() => openBrowse(context, "snapshots")}
    >
      {snapshot ? t("status:snapshot", { name: snapshot.name }) : t("status:noSnapshot")}{" "}
      {snapshot && <code title={snapshot.id}>{snapshot.id.slice(0, 8)}</code>}
    </button>
  );
};

const Problems = () => {
  const t = useShellText();
  const { store } = useActions();
  const problems = useApp((state) => {
    const tab = activeTab(state);
    return tab ? problemsOf(tab.session) : [];
  });
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const errorText = t(errors === 1 ? "status:errorsOne" : "status:errorsMany", { n: errors });
  const warningText = t(warnings === 1 ? "status:warningsOne" : "status:warningsMany", { n: warnings });
  const text =
    problems.length === 0
      ? t("status:noProblems")
      : errors === 0
        ? warningText
        : warnings === 0
          ? errorText
          : t("status:both", { errors: errorText, warnings: warningText });
  return (
    <button
      type="button"
      className="status-item status-button"
      onClick={() => store.setState(({ layout }) => ({ layout: { ...layout, isProblemsOpen: true } }))}
    >
      {text}
    </button>
  );
};

const Preferences = () => {
  const t = useShellText();
  const context = useActions();
  const { language, theme } = useApp((state) => state.settings);
  const themes = ["system", "light", "dark", "hc", "hc-light"] as const;
  const languages = ["en", "ko"] as const;
  return (
    <>
      <Menu
        label={t("status:theme")}
        hasSelection
        trigger={
          <AriaButton
            className="status-item status-button"
            aria-label={`${t("status:theme")}: ${t(`theme:${theme}`)}`}
          >
            {t(`theme:${theme}`)}
          </AriaButton>
        }
        entries={themes.map((id) => ({ id, title: t(`theme:${id}`), isSelected: id === theme }))}
        onChoose={(id) => void changeSettings(context, { theme: id as typeof theme })}
      />
      <Menu
        label={t("status:language")}
        hasSelection
        trigger={
          <AriaButton
            className="status-item status-button"
            aria-label={`${t("status:language")}: ${t(`language:${language}`)}`}
          >
            {t(`language:${language}`)}
          </AriaButton>
        }
        entries={languages.map((id) => ({ id, title: t(`language:${id}`), isSelected: id === language }))}
        onChoose={(id) => void changeSettings(context, { language: id as typeof language })}
      />
    </>
  );
};

const AsOf = () => {
  const t = useShellText();
  const knownTo = useApp((state) => state.catalog?.snapshot.knownTo ?? null);
  const asOf = useApp((state) => activeTab(state)?.document.notebook.asOf ?? null);
  if (knownTo === null) return null;
  const zone = readerZone();
  return (
    <span className="status-item as-of" data-past={asOf !== null || undefined}>
      <Icon name="clock" />
      {t("status:asOf")}{" "}
      <strong>
        {asOf === null
          ? t("status:latest", { instant: formatInstant(knownTo, zone) })
          : t("status:past", { instant: formatInstant(asOf, zone) })}
      </strong>
    </span>
  );
};

export const StatusBar = memo(() => {
  const t = useShellText();
  const isUnsafe = useApp((state) => state.info !== null && !state.info.isSandboxed);
  return (
    <footer className="status-bar">
      <KernelStatus />
      <CleanRun />
      <Memory />
      <SnapshotStatus />
      <Problems />
      {isUnsafe && <span className="status-item status-warn">{t("status:noSandbox")}</span>}
      <span className="status-space" />
      <Preferences />
      <AsOf />
    </footer>
  );
});
