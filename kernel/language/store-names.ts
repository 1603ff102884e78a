import type { Catalog } from "../../store/contract/catalog.ts";

/** What the type check needs to know of the store; null while it is not known, and then any name passes. */
export type StoreNames =
  | (Pick<Catalog, "fields" | "universes" | "markets"> & Partial<Pick<Catalog, "instruments">>)
  | null;

type Field = Catalog["fields"][number];
type Instrument = Catalog["instruments"][number];

/** Beyond so many the instruments are left open: nobody picks one from a longer list. */
const MOST_INSTRUMENTS = 5_000;

const percent = (share: number): string =>
  `${(100 * share).toFixed(share > 0.995 || share < 0.005 ? 1 : 0)} %`;
const dayOf = (microseconds: number): string => new Date(microseconds / 1000).toISOString().slice(0, 10);

/** Where the values of a field come from. */
const sourceOf = ({ kind }: Field): string =>
  ({
    price: "the table bars_1d",
    volume: "the table bars_1d",
    fundamental: "the table fundamentals",
    classification: "the table classifications",
    derived: "computed from other fields as of the decision",
    fx: "the table fx_1d",
  })[kind];

const linesOf = (facts: readonly (readonly [name: string, text: string | null])[]): string[] =>
  facts.flatMap(([name, text]) => (text === null || text === "" ? [] : [`* ${name}: ${text}`]));

const describeField = (field: Field): string[] => {
  const { description, kind, unit, coverage, ageDays, ttlDays, restatementRate, newestKnownAt } = field;
  return [
    description,
    "",
    ...linesOf([
      ["Kind", kind],
      ["Unit", unit],
      ["Coverage", `${percent(coverage)} of the widest universe`],
      ["Age", `${ageDays} days on the last session${ttlDays == null ? "" : `, missing after ${ttlDays}`}`],
      ["Restated", restatementRate > 0 ? `${percent(restatementRate)} of its facts` : null],
      ["Known until", newestKnownAt == null ? null : dayOf(newestKnownAt)],
      ["Source", sourceOf(field)],
    ]),
  ];
};

const describeInstrument = ({ symbol, name, mic, sector, listedOn, delistedOn }: Instrument): string[] => [
  `${name} (${symbol})`,
  "",
  ...linesOf([
    ["Market", mic],
    ["Sector", sector],
    ["Listed", delistedOn === null ? `since ${listedOn}` : `${listedOn} to ${delistedOn}`],
  ]),
];

interface Member {
  readonly name: string;
  readonly lines: readonly string[];
}

const inComment = (text: string): string => text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ").trim();

const declareMembers = (interfaceName: string, members: readonly Member[], type: string): string => {
  const written = members.map(({ name, lines }) => {
    const doc = lines.map((line) => `   * ${inComment(line)}`.trimEnd()).join("\n");
    return `  /**\n${doc}\n   */\n  readonly ${JSON.stringify(name)}: ${type};`;
  });
  return `interface ${interfaceName} {\n${written.join("\n")}\n}`;
};

const open = (name: string, type: string): string =>
  `interface ${name} {\n  readonly [name: string]: ${type};\n}`;

/** Declarations of the store's fields, universes, markets and instruments as literal types, merged into the research API's. */
export const declareStoreNames = (names: StoreNames): string => {
  if (!names)
    return [
      open("StoreFields", "Factor"),
      open("StoreUniverses", "true"),
      open("StoreMarkets", "true"),
      open("StoreInstruments", "true"),
    ].join("\n");
  const { fields, universes, markets, instruments = [] } = names;
  const universe = ({ id, label, names: count, mics }: Catalog["universes"][number]): Member => ({
    name: id,
    lines: [
      label,
      "",
      ...linesOf([
        ["Members", `${count} names`],
        ["Markets", mics?.join(", ") ?? null],
      ]),
    ],
  });
  const market = (each: Catalog["markets"][number]): Member => ({
    name: each.mic,
    lines: [
      each.name,
      "",
      ...linesOf([
        ["Currency", each.currency],
        ["Time zone", each.timeZone],
        ["Sessions", each.sessions ? `${each.sessions}, ${each.firstSession} to ${each.lastSession}` : null],
      ]),
    ],
  });
  return [
    declareMembers(
      "StoreFields",
      fields.map((field) => ({ name: field.name, lines: describeField(field) })),
      "Factor",
    ),
    declareMembers("StoreUniverses", universes.map(universe), "true"),
    declareMembers("StoreMarkets", markets.map(market), "true"),
    instruments.length > MOST_INSTRUMENTS
      ? open("StoreInstruments", "true")
      : declareMembers(
          "StoreInstruments",
          instruments.map((each) => ({ name: each.iid, lines: describeInstrument(each) })),
          "true",
        ),
    "",
  ].join("\n");
};
