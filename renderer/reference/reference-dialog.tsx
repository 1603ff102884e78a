import { useId, useState } from "react";
import { Button } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { SearchField } from "../components/search-field.tsx";
import { Tabs } from "../components/tabs.tsx";
import { useShellText } from "../i18n/index.ts";
import { type ReferenceEntry, searchReference } from "./reference-entries.ts";
import "./reference.css";

const MARKED = /`([^`]+)`/;

/** Text whose parts between backticks are code. */
const Marked = ({ text }: { text: string }) =>
  text.split(MARKED).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never change their order.
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );

const Entry = ({ entry }: { entry: ReferenceEntry }) => {
  const t = useShellText();
  return (
    // The reference is written in English whatever the language of the app.
    <article className="reference-entry" lang="en" aria-label={entry.name}>
      <h3>{entry.name}</h3>
      <code className="reference-signature">{entry.signature}</code>
      <p>
        <Marked text={entry.meaning} />
      </p>
      <dl>
        {entry.facts.map(({ about, text }) => (
          <div key={about}>
            <dt>{t(`reference:${about}`)}</dt>
            <dd>{about === "cell" ? <code>{text}</code> : <Marked text={text} />}</dd>
          </div>
        ))}
        <div>
          <dt>{t("reference:example")}</dt>
          <dd>
            <code>{entry.example.code}</code>
            <samp>{entry.example.output}</samp>
          </dd>
        </div>
      </dl>
    </article>
  );
};

const Page = ({ kind, query }: { kind: ReferenceEntry["kind"]; query: string }) => {
  const t = useShellText();
  const id = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const found = searchReference(query, kind);
  const entry = found.find(({ name }) => name === chosen) ?? found[0];
  if (!entry) return <p className="panel-empty">{t("reference:none")}</p>;
  const groups = query.trim() === "" ? [...new Set(found.map(({ group }) => group))] : [null];
  return (
    <div className="reference-page">
      <nav className="reference-list" aria-label={t(`reference:${kind}s`)}>
        {groups.map((group) => (
          <section key={group} lang="en">
            {group !== null && <h4>{group}</h4>}
            <ul>
              {found
                .filter((each) => group === null || each.group === group)
                .map(({ name }) => (
                  <li key={name}>
                    <button
                      type="button"
                      aria-current={name === entry.name || undefined}
                      aria-controls={id}
                      onClick={() => setChosen(name)}
                    >
                      {name}
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </nav>
      <div className="reference-shown" id={id}>
        <Entry entry={entry} />
      </div>
    </div>
  );
};

/** Every operator and metric with its formula, rules and example, to search in. */
export const ReferenceDialog = ({ onClose }: { onClose(): void }) => {
  const t = useShellText();
  const [query, setQuery] = useState("");
  return (
    <Dialog
      title={t("reference:title")}
      className="reference"
      footer={<Button onPress={onClose}>{t("settings:close")}</Button>}
      onClose={onClose}
    >
      <SearchField label={t("reference:search")} value={query} hasFocusAtFirst onChange={setQuery} />
      <Tabs
        label={t("reference:title")}
        trailing={<span className="dim">{t("reference:note")}</span>}
        items={(["operator", "metric"] as const).map((kind) => ({
          id: kind,
          title: t(`reference:${kind}s`),
          content: <Page kind={kind} query={query} />,
        }))}
      />
    </Dialog>
  );
};
