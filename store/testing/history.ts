import type { WireResult } from "../../wire/contract.ts";
import type { PanelRequest } from "../contract/panel-request.ts";
import { type BuiltPanel, buildPanel } from "../panel/build-panel.ts";
import type {
  ActionVersion,
  CalendarVersion,
  FxVersion,
  ListingVersion,
  MembershipVersion,
  Version,
} from "../panel/panel-events.ts";

/** A bar as quoted. NaN withdraws it. `at` is its session date, or the beginning of its minute. */
export interface BarVersion extends Version {
  readonly iid: string;
  readonly at: number;
  readonly close: number;
  readonly volume: number;
  /** 100 where the price is in pence. */
  readonly perUnit: number;
}
export interface FactVersion extends Version {
  readonly iid: string;
  readonly periodEnd: number;
  readonly value: number;
}

/** A history as plain lists of versions: what the world published, when, and in which order it came to us. */
export interface History {
  readonly knownTo: number;
  /** Of the fundamental "book". */
  readonly ttlDays: number | null;
  readonly calendars: readonly CalendarVersion[];
  readonly memberships: readonly MembershipVersion[];
  readonly listings: readonly ListingVersion[];
  readonly actions: readonly ActionVersion[];
  readonly fx: readonly FxVersion[];
  readonly bars: readonly BarVersion[];
  readonly facts: readonly FactVersion[];
}

export const IIDS = ["A", "B", "C"] as const;
export const MICS = ["XXX", "YYY"] as const;
export const micOf = (iid: string): string => (iid === "C" ? "YYY" : "XXX");
export const HISTORY_FIELDS = ["close", "volume", "book"];

/** R1: the history as a snapshot holds it. */
export const cutHistory = (history: History, maxIngestSeq: number): History => {
  const held = <T extends Version>(versions: readonly T[]) =>
    versions.filter((version) => version.ingestSeq <= maxIngestSeq);
  return {
    ...history,
    calendars: held(history.calendars),
    memberships: held(history.memberships),
    listings: held(history.listings),
    actions: held(history.actions),
    fx: held(history.fx),
    bars: held(history.bars),
    facts: held(history.facts),
  };
};

/** The panel of a history by the pure core, as the store would make it. */
export const panelOfHistory = (history: History, request: PanelRequest): WireResult<BuiltPanel> =>
  buildPanel(
    "p",
    {
      ...history,
      snapshotId: "s",
      fields: [{ name: "book", kind: "fundamental", ttlDays: history.ttlDays }],
      markets: MICS.map((mic) => ({ mic, currency: "GBP" })),
      instruments: IIDS.map((iid) => ({ iid, name: iid, mic: micOf(iid), currency: "GBP", sector: "x" })),
      *bars(layout) {
        const seat = (iid: string) => layout.instruments.findIndex((instrument) => instrument.iid === iid);
        const own = history.bars.filter((bar) => seat(bar.iid) >= 0);
        const half = own.length >> 1;
        for (const part of [own.slice(0, half), own.slice(half)]) {
          const column = (of: (bar: BarVersion) => number) => Float64Array.from(part, of);
          yield {
            rowCount: part.length,
            instrument: Int32Array.from(part, (bar) => seat(bar.iid)),
            ...(request.frequency === "minute"
              ? { minute: column((bar) => bar.at) }
              : { sessionDate: Int32Array.from(part, (bar) => bar.at) }),
            knownAt: column((bar) => bar.knownAt),
            revision: Int32Array.from(part, (bar) => bar.revision),
            ingestSeq: Int32Array.from(part, (bar) => bar.ingestSeq),
            perUnit: column((bar) => bar.perUnit),
            values: [column((bar) => bar.close), column((bar) => bar.volume)],
          };
        }
      },
      facts(layout) {
        const seat = (iid: string) => layout.instruments.findIndex((instrument) => instrument.iid === iid);
        const own = history.facts.filter((fact) => seat(fact.iid) >= 0);
        return {
          rowCount: own.length,
          instrument: Int32Array.from(own, (fact) => seat(fact.iid)),
          field: new Int32Array(own.length),
          periodEnd: Int32Array.from(own, (fact) => fact.periodEnd),
          knownAt: Float64Array.from(own, (fact) => fact.knownAt),
          revision: Int32Array.from(own, (fact) => fact.revision),
          ingestSeq: Int32Array.from(own, (fact) => fact.ingestSeq),
          value: Float64Array.from(own, (fact) => fact.value),
        };
      },
    },
    request,
  );
