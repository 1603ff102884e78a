import type { Panel } from "../../engine/index.ts";

/** 2014-01-01, and the microseconds of a day and an hour. */
const FIRST_DATE = 16_071;
const DAY = 86_400_000_000;
const HOUR = DAY / 24;

/** Given columns, instrument by instrument, as the panel of one market whose sessions are weekdays. */
export function panelOfColumns(
  columns: Readonly<Record<string, Float64Array>>,
  rows: number,
  instruments: number,
): Panel {
  const dates: number[] = [];
  for (let date = FIRST_DATE; dates.length < rows; date++) if ((date + 3) % 7 < 5) dates.push(date);
  const at = (hour: number) => Float64Array.from(dates, (date) => date * DAY + hour * HOUR);
  return {
    snapshotId: "bench",
    universe: "BENCH",
    markets: [
      {
        mic: "XNYS",
        currency: "USD",
        firstSessionNumber: 0,
        sessionDates: Int32Array.from(dates),
        openAt: at(14.5),
        closeAt: at(21),
        decisionAt: at(21.5),
      },
    ],
    instruments: Array.from({ length: instruments }, (_, i) => ({
      iid: `I${String(i).padStart(4, "0")}`,
      name: `Instrument ${i}`,
      market: 0,
      sector: "S",
      delistedRow: -1,
      delistReturn: Number.NaN,
    })),
    offsets: Int32Array.from({ length: instruments + 1 }, (_, i) => i * rows),
    columns,
    members: new Uint8Array(rows * instruments).fill(1),
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

/** `height` rows of `width` cells with rows and columns exchanged. */
export function turnPanel(cells: Float64Array, height: number, width: number): Float64Array {
  const turned = new Float64Array(cells.length);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      turned[column * height + row] = cells[row * width + column]!;
  return turned;
}
