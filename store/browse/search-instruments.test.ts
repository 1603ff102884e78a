import { expect, it } from "vitest";
import { NEVER } from "../panel/panel-events.ts";
import type { Identifier } from "./resolve-identifiers.ts";
import { indexInstruments, searchInstruments } from "./search-instruments.ts";

const instrument = (iid: string, name: string, listedOn = 0, delistedOn = NEVER) => ({
  iid,
  name,
  mic: "XNYS",
  listedOn,
  delistedOn,
});
const identifier = (
  iid: string,
  scheme: string,
  value: string,
  validFrom: number,
  validTo = NEVER,
): Identifier => ({ iid, scheme, value, validFrom, validTo });

const index = indexInstruments(
  [
    instrument("i1", "Harbour Light Shipping", 0, 500),
    instrument("i2", "Northern Light"),
    instrument("i3", "한빛 전자"),
    instrument("i4", "Lightning Rail"),
  ],
  [
    identifier("i1", "symbol", "HLS", 0, 500),
    identifier("i1", "isin", "US0000000001", 0),
    identifier("i2", "symbol", "NOR", 0, 600),
    identifier("i2", "symbol", "HLS", 600),
    identifier("i3", "symbol", "003300.KS", 0),
    identifier("i4", "symbol", "LIGHT", 0),
  ],
);
const search = (text: string, on: number | null = null, limit = 50) =>
  searchInstruments(index, { text, on, limit });

it.each([
  ["hls", null, ["i2", "i1"], "the present holder of a symbol before an earlier one"],
  ["HLS", 400, ["i1"], "the earlier holder on an earlier date"],
  ["HLS", 700, ["i2"], "the later holder on a later date"],
  ["HLS", 550, [], "nobody while it lay idle"],
  ["us0000000001", null, ["i1"], "any scheme"],
  ["i3", null, ["i3"], "the store's own name"],
  ["한빛", null, ["i3"], "Hangul"],
  ["light", null, ["i4", "i2", "i1"], "a symbol, the beginning of a name, then a word of a name"],
  ["light north", null, ["i2"], "words in any order"],
  ["light", 550, ["i4", "i2"], "no name of a delisted company after its end"],
  ["nothing", null, [], "nothing"],
])("%j on %s finds %j: %s", (text, on, iids, _why) => {
  const found = search(text, on).map(({ iid }) => iid);
  expect(text === "light" ? found.toSorted() : found).toEqual(text === "light" ? iids.toSorted() : iids);
  expect(found[0]).toBe(iids[0]);
});

it("says which identifier matched, on which dates, and what the instrument was called on the day", () => {
  expect(search("northern", 300)[0]).toMatchObject({ scheme: "name", symbol: "NOR" });
  expect(search("northern")[0]).toMatchObject({ symbol: "HLS" });
  expect(search("NOR")[0]).toMatchObject({
    scheme: "symbol",
    value: "NOR",
    validFrom: "1970-01-01",
    validTo: "1971-08-24",
  });
});

it("names that changed are found, and shown, as of the day", () => {
  const renamed = indexInstruments(
    [instrument("i9", "Meridian Holdings")],
    [
      identifier("i9", "name", "Eastgate Mills", 0, 100),
      identifier("i9", "name", "Meridian Holdings", 100),
      identifier("i9", "symbol", "EGM", 0),
    ],
  );
  const named = (text: string, on: number | null) =>
    searchInstruments(renamed, { text, on, limit: 9 }).map(({ name }) => name);
  expect([named("meridian", 50), named("eastgate", 50)]).toEqual([[], ["Eastgate Mills"]]);
  expect([named("eastgate", 150), named("egm", 150)]).toEqual([[], ["Meridian Holdings"]]);
  expect(named("eastgate", null)).toEqual(["Meridian Holdings"]);
});

it("without a text every instrument is there once, up to the limit", () => {
  expect(search("").map(({ iid }) => iid)).toEqual(["i3", "i2", "i4", "i1"]);
  expect(search("", null, 2)).toHaveLength(2);
});

it("finds among 3,000 instruments and 12,000 identifiers within 50 ms", () => {
  const many = Array.from({ length: 3_000 }, (_, i) => instrument(`n${i}`, `Company number ${i} of many`));
  const identifiers = many.flatMap(({ iid }, i) => [
    identifier(iid, "symbol", `S${i}`, 0, 100),
    identifier(iid, "symbol", `T${i}`, 100),
    identifier(iid, "isin", `US${i}`.padEnd(12, "0"), 0),
    identifier(iid, "figi", `BBG${i}`, 0),
  ]);
  const large = indexInstruments(many, identifiers);
  for (const text of ["t2999", "number 17", "", "zzz", "us1"]) {
    // The best of several: another process may have the core for a moment.
    const times = Array.from({ length: 8 }, () => {
      const from = performance.now();
      searchInstruments(large, { text, on: 150, limit: 200 });
      return performance.now() - from;
    });
    expect(Math.min(...times), text).toBeLessThan(50);
  }
});
