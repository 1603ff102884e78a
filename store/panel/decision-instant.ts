import { MICROS_PER_DAY, MICROS_PER_MINUTE } from "../../engine/contract/time.ts";
import type { DecisionRule } from "../contract/panel-request.ts";

/** What a decision instant is counted from: a session, or a minute of one. */
export interface TradingSpan {
  readonly sessionDate: number;
  readonly openAt: number;
  readonly closeAt: number;
}

/** R5: the instant whose knowledge a row holds. */
export const decisionInstant = (
  rule: DecisionRule,
  { sessionDate, openAt, closeAt }: TradingSpan,
): number => {
  if (rule.kind === "close") return closeAt + rule.delayMinutes * MICROS_PER_MINUTE;
  if (rule.kind === "open") return openAt - rule.leadMinutes * MICROS_PER_MINUTE;
  return sessionDate * MICROS_PER_DAY + rule.minuteOfDay * MICROS_PER_MINUTE;
};

/** The decision of somebody who acts the moment a session has ended. */
export const AT_CLOSE: DecisionRule = { kind: "close", delayMinutes: 0 };
