import { describe, expect, it } from "vitest";
import { type ImportMappingInput, importMappingSchema } from "../../store/contract/import.ts";
import { draftFromMapping } from "./draft-from-mapping.ts";
import {
  emptyDraft,
  fieldNameOf,
  knownKindsOf,
  type MappingDraft,
  withSource,
  withTable,
} from "./mapping-draft.ts";
import { mappingFromDraft, missingColumns, missingKnown } from "./mapping-from-draft.ts";
import { targetTables } from "./roles.ts";

const csv = { kind: "csv", delimiter: ";", hasHeader: true, encoding: "utf-8", decimal: "," } as const;
const column = (name: string) => ({ column: name });
const common = {
  name: "m",
  format: csv,
  dateFormat: "dd/mm/yyyy",
  source: { id: "s", label: "S", licence: "own" },
} as const;
const instrument = { from: column("code"), scheme: "isin", mic: "XKRX", createsUnknown: true };
const bar = {
  open: column("o"),
  high: column("h"),
  low: column("l"),
  close: column("c"),
  volume: column("v"),
};

/** One mapping of each table, with as much in it as fits. */
const mappings: ImportMappingInput[] = [
  {
    ...common,
    target: { table: "bars_1d", columns: { sessionDate: column("d"), ...bar, turnover: column("t") } },
    instrument,
    currency: { constant: "KRW" },
    knownAt: { kind: "after-close", minutes: 45 },
    revision: column("r"),
  },
  {
    ...common,
    target: { table: "bars_1m", columns: { minute: column("d"), ...bar } },
    instrument,
    knownAt: { kind: "instant-column", column: "k" },
  },
  {
    ...common,
    target: {
      table: "fundamentals",
      columns: { periodEnd: column("p"), periodType: { constant: "quarter" } },
      fields: [
        { name: "revenue", unit: "currency", description: "Sales", ttlDays: 200, from: "rev" },
        { name: "shares", unit: "shares", description: "", ttlDays: null, from: "sh" },
      ],
    },
    instrument,
    knownAt: { kind: "after-period", days: 90 },
  },
  {
    ...common,
    target: {
      table: "fundamentals",
      columns: {
        periodEnd: column("p"),
        periodType: column("pt"),
        fieldName: column("f"),
        value: column("v"),
        status: column("st"),
      },
      fields: [
        { name: "eps", unit: "ratio", description: "", ttlDays: 400, from: "EPS", periodTypes: ["FY"] },
      ],
    },
    instrument,
    currency: column("cur"),
    knownAt: { kind: "date-column", column: "k" },
  },
  {
    ...common,
    target: { table: "actions", columns: { kind: column("k"), exDate: column("x"), cash: column("c") } },
    instrument,
    knownAt: { kind: "date-column", column: "x" },
  },
  {
    ...common,
    target: {
      table: "fx_1d",
      columns: { base: { constant: "USD" }, quote: column("q"), sessionDate: column("d"), rate: column("r") },
    },
    instrument: null,
    knownAt: { kind: "after-close", minutes: 0 },
  },
  {
    ...common,
    target: { table: "memberships", columns: { universe: column("u"), validFrom: column("f") } },
    instrument,
    knownAt: { kind: "arrival" },
  },
  {
    ...common,
    target: {
      table: "instruments",
      columns: {
        iid: column("i"),
        name: column("n"),
        symbol: column("s"),
        sector: { constant: "none" },
        listedOn: column("l"),
      },
    },
    instrument: { from: column("i"), scheme: "iid", mic: "XHKG", createsUnknown: true },
    knownAt: { kind: "date-column", column: "l" },
  },
];
const every = [..."oclhvdtrkpfxuqins", "code", "rev", "sh", "pt", "st", "cur"];

describe("a mapping and its draft", () => {
  it.each(mappings.map((mapping) => [mapping.target.table, mapping] as const))(
    "of %s come back the same from one another",
    (_table, input) => {
      const mapping = importMappingSchema.parse(input);
      expect(mappingFromDraft(draftFromMapping(mapping), csv, every)).toEqual(mapping);
    },
  );

  it("cover every table that can be imported", () => {
    expect(new Set(mappings.map(({ target }) => target.table))).toEqual(new Set(targetTables));
  });
});

const bars = (): MappingDraft => draftFromMapping(importMappingSchema.parse(mappings[0]));
const wide = (): MappingDraft => draftFromMapping(importMappingSchema.parse(mappings[2]));

describe("what a draft still needs", () => {
  it("is every required value of an empty one, in the order of the page", () => {
    const missing = missingColumns(emptyDraft("a.csv", "XKRX"), every);
    expect(missing.map((each) => ("role" in each ? each.role : each.kind))).toEqual([
      "instrument",
      "sessionDate",
      "open",
      "high",
      "low",
      "close",
      "volume",
    ]);
  });

  it("is a column that the file does not have, optional ones included", () => {
    const missing = missingColumns(
      bars(),
      every.filter((name) => name !== "t"),
    );
    expect(missing).toEqual([{ kind: "column", role: "turnover", column: "t" }]);
  });

  it("is a fixed value that is empty", () => {
    expect(missingColumns(withSource(bars(), "open", { constant: "" }), every)).toEqual([
      { kind: "role", role: "open" },
    ]);
  });

  it.each([
    ["", "field-name"],
    ["1st", "field-name"],
    ["has space", "field-name"],
    ["shares", "field-name"],
  ])("is a field's name that notebooks could not write or that is taken: %j", (name, kind) => {
    const draft = wide();
    const missing = missingColumns(
      { ...draft, fields: [{ ...draft.fields[0]!, name }, draft.fields[1]!] },
      every,
    );
    expect(missing.map((each) => each.kind)).toContain(kind);
  });

  it.each([
    ["0", false],
    ["1.5", false],
    ["x", false],
    ["", true],
    ["400", true],
  ])("is a number of days: %j", (ttlDays, isFine) => {
    const draft = wide();
    const missing = missingColumns({ ...draft, fields: [{ ...draft.fields[0]!, ttlDays }] }, every);
    expect(missing.length === 0).toBe(isFine);
  });

  it("is the column or the number of the rule of knowing", () => {
    const known = { kind: "date-column", column: "", minutes: "30", days: "90" } as const;
    expect(missingKnown({ ...bars(), known }, every)).toEqual([{ kind: "known-column" }]);
    expect(missingKnown({ ...bars(), known: { ...known, column: "k" } }, every)).toEqual([]);
    expect(
      missingKnown({ ...bars(), known: { ...known, kind: "after-close", minutes: "-1" } }, every),
    ).toEqual([{ kind: "known-number" }]);
    expect(missingKnown({ ...bars(), known: { ...known, kind: "arrival" } }, every)).toEqual([]);
  });
});

describe("another table", () => {
  it("keeps what was mapped and drops only a rule that cannot be", () => {
    const draft = withTable(bars(), "fundamentals");
    expect(draft.sources).toEqual(bars().sources);
    expect(draft.known.kind).toBe("date-column");
    expect(withTable(draft, "bars_1d").known.kind).toBe("date-column");
  });

  it("never offers a rule that looks at sessions where there are none", () => {
    expect(knownKindsOf("memberships")).toEqual(["instant-column", "date-column", "arrival"]);
  });
});

it.each([
  ["Net income (TTM)", "netIncomeTtm"],
  ["REVENUE", "revenue"],
  ["bookValue", "bookValue"],
  ["2nd estimate", "field2ndEstimate"],
  ["매출", "field"],
])("%s becomes the name %s", (heading, name) => {
  expect(fieldNameOf(heading)).toBe(name);
});
