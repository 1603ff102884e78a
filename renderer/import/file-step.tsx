import { useState } from "react";
import type { FileFormat } from "../../store/contract/import.ts";
import { useActions } from "../actions/actions-context.ts";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { Select } from "../components/select.tsx";
import { formatNumber } from "../format/number-format.ts";
import { useShellText } from "../i18n/index.ts";
import { DataTable } from "./data-table.tsx";
import { chooseMapping, dropFiles, inspectFile, pickFiles } from "./import-actions.ts";
import { useWizard } from "./use-wizard.ts";
import { WizardPage } from "./wizard-page.tsx";

const MEGABYTE = 1_000_000;
const formatNames: Readonly<Record<FileFormat["kind"], string>> = {
  csv: "CSV",
  parquet: "Parquet",
  jsonl: "JSON",
  arrow: "Arrow",
  "sec-company-facts": "SEC company facts",
};

type CsvFormat = Extract<FileFormat, { kind: "csv" }>;

const CsvChoices = ({ format }: { format: CsvFormat }) => {
  const t = useShellText();
  const context = useActions();
  const change = (part: Partial<CsvFormat>) => void inspectFile(context, { ...format, ...part });
  const delimiters = [
    { value: ",", label: "," },
    { value: ";", label: ";" },
    { value: "\t", label: t("import:file:tab") },
    { value: "|", label: "|" },
    { value: " ", label: t("import:file:space") },
  ];
  const present = delimiters.some(({ value }) => value === format.delimiter)
    ? delimiters
    : [...delimiters, { value: format.delimiter, label: format.delimiter }];
  return (
    <>
      <Select
        label={t("import:file:delimiter")}
        value={format.delimiter}
        options={present}
        onChange={(delimiter) => change({ delimiter })}
      />
      <Select
        label={t("import:file:encoding")}
        value={format.encoding}
        options={(["utf-8", "utf-16", "latin-1", "euc-kr"] as const).map((value) => ({
          value,
          label: value.toUpperCase(),
        }))}
        onChange={(encoding) => change({ encoding })}
      />
      <Select
        label={t("import:file:decimal")}
        value={format.decimal}
        options={[
          { value: ".", label: "1234.5" },
          { value: ",", label: "1234,5" },
        ]}
        onChange={(decimal) => change({ decimal })}
      />
      <label className="check-field">
        <input
          type="checkbox"
          checked={format.hasHeader}
          onChange={(event) => change({ hasHeader: event.target.checked })}
        />
        {t("import:file:header")}
      </label>
    </>
  );
};

const Fitting = () => {
  const t = useShellText();
  const context = useActions();
  const { mappings, inspection, draft } = useWizard();
  const fitting = mappings.filter(({ mapping }) => inspection?.fitting.includes(mapping.name));
  if (fitting.length === 0) return null;
  return (
    <section className="import-block">
      <h3>{t("import:file:fitting")}</h3>
      <p className="dim">{t("import:file:fittingText")}</p>
      <ul className="mapping-list">
        {fitting.map((listed) => (
          <li key={listed.mapping.name}>
            <Button
              {...(draft?.name === listed.mapping.name ? { icon: "check" as const } : {})}
              onPress={() => void chooseMapping(context, listed)}
            >
              {listed.mapping.name}
            </Button>
            <span className="dim">
              {t(`import:table:${listed.mapping.target.table}`)}
              {listed.isReadyMade && `, ${t("import:file:readyMade")}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** Choosing files, and how the first of them looks. */
export const FileStep = () => {
  const t = useShellText();
  const context = useActions();
  const { files, inspection, busy, draft } = useWizard();
  const [isOver, setOver] = useState(false);
  const file = files[0];
  const isReading = busy === "inspecting";
  return (
    <WizardPage title={t("import:file:title")} text={t("import:file:text")}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the button in it. */}
      <div
        className="file-line"
        data-drop={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void dropFiles(context, [...event.dataTransfer.files]);
        }}
      >
        <Button icon="folder" isDisabled={isReading} onPress={() => void pickFiles(context)}>
          {t(file ? "import:file:pickOther" : "import:file:pick")}
        </Button>
        {file ? (
          <p>
            <Icon name="file" /> <strong>{file.name}</strong>{" "}
            <span className="dim">
              {t("import:file:size", { n: formatNumber(file.sizeBytes / MEGABYTE, { digits: 1 }) })}
              {files.length > 1 && `. ${t("import:file:others", { n: files.length - 1 })}`}
            </span>
          </p>
        ) : (
          <p className="dim">{t("import:file:drop")}</p>
        )}
      </div>
      {isReading && file && <p role="status">{t("import:file:reading", { name: file.name })}</p>}
      {inspection && (
        <>
          <div className="import-choices">
            <span className="field">
              <span className="field-label">{t("import:file:format")}</span>
              <span className="field-fixed">{formatNames[inspection.format.kind]}</span>
            </span>
            {inspection.format.kind === "csv" && <CsvChoices format={inspection.format} />}
          </div>
          <section className="import-block">
            <h3>
              {t("import:file:preview")}{" "}
              <span className="dim">
                {t("import:file:previewOf", { columns: inspection.columns.length })}
              </span>
            </h3>
            <DataTable
              label={t("import:file:preview")}
              className="preview-scroll"
              columns={inspection.columns.map(({ name }) => ({ title: name, isCode: true }))}
              rows={inspection.preview}
            />
          </section>
          <p className="dim">
            {inspection.guess && draft
              ? t("import:file:guessed", { table: t(`import:table:${draft.table}`) })
              : t("import:file:noGuess")}
          </p>
          <Fitting />
        </>
      )}
    </WizardPage>
  );
};
