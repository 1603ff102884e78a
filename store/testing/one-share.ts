import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import type { WireResult } from "../../wire/contract.ts";
import type { PanelRequest } from "../contract/panel-request.ts";
import { type BuiltPanel, buildPanel } from "../panel/build-panel.ts";
import { type ActionVersion, type FieldFact, NEVER } from "../panel/panel-events.ts";

/** A figure that is known at the close of the day on which its period ends. */
export interface Report {
  readonly day: number;
  readonly value: number;
}

/** One share of one market that is open every day from day 0 on. */
export interface OneShare {
  readonly days: number;
  readonly closeAt: (day: number) => number;
  /** Of each field of bars, a price per day, known at its close. */
  readonly prices: readonly Float64Array[];
  readonly actions?: readonly ActionVersion[];
  /** The only field of reports there is. */
  readonly field?: FieldFact;
  readonly reports?: readonly Report[];
}

const always = { knownAt: -1, revision: 0, ingestSeq: 1 };

/** The panel of one share "A" on XNYS, a member of every universe from day 0 on. */
export const panelOfOneShare = (
  { days: length, closeAt, prices, actions = [], field, reports = [] }: OneShare,
  request: PanelRequest,
): WireResult<BuiltPanel> => {
  const days = Array.from({ length }, (_, day) => day);
  return buildPanel(
    "p",
    {
      snapshotId: "s",
      knownTo: Number.POSITIVE_INFINITY,
      fields: field ? [field] : [],
      markets: [{ mic: "XNYS", currency: "USD" }],
      instruments: [{ iid: "A", name: "A", mic: "XNYS", currency: "USD", sector: "" }],
      calendars: days.map((day) => ({
        ...always,
        mic: "XNYS",
        sessionDate: day,
        status: "open",
        openAt: day * MICROS_PER_DAY,
        closeAt: closeAt(day),
      })),
      memberships: [{ ...always, iid: "A", validFrom: 0, validTo: NEVER }],
      listings: [],
      actions,
      fx: [],
      bars: () => [
        {
          rowCount: length,
          instrument: new Int32Array(length),
          sessionDate: Int32Array.from(days),
          knownAt: Float64Array.from(days, closeAt),
          revision: new Int32Array(length),
          ingestSeq: new Int32Array(length),
          values: prices,
        },
      ],
      facts: () => ({
        rowCount: reports.length,
        instrument: new Int32Array(reports.length),
        field: new Int32Array(reports.length),
        periodEnd: Int32Array.from(reports, ({ day }) => day),
        knownAt: Float64Array.from(reports, ({ day }) => closeAt(day)),
        revision: new Int32Array(reports.length),
        ingestSeq: Int32Array.from(reports, (_, k) => k + 1),
        value: Float64Array.from(reports, ({ value }) => value),
      }),
    },
    request,
  );
};
