import type { Panel } from "../../contract/panel.ts";
import { panelSessions } from "../panel-sessions.ts";

/** All sessions of a panel, as a stream gets them. Cells of other markets are filled with what must not be read. */
export const sessionsOf = (panel: Panel) => [...panelSessions(panel, { value: 777, member: 1 })];
