import { resolveSessions } from "../panel/calendar-days.ts";
import { AT_CLOSE } from "../panel/decision-instant.ts";
import { groupBy } from "../panel/group-by.ts";
import type { InstrumentFact, LayoutEvents } from "../panel/panel-events.ts";
import { resolveMembers } from "../panel/resolve-members.ts";

/** R9: the members at an instant, as known then, on the last session of their own market that had closed. */
export const findMembersAt = (events: LayoutEvents, at: number): readonly InstrumentFact[] => {
  const calendars = groupBy(events.calendars, (version) => version.mic);
  const lastClosed = new Map(
    events.markets.map(({ mic }) => [
      mic,
      resolveSessions(calendars.get(mic) ?? [], AT_CLOSE, at).findLast((session) => session.closeAt <= at),
    ]),
  );
  const memberships = groupBy(events.memberships, (version) => version.iid);
  return events.instruments
    .filter(({ iid, mic }) => {
      const session = lastClosed.get(mic);
      if (!session) return false;
      const row = { sessionDates: Int32Array.of(session.sessionDate), decisionAt: Float64Array.of(at) };
      return resolveMembers(memberships.get(iid) ?? [], row)[0] === 1;
    })
    .sort((a, b) => (a.iid < b.iid ? -1 : 1));
};
