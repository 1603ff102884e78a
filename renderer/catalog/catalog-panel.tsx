import { memo, useMemo, useState } from "react";
import { useActions, useApp } from "../actions/actions-context.ts";
import { openBrowse } from "../actions/open-browse.ts";
import { loadCatalog } from "../actions/start-app.ts";
import { Button, IconButton } from "../components/button.tsx";
import { SearchField } from "../components/search-field.tsx";
import { Section } from "../components/section.tsx";
import { Tabs } from "../components/tabs.tsx";
import { formatNumber } from "../format/number-format.ts";
import { useShellText } from "../i18n/index.ts";
import { openImport } from "../import/import-actions.ts";
import { browseViews } from "../state/browse-state.ts";
import { FieldTable } from "./field-table.tsx";
import { filterCatalog } from "./filter-catalog.ts";
import { InstrumentList } from "./instrument-list.tsx";
import { Outline } from "./outline.tsx";
import { MarketTable, SchemaTable, UniverseTable } from "./simple-tables.tsx";

const Browse = () => {
  const t = useShellText();
  const context = useActions();
  const catalog = useApp((state) => state.catalog);
  const message = useApp((state) => state.catalogMessage);
  const [query, setQuery] = useState("");
  const found = useMemo(() => (catalog ? filterCatalog(catalog, query) : null), [catalog, query]);
  if (!found)
    return (
      <div className="panel-empty">
        {message === null ? t("catalog:loading") : t("banner:catalogFailed", { message })}
        {message !== null && (
          <>
            <Button onPress={() => void loadCatalog(context)}>{t("catalog:retry")}</Button>
            <Button onPress={() => openBrowse(context, "snapshots")}>{t("command:data.snapshots")}</Button>
          </>
        )}
      </div>
    );
  const isEmpty = Object.values(found).every((part) => part.length === 0);
  const count = (n: number) => formatNumber(n, { digits: 0 });
  return (
    <>
      <SearchField label={t("catalog:search")} value={query} onChange={setQuery} />
      <nav className="catalog-views" aria-label={t("browse:views")}>
        {browseViews.map((view) => (
          <button key={view} type="button" onClick={() => openBrowse(context, view)}>
            {t(`browse:${view}`)}
          </button>
        ))}
      </nav>
      {isEmpty && <p className="panel-empty">{t("catalog:noMatch")}</p>}
      {found.universes.length > 0 && (
        <Section title={t("catalog:universes")} detail={found.universes.length}>
          <UniverseTable universes={found.universes} />
        </Section>
      )}
      {found.fields.length > 0 && (
        <Section title={t("catalog:fields")} detail={found.fields.length}>
          <FieldTable fields={found.fields} />
        </Section>
      )}
      {found.instruments.length > 0 && (
        <Section
          title={t("catalog:instruments")}
          detail={t("catalog:delistedKept", { n: count(found.instruments.length) })}
        >
          <InstrumentList instruments={found.instruments} />
        </Section>
      )}
      {found.tables.length > 0 && (
        <Section
          title={t("catalog:tables")}
          detail={t("catalog:tableCount", { n: found.tables.length })}
          isOpenAtFirst={false}
        >
          <SchemaTable tables={found.tables} />
        </Section>
      )}
      {found.markets.length > 0 && (
        <Section title={t("catalog:markets")} detail={found.markets.length} isOpenAtFirst={false}>
          <MarketTable markets={found.markets} />
        </Section>
      )}
    </>
  );
};

export const CatalogPanel = memo(() => {
  const t = useShellText();
  const context = useActions();
  return (
    <Tabs
      label={t("region:catalog")}
      trailing={
        <div className="tabs-trailing">
          <IconButton icon="import" label={t("import:button")} onPress={() => openImport(context)} />
        </div>
      }
      items={[
        { id: "catalog", title: t("panel:catalog"), content: <Browse /> },
        { id: "outline", title: t("panel:outline"), content: <Outline /> },
      ]}
    />
  );
});
