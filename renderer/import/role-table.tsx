import { useActions } from "../actions/actions-context.ts";
import { Icon } from "../components/icon.tsx";
import { Select } from "../components/select.tsx";
import { TextField } from "../components/text-field.tsx";
import { useShellText } from "../i18n/index.ts";
import { changeDraft } from "./import-actions.ts";
import { type MappingDraft, withSource } from "./mapping-draft.ts";
import { missingColumns } from "./mapping-from-draft.ts";
import { parseDate } from "./parse-date.ts";
import { isDateRole, type RoleShape, rolesOf } from "./roles.ts";
import { useWizard } from "./use-wizard.ts";
import { columnNames } from "./wizard-state.ts";

const NONE = "none";
const FIXED = "fixed";
const columnValue = (name: string) => `column ${name}`;

const RoleRow = ({ draft, shape }: { draft: MappingDraft; shape: RoleShape }) => {
  const t = useShellText();
  const context = useActions();
  const state = useWizard();
  const { role, isRequired } = shape;
  const columns = columnNames(state);
  const source = draft.sources[role];
  const name = t(`import:role:${role}`);
  const isMissing = missingColumns(draft, columns).some((each) => "role" in each && each.role === role);
  const shown =
    source && "column" in source
      ? state.inspection?.columns.find((each) => each.name === source.column)
      : null;
  const known = source && "column" in source && !columns.includes(source.column) ? [source.column] : [];
  const samples = shown?.samples.filter((sample) => sample !== "").slice(0, 3) ?? [];
  const isMiswritten =
    isDateRole(role) && samples.some((sample) => parseDate(sample, draft.dateFormat) === null);
  const choose = (value: string) => {
    const next =
      value === NONE
        ? null
        : value === FIXED
          ? { constant: "" }
          : { column: value.slice(columnValue("").length) };
    changeDraft(context, withSource(draft, role, next));
  };
  return (
    <tr data-missing={isMissing || undefined} data-role={role}>
      <th scope="row">
        <span className="role-name">{name}</span>{" "}
        {isRequired && <small className="role-need">{t("import:map:required")}</small>}
      </th>
      <td>
        <Select
          label={t("import:map:sourceOf", { role: name })}
          isLabelHidden
          isInvalid={isMissing}
          value={!source ? NONE : "column" in source ? columnValue(source.column) : FIXED}
          options={[
            { value: NONE, label: isRequired ? t("import:map:chooseColumn") : t("import:map:notInFile") },
            ...[...known, ...columns].map((each) => ({ value: columnValue(each), label: each })),
            { value: FIXED, label: t("import:map:fixed") },
          ]}
          onChange={choose}
        />
      </td>
      <td>
        {source && "constant" in source ? (
          <TextField
            label={t("import:map:fixedValue", { role: name })}
            isLabelHidden
            isCode
            isInvalid={isMissing}
            value={String(source.constant)}
            onChange={(constant) => changeDraft(context, withSource(draft, role, { constant }))}
          />
        ) : (
          <span className="mono role-samples">{samples.join("   ")}</span>
        )}
        {isMiswritten && (
          <span className="role-warning">
            <Icon name="warning" />
            {t("import:map:notDate", { format: t(`import:dateFormat:${draft.dateFormat}`) })}
          </span>
        )}
      </td>
    </tr>
  );
};

/** Each value of a row, and the column or the fixed value it is taken from. */
export const RoleTable = ({ draft }: { draft: MappingDraft }) => {
  const t = useShellText();
  return (
    <table className="import-table role-table">
      <thead>
        <tr>
          <th scope="col">{t("import:map:needs")}</th>
          <th scope="col">{t("import:map:from")}</th>
          <th scope="col">{t("import:map:firstValue")}</th>
        </tr>
      </thead>
      <tbody>
        {rolesOf(draft.table, draft.shape).map((shape) => (
          <RoleRow key={shape.role} draft={draft} shape={shape} />
        ))}
      </tbody>
    </table>
  );
};
