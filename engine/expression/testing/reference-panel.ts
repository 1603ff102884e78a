import type { Panel } from "../../contract/panel.ts";
import { MICROS_PER_DAY } from "../../contract/time.ts";

const FIRST_DATE = 19_723; // 2024-01-01
const SESSIONS = 10;
const HOUR = MICROS_PER_DAY / 24;
const ids = ["A", "B", "C", "D", "E"];

/** Closes, opens and volumes of each instrument, session by session; D has no bar on its fourth session. */
const closes = [
  [100, 102, 101, 103, 105, 104, 103, 106, 105, 107],
  [50, 49, 51, 52, 50, 51, 53, 52, 54, 55],
  [20, 21, 20, 22, 21, 23, 22, 24, 25, 24],
  [80, 81, 83, Number.NaN, 82, 84, 85, 83, 84, 86],
  [10, 11, 12, 11, 10, 11, 12, 13, 12, 11],
];
const opens = closes.map((values) =>
  values.map((x, s) => (Number.isNaN(x) ? x : (s === 0 ? x : values[s - 1] || x) + (s % 3) - 1)),
);
const volumes = closes.map((values, i) =>
  values.map((x, s) => (Number.isNaN(x) ? x : 1_000 + 100 * ((s * (i + 3)) % 7))),
);
const sectorNames = ["technology", "energy"];
const sectorOf = (instrument: number) => (instrument < 3 ? 0 : 1);
const revenues = [260, 180, 90, 400, 75];

/** The panel the examples of the operator reference run on: five instruments, ten sessions, one market. */
export function referencePanel(): Panel {
  const close = closes.flat();
  const open = opens.flat();
  const column = (of: (cell: number) => number) =>
    Float64Array.from(close, (_, cell) => (Number.isNaN(close[cell]) ? Number.NaN : of(cell)));
  const reported = (of: (revenue: number) => number) =>
    Float64Array.from(close, (_, cell) => of(revenues[Math.floor(cell / SESSIONS)]!));
  const at = (hour: number) =>
    Float64Array.from({ length: SESSIONS }, (_, s) => (FIRST_DATE + s) * MICROS_PER_DAY + hour * HOUR);
  return {
    snapshotId: "reference",
    universe: "REFERENCE",
    markets: [
      {
        mic: "XNYS",
        currency: "USD",
        firstSessionNumber: 1_000,
        sessionDates: Int32Array.from({ length: SESSIONS }, (_, s) => FIRST_DATE + s),
        openAt: at(14),
        closeAt: at(21),
        decisionAt: at(22),
      },
    ],
    instruments: ids.map((iid, i) => ({
      iid,
      name: iid,
      market: 0,
      sector: sectorNames[sectorOf(i)]!,
      delistedRow: -1,
      delistReturn: Number.NaN,
    })),
    offsets: Int32Array.from({ length: ids.length + 1 }, (_, i) => i * SESSIONS),
    groups: { sector: sectorNames },
    columns: {
      sector: Float64Array.from(close, (_, cell) => sectorOf(Math.floor(cell / SESSIONS))),
      open: column((cell) => open[cell]!),
      high: column((cell) => Math.max(open[cell]!, close[cell]!) + 1),
      low: column((cell) => Math.min(open[cell]!, close[cell]!) - 1),
      close: column((cell) => close[cell]!),
      volume: Float64Array.from(volumes.flat()),
      revenue: reported((x) => x),
      "revenue:-4": reported((x) => 0.8 * x),
      "revenue:ttm": reported((x) => 3.7 * x),
    },
    members: new Uint8Array(close.length).fill(1),
    actions: {
      instrument: new Int32Array(0),
      row: new Int32Array(0),
      kind: new Uint8Array(0),
      ratio: new Float64Array(0),
      cash: new Float64Array(0),
    },
    fx: [],
  };
}
