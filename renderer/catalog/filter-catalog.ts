import type { Catalog } from "../../store/contract/catalog.ts";

export type FoundCatalog = Pick<Catalog, "universes" | "fields" | "instruments" | "markets" | "tables">;

/** The part of the catalog whose names hold every word of the query. */
export const filterCatalog = (catalog: Catalog, query: string): FoundCatalog => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (...texts: string[]) => {
    const text = texts.join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return {
    universes: catalog.universes.filter(({ id, label }) => fits(id, label)),
    fields: catalog.fields.filter(({ name, description }) => fits(name, description)),
    instruments: catalog.instruments.filter(({ symbol, name, mic, sector }) =>
      fits(symbol, name, mic, sector),
    ),
    markets: catalog.markets.filter(({ mic, name }) => fits(mic, name)),
    tables: catalog.tables.filter(({ name }) => fits(name)),
  };
};
