import type { Catalog } from "../../store/contract/catalog.ts";
import { useActions, useApp } from "../actions/actions-context.ts";
import { Select } from "../components/select.tsx";
import { useShellText } from "../i18n/index.ts";
import { FieldsTable } from "./fields-table.tsx";
import { changeDraft } from "./import-actions.ts";
import { dateFormats, type MappingDraft, withTable } from "./mapping-draft.ts";
import { MappingMenu } from "./mapping-menu.tsx";
import { RoleTable } from "./role-table.tsx";
import { hasInstrument, hasMarket, isDateRole, rolesOf, targetTables } from "./roles.ts";
import { useWizard } from "./use-wizard.ts";
import { WizardPage } from "./wizard-page.tsx";
import { columnNames } from "./wizard-state.ts";

const schemes = ["symbol", "iid", "isin", "sedol", "cusip", "figi", "cik"];

/** Columns that nothing is read from: said, so that nothing is left behind without notice. */
const unusedColumns = (draft: MappingDraft, columns: readonly string[]): string[] => {
  const roles = rolesOf(draft.table, draft.shape);
  const used = new Set<string>([draft.known.column]);
  for (const { role } of roles) {
    const source = draft.sources[role];
    if (source && "column" in source) used.add(source.column);
  }
  if (draft.table === "fundamentals" && draft.shape === "wide")
    for (const { from } of draft.fields) used.add(from);
  return columns.filter((name) => !used.has(name));
};

/** The markets of the store, and the one of the mapping even if the store does not have it. */
const marketOptions = (mic: string, markets: Catalog["markets"]) => {
  const known = markets.map((market) => ({ value: market.mic, label: `${market.mic} ${market.name}` }));
  return mic === "" || markets.some((market) => market.mic === mic)
    ? known
    : [{ value: mic, label: mic }, ...known];
};

/** What the rows are and where each value is. */
export const MapStep = () => {
  const t = useShellText();
  const context = useActions();
  const state = useWizard();
  const markets = useApp(({ catalog }) => catalog?.markets ?? []);
  const { draft } = state;
  if (!draft) return null;
  const columns = columnNames(state);
  const change = (part: Partial<MappingDraft>) => changeDraft(context, { ...draft, ...part });
  const unused = unusedColumns(draft, columns);
  const hasDates = rolesOf(draft.table, draft.shape).some(({ role }) => isDateRole(role));
  const schemeNames = schemes.includes(draft.scheme) ? schemes : [...schemes, draft.scheme];
  return (
    <WizardPage title={t("import:map:title")} text={t("import:map:text")} actions={<MappingMenu />}>
      <div className="import-choices">
        <Select
          label={t("import:map:rowsAre")}
          value={draft.table}
          options={targetTables.map((value) => ({ value, label: t(`import:table:${value}`) }))}
          onChange={(table) => changeDraft(context, withTable(draft, table))}
        />
        {draft.table === "fundamentals" && (
          <Select
            label={t("import:map:shape")}
            value={draft.shape}
            options={(["wide", "long"] as const).map((value) => ({
              value,
              label: t(`import:shape:${value}`),
            }))}
            onChange={(shape) => change({ shape })}
          />
        )}
        {hasMarket(draft.table) && (
          <Select
            label={t("import:map:market")}
            value={draft.mic}
            placeholder={t("import:map:newMarket")}
            isInvalid={draft.mic === ""}
            options={marketOptions(draft.mic, markets)}
            onChange={(mic) => change({ mic })}
          />
        )}
        {hasInstrument(draft.table) && (
          <Select
            label={t("import:map:scheme")}
            value={draft.scheme}
            options={schemeNames.map((value) => ({
              value,
              label:
                value === "iid"
                  ? t("import:map:schemeIid")
                  : value === "symbol"
                    ? t("import:map:schemeSymbol")
                    : value.toUpperCase(),
            }))}
            onChange={(scheme) => change({ scheme })}
          />
        )}
        {hasDates && (
          <Select
            label={t("import:map:dateFormat")}
            value={draft.dateFormat}
            options={dateFormats.map((value) => ({ value, label: t(`import:dateFormat:${value}`) }))}
            onChange={(dateFormat) => change({ dateFormat })}
          />
        )}
      </div>
      {hasInstrument(draft.table) && (
        <label className="check-field">
          <input
            type="checkbox"
            checked={draft.createsUnknown}
            onChange={(event) => change({ createsUnknown: event.target.checked })}
          />
          {t("import:map:createsUnknown")}
        </label>
      )}
      <RoleTable draft={draft} />
      {draft.table === "fundamentals" && <FieldsTable draft={draft} />}
      <p className="dim import-unused">
        {unused.length > 0
          ? t("import:map:unused", { names: unused.slice(0, 40).join(", ") })
          : t("import:map:allUsed")}
      </p>
    </WizardPage>
  );
};
