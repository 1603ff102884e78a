import type { Catalog } from "../../store/contract/catalog.ts";

/** What the type check needs to know of the store; null while it is not known, and then any name passes. */
export type StoreNames = Pick<Catalog, "fields" | "universes" | "markets"> | null;

const docOf = (text: string): string => `/** ${text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ")} */`;

const membersOf = (entries: readonly { name: string; doc: string }[], type: string): string =>
  entries.map(({ name, doc }) => `  ${docOf(doc)}\n  readonly ${JSON.stringify(name)}: ${type};`).join("\n");

/** Declarations of the store's fields, universes and markets as literal types, merged into the research API's. */
export const declareStoreNames = (names: StoreNames): string => {
  if (!names) {
    const open = (name: string, type: string) =>
      `interface ${name} {\n  readonly [name: string]: ${type};\n}`;
    return [open("StoreFields", "Factor"), open("StoreUniverses", "true"), open("StoreMarkets", "true")].join(
      "\n",
    );
  }
  const fields = names.fields.map(({ name, unit, description, kind }) => ({
    name,
    doc: `${description} (${kind}${unit ? `, ${unit}` : ""})`,
  }));
  const universes = names.universes.map(({ id, label, names: count }) => ({
    name: id,
    doc: `${label}, ${count} names`,
  }));
  const markets = names.markets.map(({ mic, name, currency }) => ({
    name: mic,
    doc: `${name}, ${currency}`,
  }));
  return [
    `interface StoreFields {\n${membersOf(fields, "Factor")}\n}`,
    `interface StoreUniverses {\n${membersOf(universes, "true")}\n}`,
    `interface StoreMarkets {\n${membersOf(markets, "true")}\n}`,
    "",
  ].join("\n");
};
