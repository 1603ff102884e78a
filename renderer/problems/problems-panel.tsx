import { memo } from "react";
import type { Diagnostic } from "../../kernel/contract/kernel-contract.ts";
import { useActions, useTab } from "../actions/actions-context.ts";
import { dispatchSession } from "../actions/context.ts";
import { applyFix } from "../actions/mend-names.ts";
import { Button, IconButton } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { Tabs } from "../components/tabs.tsx";
import { useShellText } from "../i18n/index.ts";
import { titleOfFix } from "../notebook/language-host.ts";
import { useRevealLine } from "../notebook/use-reveal-line.ts";
import { problemsOf } from "../state/session/session-state.ts";

const Problem = ({ problem }: { problem: Diagnostic }) => {
  const t = useShellText();
  const reveal = useRevealLine();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const { cellId, severity, message, line, column, fixes = [] } = problem;
  return (
    <li className="problem-row">
      <button type="button" className="problem" onClick={() => reveal(cellId, line, column)}>
        <span
          className={`problem-mark problem-${severity}`}
          role="img"
          aria-label={t(`problems:${severity}`)}
        >
          <Icon name={severity === "error" ? "error" : "warning"} />
        </span>
        <span className="problem-text">{message}</span>
        <code className="dim">
          {line > 0
            ? t("problems:where", { id: cellId, line, column })
            : t("problems:whereCell", { id: cellId })}
        </code>
      </button>
      {fixes.map((fix) => (
        <Button key={`${fix.kind}:${fix.text}`} look="plain" onPress={() => applyFix(context, tabId, fix)}>
          {titleOfFix(fix)}
        </Button>
      ))}
    </li>
  );
};

const Log = () => {
  const t = useShellText();
  const log = useTab(({ session }) => session.log);
  if (log.length === 0) return <p className="panel-empty">{t("problems:logEmpty")}</p>;
  return (
    <ol className="log">
      {log.map(({ number, cellId, level, text }) => (
        <li key={number} data-level={level}>
          <code className="dim">{cellId ?? "kernel"}</code>
          <code>{text}</code>
        </li>
      ))}
    </ol>
  );
};

export const ProblemsPanel = memo(() => {
  const t = useShellText();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const problems = useTab(({ session }) => problemsOf(session));
  const list =
    problems.length === 0 ? (
      <p className="panel-empty">{t("problems:none")}</p>
    ) : (
      <ul className="problems">
        {problems.map((problem) => (
          <Problem
            key={`${problem.cellId}:${problem.line}:${problem.column}:${problem.code}:${problem.message}`}
            problem={problem}
          />
        ))}
      </ul>
    );
  const close = () =>
    context.store.setState(({ layout }) => ({ layout: { ...layout, isProblemsOpen: false } }));
  return (
    <Tabs
      label={t("region:problems")}
      items={[
        {
          id: "problems",
          title: problems.length > 0 ? `${t("panel:problems")} ${problems.length}` : t("panel:problems"),
          content: list,
        },
        { id: "log", title: t("panel:log"), content: <Log /> },
      ]}
      trailing={
        <span className="tabs-trailing">
          <Button look="plain" onPress={() => dispatchSession(context, tabId, { type: "log-cleared" })}>
            {t("problems:clear")}
          </Button>
          <IconButton icon="chevronDown" label={t("problems:filter")} onPress={close} />
        </span>
      }
    />
  );
});
