import { memo, type ReactNode } from "react";
import { useActions, useApp, useTab } from "../actions/actions-context.ts";
import { updateTab } from "../actions/context.ts";
import { openBrowse } from "../actions/open-browse.ts";
import { Button } from "../components/button.tsx";
import { Section } from "../components/section.tsx";
import { Tabs } from "../components/tabs.tsx";
import { formatDuration } from "../format/date-format.ts";
import { useShellText } from "../i18n/index.ts";
import { focusCell } from "../notebook/focus-cell.ts";
import { previewShown } from "../outputs/value/shown-part.ts";
import { useLocale } from "../shell/use-locale.ts";

const Variables = () => {
  const t = useShellText();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const variables = useTab(({ session }) => session.variables);
  return (
    <Section title={t("inspector:variables")} detail={variables.length}>
      {variables.length === 0 && <p className="panel-empty">{t("inspector:noVariables")}</p>}
      <ul className="variables">
        {variables.map(({ name, type, preview, cellId }) => (
          <li key={name}>
            <button
              type="button"
              title={`${name}: ${type} = ${preview}`}
              onClick={() => {
                updateTab(context, tabId, (tab) => ({ ...tab, activeCellId: cellId }));
                focusCell(cellId);
              }}
            >
              <code>{name}</code>
              <code className="dim">{type}</code>
              <span>{previewShown({ type, preview })}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
};

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** Where the result of the chosen cell comes from: its code and inputs by hash, its run, its data. */
const Provenance = () => {
  const t = useShellText();
  const context = useActions();
  const locale = useLocale();
  const cellId = useTab((tab) => tab.activeCellId);
  const kind = useTab(
    ({ document }) => document.notebook.cells.find(({ id }) => id === cellId)?.kind ?? null,
  );
  const status = useTab(({ session }) => (cellId ? session.statuses[cellId] : undefined));
  const analysed = useTab(({ session }) => session.analysis?.cells.find((cell) => cell.cellId === cellId));
  const snapshot = useApp(({ catalog }) => catalog?.snapshot ?? null);
  const list = (ids: readonly string[] | undefined) =>
    ids?.length ? ids.join(", ") : t("inspector:nothing");
  return (
    <Section title={t("inspector:provenance")} {...(cellId ? { detail: cellId } : {})}>
      {!cellId || kind === "markdown" || kind === null ? (
        <p className="panel-empty">{t("inspector:noCell")}</p>
      ) : (
        <dl className="facts">
          <Row name={t("inspector:state")}>{t(`cell:${status?.state ?? "idle"}`)}</Row>
          <Row name={t("inspector:run")}>
            {status?.runNumber ? String(status.runNumber) : t("inspector:never")}
          </Row>
          {status?.durationMs != null && (
            <Row name={t("inspector:duration")}>{formatDuration(status.durationMs, locale)}</Row>
          )}
          {status?.inputHash && (
            <Row name={t("inspector:inputHash")}>
              <code title={status.inputHash}>sha256 {status.inputHash.slice(0, 12)}</code>
            </Row>
          )}
          {snapshot && (
            <Row name={t("inspector:snapshot")}>
              {snapshot.name} <code title={snapshot.id}>{snapshot.id.slice(0, 8)}</code>
            </Row>
          )}
          <Row name={t("inspector:reads")}>
            <code>{list(analysed?.needs)}</code>
          </Row>
          <Row name={t("inspector:readBy")}>
            <code>{list(analysed?.neededBy)}</code>
          </Row>
          {analysed && (
            <Row name={t("inspector:weight")}>
              {t(analysed.isHeavy ? "inspector:heavy" : "inspector:light")}
            </Row>
          )}
          <Row name={t("inspector:value")}>
            <Button look="plain" onPress={() => openBrowse(context, "explain")}>
              {t("browse:explain")}
            </Button>
          </Row>
        </dl>
      )}
    </Section>
  );
};

export const InspectorPanel = memo(() => {
  const t = useShellText();
  const content = (
    <>
      <Variables />
      <Provenance />
    </>
  );
  return (
    <Tabs label={t("region:inspector")} items={[{ id: "inspector", title: t("panel:inspector"), content }]} />
  );
});
