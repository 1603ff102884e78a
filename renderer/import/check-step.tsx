import { useActions } from "../actions/actions-context.ts";
import { Banner } from "../components/banner.tsx";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { useShellText } from "../i18n/index.ts";
import { DataTable } from "./data-table.tsx";
import { goTo } from "./import-actions.ts";
import { type Example, type MergedReport, mergeReports } from "./merge-reports.ts";
import { ProgressLine } from "./progress-line.tsx";
import { countText, useWizard } from "./use-wizard.ts";
import { WizardPage } from "./wizard-page.tsx";

const Summary = ({ report }: { report: MergedReport }) => {
  const t = useShellText();
  const entries: [string, string][] = [
    [t("import:check:rowsIn"), countText(report.rowsIn)],
    [t("import:check:rowsAdded"), countText(report.rowsAdded)],
    [t("import:check:rowsRevised"), countText(report.rowsRevised)],
    [t("import:check:rowsUnchanged"), countText(report.rowsUnchanged)],
    [t("import:check:rowsQuarantined"), countText(report.rowsQuarantined)],
    [t("import:check:instruments"), countText(report.instruments)],
    [t("import:check:created"), countText(report.instrumentsCreated)],
    [t("import:check:span"), report.firstDate ? `${report.firstDate} – ${report.lastDate}` : "–"],
  ];
  return (
    <dl className="import-summary" aria-label={t("import:check:thisFile")}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

const Checks = ({ report }: { report: MergedReport }) => {
  const t = useShellText();
  const most = Math.max(1, ...report.checks.map(({ rows }) => rows));
  return (
    <table className="import-table checks-table">
      <thead>
        <tr>
          <th scope="col">{t("import:check:check")}</th>
          <th scope="col">{t("import:check:severity")}</th>
          <th scope="col" className="right">
            {t("import:check:rows")}
          </th>
          <th scope="col">{t("import:check:reason")}</th>
        </tr>
      </thead>
      <tbody>
        {report.checks.map(({ check, severity, rows, reason }) => (
          <tr key={`${severity} ${check}`} data-severity={severity}>
            <td className="mono">{check}</td>
            <td>
              <span className="severity">
                <Icon name={severity === "blocking" ? "error" : "warning"} />
                {t(`import:check:${severity}`)}
              </span>
            </td>
            <td className="right figure">
              {countText(rows)}
              <span className="check-bar" aria-hidden="true">
                <i style={{ width: `${Math.max(2, (rows / most) * 100)}%` }} />
              </span>
            </td>
            <td>{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Rows = ({
  title,
  text,
  rows,
  isMany,
}: {
  title: string;
  text: string;
  rows: readonly Example[];
  isMany: boolean;
}) => {
  const t = useShellText();
  if (rows.length === 0) return null;
  return (
    <section className="import-block">
      <h3>
        {title} <span className="dim">{text}</span>
      </h3>
      <DataTable
        label={title}
        className="held-scroll"
        columns={[
          ...(isMany ? [{ title: t("import:check:file") }] : []),
          { title: t("import:check:line"), isNumber: true },
          { title: t("import:check:raw"), isCode: true },
          { title: t("import:check:column"), isCode: true },
          { title: t("import:check:reason") },
        ]}
        rows={rows.map(({ fileName, line, raw, column, reason }) => [
          ...(isMany ? [fileName] : []),
          countText(line),
          raw,
          column ?? "",
          reason,
        ])}
      />
    </section>
  );
};

/** What would become of every row, before anything is stored. */
export const CheckStep = () => {
  const t = useShellText();
  const context = useActions();
  const { files, reports, busy } = useWizard();
  const report = mergeReports(reports.map((each) => each.report));
  const isAllHeld = report.rowsIn > 0 && report.rowsQuarantined === report.rowsIn;
  const isMany = files.length > 1;
  return (
    <WizardPage
      title={t("import:check:title")}
      text={t("import:check:text")}
      actions={
        <Button isDisabled={busy !== null} onPress={() => goTo(context, "map")}>
          {t("import:check:backToMap")}
        </Button>
      }
    >
      {busy === "checking" && (
        <ProgressLine
          text={t("import:check:running", {
            name: files[Math.min(reports.length, files.length - 1)]?.name ?? "",
          })}
        />
      )}
      {reports.length > 0 && (
        <>
          <Summary report={report} />
          {isAllHeld && <Banner tone="warn" text={t("import:check:allHeld")} />}
          <section className="import-block">
            <h3>{t("import:check:checks")}</h3>
            {report.checks.length > 0 ? <Checks report={report} /> : <p>{t("import:check:none")}</p>}
          </section>
          <Rows
            title={t("import:check:held")}
            text={t("import:check:heldText")}
            rows={report.held}
            isMany={isMany}
          />
          <Rows title={t("import:check:warned")} text="" rows={report.warned} isMany={isMany} />
        </>
      )}
    </WizardPage>
  );
};
