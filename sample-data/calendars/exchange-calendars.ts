import type { MarketCalendar } from "./market-calendar.ts";
import { xhkg } from "./xhkg.ts";
import { xkrx } from "./xkrx.ts";
import { xlon } from "./xlon.ts";
import { xnys } from "./xnys.ts";

/** The exchanges whose calendars we keep, by the time at which their day begins. */
export const exchangeCalendars: readonly MarketCalendar[] = [xkrx, xhkg, xlon, xnys];
