import type { Catalog } from "../../store/contract/catalog.ts";
import { formatNumber, formatPercent } from "../format/number-format.ts";
import { useShellText } from "../i18n/index.ts";
import { NameButton } from "./name-button.tsx";

const THIN_COVERAGE = 0.8;

export const FieldTable = ({ fields }: { fields: Catalog["fields"] }) => {
  const t = useShellText();
  return (
    <table className="catalog-table field-table">
      <thead>
        <tr>
          <th>{t("catalog:name")}</th>
          <th colSpan={2} className="right">
            {t("catalog:coverage")}
          </th>
          <th className="right">{t("catalog:age")}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const isThin = field.coverage < THIN_COVERAGE;
          return (
            <tr key={field.name} data-thin={isThin || undefined} title={field.description}>
              <td className="mono">
                <NameButton name={field.name} />
              </td>
              <td className="coverage-cell">
                <span className="coverage-bar" title={isThin ? t("catalog:thin") : undefined}>
                  <i style={{ width: `${Math.round(field.coverage * 100)}%` }} />
                </span>
              </td>
              <td className="right figure">{formatPercent(field.coverage)}</td>
              <td className="right dim">
                {t("catalog:days", { n: formatNumber(Math.round(field.ageDays), { digits: 0 }) })}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
