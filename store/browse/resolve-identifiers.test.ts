import fc from "fast-check";
import { expect, it } from "vitest";
import { compareVersions, NEVER } from "../panel/panel-events.ts";
import { type IdentifierVersion, isValidOn, resolveIdentifiers } from "./resolve-identifiers.ts";

const symbol = (
  iid: string,
  value: string,
  validFrom: number,
  validTo = NEVER,
  knownAt = validFrom,
  revision = 0,
): IdentifierVersion => ({
  iid,
  scheme: "symbol",
  value,
  validFrom,
  validTo,
  knownAt,
  revision,
  ingestSeq: 1,
});
const namesOn = (versions: readonly IdentifierVersion[], date: number) =>
  resolveIdentifiers(versions)
    .filter((each) => isValidOn(each, date))
    .map(({ iid, value }) => `${iid} ${value}`);

it.each([
  ["before the rename", 150, ["one OLD"]],
  ["on the day of the rename", 200, ["one NEW"]],
  ["when another company took the old symbol", 300, ["one NEW", "two OLD"]],
  ["before anything was listed", 50, []],
])("who is called what %s", (_when, date, expected) => {
  const versions = [symbol("one", "OLD", 100), symbol("one", "NEW", 200), symbol("two", "OLD", 300)];
  expect(namesOn(versions, date)).toEqual(expected);
});

it("[R3] the last revision decides, and an empty interval withdraws an identifier", () => {
  const versions = [
    symbol("one", "WRONG", 100, NEVER, 100, 0),
    symbol("one", "RIGHT", 100, NEVER, 100, 1),
    symbol("two", "GONE", 100, NEVER, 100, 0),
    symbol("two", "GONE", 100, 100, 120, 1),
  ];
  expect(namesOn(versions, 150)).toEqual(["one RIGHT"]);
});

it("[R3] every day of every history has the identifier that a search through all versions finds", () => {
  const version = fc.record({
    iid: fc.constantFrom("a", "b"),
    scheme: fc.constantFrom("symbol", "isin"),
    value: fc.constantFrom("X", "Y", "Z"),
    validFrom: fc.nat(12),
    length: fc.oneof(fc.nat(8), fc.constant(NEVER)),
    knownAt: fc.nat(5),
    revision: fc.nat(3),
  });
  const day = (versions: readonly IdentifierVersion[], iid: string, scheme: string, date: number) => {
    // Walk back from the day to the newest interval that was not withdrawn; it alone may hold the day.
    for (let from = date; from >= 0; from--) {
      const fact = versions.filter((v) => v.iid === iid && v.scheme === scheme && v.validFrom === from);
      const last = fact.toSorted(compareVersions).at(-1);
      if (last && last.validTo > from) return date < last.validTo ? last.value : null;
    }
    return null;
  };
  fc.assert(
    fc.property(fc.array(version, { maxLength: 14 }), (drawn) => {
      const versions = drawn.map(({ length, ...rest }, ingestSeq) => ({
        ...rest,
        validTo: length === NEVER ? NEVER : rest.validFrom + length,
        ingestSeq,
      }));
      const resolved = resolveIdentifiers(versions);
      for (const iid of ["a", "b"])
        for (const scheme of ["symbol", "isin"])
          for (let date = 0; date < 22; date++) {
            const found = resolved.filter(
              (each) => each.iid === iid && each.scheme === scheme && isValidOn(each, date),
            );
            expect(found.map(({ value }) => value)).toEqual(
              [day(versions, iid, scheme, date)].filter((value) => value !== null),
            );
          }
    }),
    { numRuns: 2_000, seed: 31 },
  );
});
