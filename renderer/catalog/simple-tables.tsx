import type { Catalog } from "../../store/contract/catalog.ts";
import { useActions } from "../actions/actions-context.ts";
import { openBrowse } from "../actions/open-browse.ts";
import { formatNumber } from "../format/number-format.ts";
import { useShellText } from "../i18n/index.ts";
import { NameButton } from "./name-button.tsx";

const count = (n: number) => formatNumber(n, { digits: 0 });

/** Markets of a universe in the room there is: the code of one, the countries of several. */
const shortMarket: Readonly<Record<string, string>> = { XKRX: "KR", XNYS: "US", XLON: "UK", XHKG: "HK" };
const marketsText = (mics: readonly string[]): string =>
  mics.length === 1 ? mics[0]! : mics.map((mic) => shortMarket[mic] ?? mic).join(" ");

export const UniverseTable = ({ universes }: { universes: Catalog["universes"] }) => {
  const t = useShellText();
  return (
    <table className="catalog-table">
      <thead>
        <tr>
          <th>{t("catalog:name")}</th>
          <th className="right">{t("catalog:names")}</th>
          <th className="right">{t("catalog:markets_head")}</th>
        </tr>
      </thead>
      <tbody>
        {universes.map(({ id, label, names, mics }) => (
          <tr key={id} title={label}>
            <td className="mono">
              <NameButton name={id} />
            </td>
            <td className="right figure">{count(names)}</td>
            <td className="right dim">{marketsText(mics)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

export const MarketTable = ({ markets }: { markets: Catalog["markets"] }) => {
  const t = useShellText();
  const context = useActions();
  return (
    <table className="catalog-table">
      <tbody>
        {markets.map(({ mic, name, sessions, firstSession, lastSession, timeZone }) => (
          <tr key={mic} title={`${name}, ${timeZone}, ${firstSession} – ${lastSession}`}>
            <td className="mono">
              <NameButton name={mic} />
            </td>
            <td className="right dim">
              <button
                type="button"
                className="name-button"
                title={t("catalog:showCalendar", { name })}
                onClick={() => openBrowse(context, "calendar", { subject: mic })}
              >
                {t("catalog:sessions", { n: count(sessions) })}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

export const SchemaTable = ({ tables }: { tables: Catalog["tables"] }) => {
  const t = useShellText();
  return (
    <table className="catalog-table">
      <tbody>
        {tables.map(({ name, rows }) => (
          <tr key={name}>
            <td className="mono">
              <NameButton name={name} />
            </td>
            <td className="right dim">{t("catalog:rows", { n: count(rows) })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
