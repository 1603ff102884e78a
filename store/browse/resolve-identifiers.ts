import { groupBy } from "../panel/group-by.ts";
import type { Version } from "../panel/panel-events.ts";
import { newestVersions } from "./newest-versions.ts";

export interface IdentifierVersion extends Version {
  readonly iid: string;
  readonly scheme: string;
  readonly value: string;
  readonly validFrom: number;
  /** Exclusive; NEVER while open. An interval that ends where it begins withdraws the identifier. */
  readonly validTo: number;
}

/** An identifier of one instrument and the dates on which it is its own, the end exclusive. */
export type Identifier = Pick<IdentifierVersion, "iid" | "scheme" | "value" | "validFrom" | "validTo">;

/**
 * Who was called what, and when, as known last. An instrument has one identifier of a scheme at a time: a source
 * that only reports the new one thereby ends the old one.
 */
export const resolveIdentifiers = (versions: readonly IdentifierVersion[]): Identifier[] => {
  const newest = newestVersions(versions, ({ iid, scheme, validFrom }) => `${iid}\n${scheme}\n${validFrom}`);
  const held = newest.filter(({ validFrom, validTo }) => validFrom < validTo);
  return [...groupBy(held, ({ iid, scheme }) => `${iid}\n${scheme}`).values()].flatMap((own) => {
    const ordered = own.toSorted((a, b) => a.validFrom - b.validFrom);
    return ordered.map(({ iid, scheme, value, validFrom, validTo }, i) => ({
      iid,
      scheme,
      value,
      validFrom,
      validTo: Math.min(validTo, ordered[i + 1]?.validFrom ?? validTo),
    }));
  });
};

export const isValidOn = ({ validFrom, validTo }: Identifier, date: number): boolean =>
  validFrom <= date && date < validTo;
