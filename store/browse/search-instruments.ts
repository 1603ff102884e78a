import { toIsoDate } from "../catalog/iso-date.ts";
import type { InstrumentMatch } from "../contract/browse.ts";
import { groupBy } from "../panel/group-by.ts";
import { NEVER } from "../panel/panel-events.ts";
import { type Identifier, isValidOn } from "./resolve-identifiers.ts";

export interface NamedInstrument {
  readonly iid: string;
  readonly name: string;
  readonly mic: string;
  readonly listedOn: number;
  /** NEVER while listed. */
  readonly delistedOn: number;
}

interface Entry extends Identifier {
  readonly text: string;
  readonly instrument: NamedInstrument;
}

/** Everything an instrument can be found by, with the text already folded. */
export interface InstrumentIndex {
  readonly entries: readonly Entry[];
  readonly symbols: ReadonlyMap<string, readonly Identifier[]>;
  readonly names: ReadonlyMap<string, readonly Identifier[]>;
}

export const foldText = (text: string): string => text.normalize("NFKC").toLowerCase().trim();

/** Identifiers, and beside them the name and the iid, which hold for as long as the instrument is listed. */
export const indexInstruments = (
  instruments: readonly NamedInstrument[],
  identifiers: readonly Identifier[],
): InstrumentIndex => {
  const own = groupBy(identifiers, ({ iid }) => iid);
  const entries = instruments.flatMap((instrument) => {
    const { iid, name, listedOn, delistedOn } = instrument;
    const life = { iid, validFrom: listedOn, validTo: delistedOn };
    const known = own.get(iid) ?? [];
    // Where names are dated like other identifiers, today's name is not that of another day.
    const isNamed = known.some(({ scheme }) => scheme === "name");
    const named = [
      ...(isNamed ? [] : [{ ...life, scheme: "name", value: name }]),
      { ...life, scheme: "iid", value: iid },
    ];
    return [...known, ...named].map((identifier) => ({
      ...identifier,
      text: foldText(identifier.value),
      instrument,
    }));
  });
  const ofScheme = (wanted: string) =>
    groupBy(
      identifiers.filter(({ scheme }) => scheme === wanted),
      ({ iid }) => iid,
    );
  return { entries, symbols: ofScheme("symbol"), names: ofScheme("name") };
};

/** How well an entry fits: the whole of it, its beginning, the beginning of a word of it, anywhere; null: not. */
const rankOf = (entry: Entry, query: string, words: readonly string[]): number | null => {
  const { text, scheme } = entry;
  if (query === "") return scheme === "symbol" ? 0 : scheme === "iid" ? 1 : null;
  if (text === query) return scheme === "name" ? 1 : 0;
  if (text.startsWith(query)) return scheme === "name" ? 3 : 2;
  if (!words.every((word) => text.includes(word))) return null;
  return text.includes(` ${query}`) ? 4 : 5;
};

/**
 * Instruments by any identifier or by name, best match first, one line each. With `on`, identifiers as they stood
 * on that day: a symbol that was used again later names the earlier instrument then.
 */
export const searchInstruments = (
  { entries, symbols, names }: InstrumentIndex,
  { text, on, limit }: { readonly text: string; readonly on: number | null; readonly limit: number },
): InstrumentMatch[] => {
  const query = foldText(text);
  const words = query.split(/\s+/).filter(Boolean);
  const best = new Map<string, { readonly entry: Entry; readonly rank: number }>();
  for (const entry of entries) {
    if (on !== null && !isValidOn(entry, on)) continue;
    const rank = rankOf(entry, query, words);
    if (rank === null) continue;
    const held = best.get(entry.iid);
    if (!held || rank < held.rank || (rank === held.rank && entry.validFrom > held.entry.validFrom))
      best.set(entry.iid, { entry, rank });
  }
  const found = [...best.values()].sort(
    (a, b) =>
      a.rank - b.rank ||
      b.entry.validTo - a.entry.validTo ||
      (a.entry.text < b.entry.text ? -1 : a.entry.text > b.entry.text ? 1 : 0) ||
      (a.entry.iid < b.entry.iid ? -1 : 1),
  );
  return found.slice(0, limit).map(({ entry: { instrument, scheme, value, validFrom, validTo } }) => ({
    iid: instrument.iid,
    name: valueOn(names.get(instrument.iid) ?? [], on) ?? instrument.name,
    mic: instrument.mic,
    symbol: valueOn(symbols.get(instrument.iid) ?? [], on) ?? instrument.iid,
    scheme,
    value,
    validFrom: toIsoDate(validFrom),
    validTo: validTo === NEVER ? null : toIsoDate(validTo),
  }));
};

const valueOn = (identifiers: readonly Identifier[], on: number | null): string | undefined =>
  on === null
    ? identifiers.reduce<Identifier | undefined>(
        (a, b) => (a && a.validFrom > b.validFrom ? a : b),
        undefined,
      )?.value
    : identifiers.find((identifier) => isValidOn(identifier, on))?.value;
