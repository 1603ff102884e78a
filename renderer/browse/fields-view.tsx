import { useState } from "react";
import { useApp } from "../actions/actions-context.ts";
import { NameButton } from "../catalog/name-button.tsx";
import { SearchField } from "../components/search-field.tsx";
import { formatInstant } from "../format/date-format.ts";
import { formatNumber, formatPercent, NO_VALUE } from "../format/number-format.ts";
import { type ShellKey, useShellText } from "../i18n/index.ts";

const THIN_COVERAGE = 0.8;

/** Every field with what one must know before using it: how much of it there is, how fresh, how often restated. */
export const FieldsView = () => {
  const t = useShellText();
  const fields = useApp(({ catalog }) => catalog?.fields ?? []);
  const [query, setQuery] = useState("");
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = fields.filter(({ name, description, kind, unit }) => {
    const text = `${name} ${description} ${kind} ${unit}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const days = (n: number) => t("browse:days", { n: formatNumber(Math.round(n), { digits: 0 }) });
  return (
    <div className="browse-page">
      <div className="browse-bar">
        <SearchField label={t("browse:search")} value={query} hasFocusAtFirst onChange={setQuery} />
        <span className="dim">{t("browse:insertHelp")}</span>
      </div>
      <div className="browse-scroll">
        <table className="catalog-table browse-table" aria-label={t("browse:fields")}>
          <thead>
            <tr>
              <th>{t("browse:name")}</th>
              <th>{t("browse:kind")}</th>
              <th>{t("browse:unit")}</th>
              <th colSpan={2} className="right">
                {t("browse:coverage")}
              </th>
              <th className="right">{t("browse:age")}</th>
              <th>{t("browse:newest")}</th>
              <th className="right">{t("browse:restated")}</th>
              <th className="right">{t("browse:ttl")}</th>
              <th>{t("browse:description")}</th>
            </tr>
          </thead>
          <tbody>
            {found.map((field) => (
              <tr key={field.name} data-thin={field.coverage < THIN_COVERAGE || undefined}>
                <td className="mono">
                  <NameButton name={field.name} />
                </td>
                <td>{t(`browse:kind_${field.kind}` as ShellKey)}</td>
                <td>{field.unit}</td>
                <td className="coverage-cell">
                  <span
                    className="coverage-bar"
                    title={field.coverage < THIN_COVERAGE ? t("catalog:thin") : undefined}
                  >
                    <i style={{ width: `${Math.round(field.coverage * 100)}%` }} />
                  </span>
                </td>
                <td className="right figure">{formatPercent(field.coverage)}</td>
                <td className="right">{days(field.ageDays)}</td>
                <td className="dim">
                  {field.newestKnownAt === null ? NO_VALUE : formatInstant(field.newestKnownAt)}
                </td>
                <td className="right">{formatPercent(field.restatementRate)}</td>
                <td className="right">
                  {field.ttlDays === null ? t("browse:forEver") : days(field.ttlDays)}
                </td>
                <td className="browse-text">{field.description}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {found.length === 0 && <p className="panel-empty">{t("catalog:noMatch")}</p>}
      </div>
    </div>
  );
};

/** The universes: how many names they hold now, and where those are listed. */
export const UniversesView = () => {
  const t = useShellText();
  const universes = useApp(({ catalog }) => catalog?.universes ?? []);
  return (
    <div className="browse-page">
      <div className="browse-scroll">
        <table className="catalog-table browse-table" aria-label={t("browse:universes")}>
          <thead>
            <tr>
              <th>{t("browse:name")}</th>
              <th>{t("browse:label")}</th>
              <th className="right">{t("browse:members")}</th>
              <th>{t("browse:markets")}</th>
            </tr>
          </thead>
          <tbody>
            {universes.map(({ id, label, names, mics }) => (
              <tr key={id}>
                <td className="mono">
                  <NameButton name={id} />
                </td>
                <td className="browse-text">{label}</td>
                <td className="right figure">{formatNumber(names, { digits: 0 })}</td>
                <td className="dim">{mics.join(" ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
};
