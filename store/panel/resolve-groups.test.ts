import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellReasons } from "../contract/panel-request.ts";
import type { GroupVersion } from "./panel-events.ts";
import { fillGroups, gatherGroups } from "./resolve-groups.ts";

const sessionDates = Int32Array.from({ length: 12 }, (_, row) => row);
const decisionAt = Float64Array.from(sessionDates, (date) => date + 0.5);
const instrument = (iid: string, sector: string) => ({ iid, name: iid, mic: "X", currency: "USD", sector });
const version = (validFrom: number, value: string, knownAt: number, revision = 0): GroupVersion => ({
  iid: "A",
  scheme: "sector",
  validFrom,
  value,
  knownAt,
  revision,
  ingestSeq: 1,
});
const shown = (versions: readonly GroupVersion[], sector = "", upTo = sessionDates.length) => {
  const groups = gatherGroups("sector", versions, [instrument("A", sector)]);
  const values = new Float64Array(upTo);
  const reasons = new Uint8Array(upTo);
  const axis = { sessionDates: sessionDates.slice(0, upTo), decisionAt: decisionAt.slice(0, upTo) };
  fillGroups(groups, "A", axis, values, reasons);
  return Array.from(values, (code, row) =>
    Number.isNaN(code) ? `(${cellReasons[reasons[row]!]})` : groups.names[code]!,
  );
};

const versions = fc.uniqueArray(
  fc.record({
    iid: fc.constant("A"),
    scheme: fc.constantFrom("sector", "sector", "industry"),
    validFrom: fc.integer({ min: -3, max: 13 }),
    value: fc.constantFrom("Energy", "Banks", "Retail", ""),
    knownAt: fc.integer({ min: -3, max: 13 }),
    revision: fc.integer({ min: 0, max: 1 }),
    ingestSeq: fc.integer({ min: 1, max: 1_000 }),
  }),
  { maxLength: 9, selector: ({ ingestSeq }) => ingestSeq },
);

describe("[R1][R3] the group of an instrument on each row", () => {
  test("is the one that began last, as known at the row: the rule read aloud", () => {
    let named = 0;
    fc.assert(
      fc.property(versions, (told) => {
        const own = told.filter(({ scheme }) => scheme === "sector");
        const expected = Array.from(sessionDates, (date) => {
          const known = own.filter(({ knownAt }) => knownAt <= date + 0.5);
          const last = (from: number) =>
            known
              .filter(({ validFrom }) => validFrom === from)
              .sort((a, b) => a.knownAt - b.knownAt || a.revision - b.revision || a.ingestSeq - b.ingestSeq)
              .at(-1)!.value;
          const begun = known.filter(({ validFrom }) => validFrom <= date && last(validFrom) !== "");
          if (begun.length > 0) return last(Math.max(...begun.map(({ validFrom }) => validFrom)));
          return own.length === 0
            ? "(never-reported)"
            : known.length === 0
              ? "(not-yet-known)"
              : "(withdrawn)";
        });
        expect(shown(told)).toEqual(expected);
        named += expected.filter((name) => !name.startsWith("(")).length;
      }),
      { numRuns: 1_000, seed: 4 },
    );
    expect(named).toBeGreaterThan(1_000);
  });

  test("today's group on every row is what a naive join shows, and wrong", () => {
    const moved = [version(0, "Energy", -1), version(6, "Retail", 8)];
    const naive = sessionDates.length;
    expect(shown(moved).filter((name) => name === "Retail")).toHaveLength(naive - 8);
    expect(shown(moved)[7]).toBe("Energy");
  });

  test("what becomes known later renumbers nothing", () => {
    fc.assert(
      fc.property(versions, fc.integer({ min: 0, max: 11 }), (told, row) => {
        const before = told.filter(({ knownAt }) => knownAt <= row);
        const codes = (of: readonly GroupVersion[]) => {
          const values = new Float64Array(row + 1);
          const axis = {
            sessionDates: sessionDates.slice(0, row + 1),
            decisionAt: sessionDates.slice(0, row + 1),
          };
          const groups = gatherGroups("sector", of, [instrument("A", "")]);
          fillGroups(
            groups,
            "A",
            { ...axis, decisionAt: Float64Array.from(axis.decisionAt) },
            values,
            undefined,
          );
          return [...values];
        };
        expect(codes(told)).toEqual(codes(before));
      }),
      { numRuns: 500, seed: 6 },
    );
  });

  test("without a dated one the sector of the list of instruments counts on every row", () => {
    expect(new Set(shown([], "Banks"))).toEqual(new Set(["Banks"]));
    expect(shown([version(0, "Energy", 3)], "Banks")[0]).toBe("(not-yet-known)");
    expect(shown([])[0]).toBe("(never-reported)");
  });
});
