import { type CellReason, cellReasons } from "../contract/panel-request.ts";

const codeOf = (reason: CellReason): number => cellReasons.indexOf(reason);

/** The codes of a `reason:<field>` column. */
export const reasonCode = {
  present: codeOf("present"),
  neverReported: codeOf("never-reported"),
  notYetKnown: codeOf("not-yet-known"),
  stale: codeOf("stale"),
  withdrawn: codeOf("withdrawn"),
  notListed: codeOf("not-listed"),
} as const;

export const reasonColumn = (field: string): string => `reason:${field}`;

/** A cell of which nothing was known yet is empty for a better reason where the instrument was not listed. */
export const markUnlisted = (reasons: Uint8Array, listed: Uint8Array): void => {
  for (let cell = 0; cell < reasons.length; cell++) {
    const reason = reasons[cell];
    if (listed[cell] === 0 && (reason === reasonCode.neverReported || reason === reasonCode.notYetKnown))
      reasons[cell] = reasonCode.notListed;
  }
};
