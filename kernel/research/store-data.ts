import { nearestName } from "../../engine/index.ts";
import type { CrossSection, FactHistory } from "../../store/contract/store-contract.ts";
import { formatInstant, parseInstant } from "./dates.ts";
import { ResearchError } from "./research-error.ts";
import type { ResearchHost } from "./research-host.ts";

/** The newest instant there is: the store cuts it at the snapshot, the host at the notebook's clock. */
const LATEST = 8_640_000_000_000_000 - 1;

const rowsOf = <F extends string>(section: CrossSection): CrossSectionRow<F>[] =>
  section.iid.map((iid, index) => {
    const row: Record<string, string | number | null> = {
      iid,
      name: section.name[index]!,
      mic: section.mic[index]!,
      currency: section.currency[index]!,
    };
    for (const { field, value } of section.values)
      row[field] = Number.isNaN(value[index]) ? null : value[index]!;
    return row as CrossSectionRow<F>;
  });

export const universeIdOf = (universe: unknown): string =>
  typeof universe === "string" ? universe : String((universe as { id?: unknown } | null)?.id ?? "");

/** The `data` of the research API. */
export const createStoreData = (host: ResearchHost) =>
  Object.freeze({
    universe: (id: string) => {
      const names = host.names();
      const found = names?.universes.find((universe) => universe.id === id);
      if (names && !found) {
        const nearest = nearestName(
          id,
          names.universes.map((universe) => universe.id),
        );
        const hint = nearest ? ` Did you mean "${nearest}"?` : "";
        throw new ResearchError("unknown-universe", `There is no universe "${id}" in the store.${hint}`);
      }
      return Object.freeze({
        id,
        label: found?.label ?? id,
        names: found?.names ?? 0,
        markets: found?.mics ?? [],
      });
    },
    crossSection: async <F extends string>(request: {
      readonly universe: unknown;
      readonly fields: readonly F[];
      readonly at?: string;
    }): Promise<CrossSectionRow<F>[]> => {
      const at = request.at === undefined ? (host.asOf() ?? LATEST) : parseInstant("at", request.at);
      const asked = { universe: universeIdOf(request.universe), fields: [...request.fields], at };
      return rowsOf<F>((await host.request("cross-section/read", asked)) as CrossSection);
    },
    facts: async (iid: string, field: string, options: { readonly at?: string } = {}): Promise<Fact[]> => {
      const at = options.at === undefined ? host.asOf() : parseInstant("at", options.at);
      const history = (await host.request("facts/history", { instrument: iid, field, at })) as FactHistory;
      return history.rows.map((row) => ({ ...row, knownAt: formatInstant(row.knownAt) }));
    },
  });
