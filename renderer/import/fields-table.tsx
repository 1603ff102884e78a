import { useActions, useApp } from "../actions/actions-context.ts";
import { Button, IconButton } from "../components/button.tsx";
import { Select } from "../components/select.tsx";
import { TextField } from "../components/text-field.tsx";
import { useShellText } from "../i18n/index.ts";
import { changeDraft } from "./import-actions.ts";
import { type FieldDraft, type MappingDraft, newField } from "./mapping-draft.ts";
import { missingColumns } from "./mapping-from-draft.ts";
import { useWizard } from "./use-wizard.ts";
import { columnNames } from "./wizard-state.ts";

const units = ["currency", "shares", "ratio", "currency per share", "count", "percent"];

/** The fields that a file of fundamentals brings: where from, their name, unit and how long a value holds. */
export const FieldsTable = ({ draft }: { draft: MappingDraft }) => {
  const t = useShellText();
  const context = useActions();
  const columns = columnNames(useWizard());
  const known = useApp(({ catalog }) => catalog?.fields.map(({ name }) => name) ?? []);
  const missing = missingColumns(draft, columns);
  const isWide = draft.shape === "wide";
  const setFields = (fields: readonly FieldDraft[]) => changeDraft(context, { ...draft, fields });
  const change = (index: number, part: Partial<FieldDraft>) =>
    setFields(draft.fields.map((field, at) => (at === index ? { ...field, ...part } : field)));
  const isAt = (kind: string, from: string) =>
    missing.some((each) => each.kind === kind && "from" in each && each.from === from);
  const roleColumns = Object.values(draft.sources).flatMap((source) =>
    "column" in source ? [source.column] : [],
  );
  const free = columns.find(
    (name) => !roleColumns.includes(name) && !draft.fields.some(({ from }) => from === name),
  );
  const add = () => setFields([...draft.fields, newField(isWide ? (free ?? columns[0] ?? "") : "")]);
  return (
    <section className="import-block">
      <h3>
        {t("import:map:fields")} <span className="dim">{t("import:map:fieldsText")}</span>
      </h3>
      <table className="import-table fields-table">
        <thead>
          <tr>
            <th scope="col">{t(isWide ? "import:map:column" : "import:map:textInColumn")}</th>
            <th scope="col">{t("import:map:name")}</th>
            <th scope="col">{t("import:map:unit")}</th>
            <th scope="col">{t("import:map:ttl")}</th>
            <th scope="col">{t("import:map:description")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {draft.fields.map((field, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: every other part of a field can be typed over.
            <tr key={index} data-field={field.name}>
              <td>
                {isWide ? (
                  <Select
                    label={t("import:map:column")}
                    isLabelHidden
                    value={field.from}
                    isInvalid={!columns.includes(field.from)}
                    options={(columns.includes(field.from) ? columns : [field.from, ...columns]).map(
                      (name) => ({
                        value: name,
                        label: name,
                      }),
                    )}
                    onChange={(from) => change(index, { from })}
                  />
                ) : (
                  <TextField
                    label={t("import:map:textInColumn")}
                    isLabelHidden
                    isCode
                    value={field.from}
                    onChange={(from) => change(index, { from })}
                  />
                )}
              </td>
              <td>
                <TextField
                  label={t("import:map:name")}
                  isLabelHidden
                  isCode
                  isInvalid={isAt("field-name", field.from)}
                  value={field.name}
                  onChange={(name) => change(index, { name })}
                />
                {known.includes(field.name) && <small className="dim">{t("import:map:exists")}</small>}
              </td>
              <td>
                <TextField
                  label={t("import:map:unit")}
                  isLabelHidden
                  value={field.unit}
                  suggestions={units}
                  listId={`units-${index}`}
                  onChange={(unit) => change(index, { unit })}
                />
              </td>
              <td className="narrow">
                <TextField
                  label={t("import:map:ttl")}
                  isLabelHidden
                  isNumeric
                  isInvalid={isAt("field-ttl", field.from)}
                  value={field.ttlDays}
                  onChange={(ttlDays) => change(index, { ttlDays })}
                />
              </td>
              <td>
                <TextField
                  label={t("import:map:description")}
                  isLabelHidden
                  value={field.description}
                  onChange={(description) => change(index, { description })}
                />
              </td>
              <td className="narrow">
                <IconButton
                  icon="close"
                  label={t("import:map:removeField", { name: field.name })}
                  onPress={() => setFields(draft.fields.filter((_, at) => at !== index))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button icon="plus" look="plain" onPress={add}>
        {t("import:map:addField")}
      </Button>
    </section>
  );
};
