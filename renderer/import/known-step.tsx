import { useEffect, useState } from "react";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useActions, useApp } from "../actions/actions-context.ts";
import { Icon } from "../components/icon.tsx";
import { Select } from "../components/select.tsx";
import { TextField } from "../components/text-field.tsx";
import { useShellText } from "../i18n/index.ts";
import { changeDraft } from "./import-actions.ts";
import { type KnownExample, knownExample } from "./known-example.ts";
import { type KnownDraft, knownKindsOf, type MappingDraft } from "./mapping-draft.ts";
import { missingKnown } from "./mapping-from-draft.ts";
import { useWizard } from "./use-wizard.ts";
import { WizardPage } from "./wizard-page.tsx";
import { columnNames } from "./wizard-state.ts";

const qualities = {
  "instant-column": "exact",
  "date-column": "date_only",
  "after-close": "assumed_lag",
  "after-period": "assumed_lag",
  arrival: "backfill",
} as const satisfies Record<KnownDraft["kind"], string>;

const Parameters = ({ draft }: { draft: MappingDraft }) => {
  const t = useShellText();
  const context = useActions();
  const columns = columnNames(useWizard());
  const { known } = draft;
  const isMissing = missingKnown(draft, columns).length > 0;
  const change = (part: Partial<KnownDraft>) =>
    changeDraft(context, { ...draft, known: { ...known, ...part } });
  if (known.kind === "instant-column" || known.kind === "date-column")
    return (
      <Select
        label={t("import:known:column")}
        value={columns.includes(known.column) ? known.column : ""}
        placeholder={t("import:map:chooseColumn")}
        isInvalid={isMissing}
        options={columns.map((name) => ({ value: name, label: name }))}
        onChange={(column) => change({ column })}
      />
    );
  if (known.kind === "after-close")
    return (
      <TextField
        label={t("import:known:minutes")}
        isNumeric
        isInvalid={isMissing}
        value={known.minutes}
        onChange={(minutes) => change({ minutes })}
      />
    );
  if (known.kind === "after-period")
    return (
      <TextField
        label={t("import:known:days")}
        isNumeric
        isInvalid={isMissing}
        value={known.days}
        onChange={(days) => change({ days })}
      />
    );
  return null;
};

const Example = ({ draft }: { draft: MappingDraft }) => {
  const t = useShellText();
  const context = useActions();
  const { inspection } = useWizard();
  const zone = useApp(
    ({ catalog }) => catalog?.markets.find(({ mic }) => mic === draft.mic)?.timeZone ?? "UTC",
  );
  const [example, setExample] = useState<KnownExample | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void knownExample(context.app, draft, inspection, zone, context.now()).then((made) => {
      if (isCurrent) setExample(made);
    });
    return () => {
      isCurrent = false;
    };
  }, [context, draft, inspection, zone]);
  if (!example) return <div className="known-example" />;
  const format = t(`import:dateFormat:${draft.dateFormat}`);
  return (
    <div className="known-example" role="status">
      {example.kind === "noExample" && <p className="dim">{t("import:known:noExample")}</p>}
      {example.kind === "instant" && (
        <>
          <p className="dim">{t("import:known:example")}</p>
          <p>
            <code>{example.from}</code> → <strong className="known-instant">{example.known}</strong>
          </p>
          <p className="dim">
            {t("import:known:quality")}{" "}
            <strong>{t(`import:known:qualities:${qualities[draft.known.kind]}`)}</strong>
          </p>
        </>
      )}
      {example.kind !== "noExample" && example.kind !== "instant" && (
        <p className="role-warning">
          <Icon name="warning" />
          {t(`import:known:${example.kind}`, { text: example.from, format, mic: draft.mic })}
        </p>
      )}
    </div>
  );
};

/** How the instant is set from which a backtest may see a row. */
export const KnownStep = () => {
  const t = useShellText();
  const context = useActions();
  const { draft } = useWizard();
  if (!draft) return null;
  const choose = (kind: string) =>
    changeDraft(context, { ...draft, known: { ...draft.known, kind: kind as KnownDraft["kind"] } });
  return (
    <WizardPage title={t("import:known:title")} text={t("import:known:text")}>
      <div className="known-page">
        <RadioGroup
          className="known-choices"
          aria-label={t("import:known:rule")}
          value={draft.known.kind}
          onChange={choose}
        >
          {knownKindsOf(draft.table).map((kind) => (
            <Radio key={kind} value={kind} className="known-choice">
              <i className="known-mark" aria-hidden="true" />
              <span>
                <strong>{t(`import:known:kind:${kind}`)}</strong>
                <span className="known-means">{t(`import:known:means:${kind}`)}</span>
              </span>
            </Radio>
          ))}
        </RadioGroup>
        <div className="known-side">
          <Parameters draft={draft} />
          <Example draft={draft} />
        </div>
      </div>
    </WizardPage>
  );
};
