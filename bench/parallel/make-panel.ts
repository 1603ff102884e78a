import { createRandom, MICROS_PER_DAY, MICROS_PER_MINUTE, type Panel } from "../../engine/index.ts";

const OPEN_MINUTE = 870;
const CLOSE_MINUTE = 1_260;

/** One market of random walks with a split or a dividend for every tenth instrument: a panel of any size. */
export function makePanel(instruments: number, sessions: number): Panel {
  const random = createRandom(20);
  const dates: number[] = [];
  for (let date = 14_612; dates.length < sessions; date++) if ((date + 3) % 7 < 5) dates.push(date);
  const at = (minute: number) =>
    Float64Array.from(dates, (date) => date * MICROS_PER_DAY + minute * MICROS_PER_MINUTE);
  const cells = instruments * sessions;
  const open = new Float64Array(cells);
  const close = new Float64Array(cells);
  const sharesOutstanding = new Float64Array(cells);
  for (let i = 0; i < instruments; i++) {
    let price = 20 + 80 * random.uniform();
    const shares = 1e6 + random.integer(1e6);
    for (let cell = i * sessions; cell < (i + 1) * sessions; cell++) {
      open[cell] = price * (1 + 0.01 * (random.uniform() - 0.5));
      price *= 1 + 0.04 * (random.uniform() - 0.5);
      close[cell] = price;
      sharesOutstanding[cell] = shares;
    }
  }
  const acting = Array.from({ length: Math.floor(instruments / 10) }, (_, k) => 10 * k);
  return {
    snapshotId: "bench",
    universe: "BENCH",
    markets: [
      {
        mic: "XNYS",
        currency: "USD",
        firstSessionNumber: 0,
        sessionDates: Int32Array.from(dates),
        openAt: at(OPEN_MINUTE),
        closeAt: at(CLOSE_MINUTE),
        decisionAt: at(CLOSE_MINUTE + 30),
      },
    ],
    instruments: Array.from({ length: instruments }, (_, i) => ({
      iid: `I${String(i).padStart(5, "0")}`,
      name: `Instrument ${i}`,
      market: 0,
      sector: "S",
      delistedRow: -1,
      delistReturn: Number.NaN,
    })),
    offsets: Int32Array.from({ length: instruments + 1 }, (_, i) => i * sessions),
    columns: { open, close, sharesOutstanding },
    members: new Uint8Array(cells).fill(1),
    actions: {
      instrument: Int32Array.from(acting),
      row: Int32Array.from(acting, () => Math.floor(sessions / 2)),
      kind: Uint8Array.from(acting, (_, k) => k % 2),
      ratio: Float64Array.from(acting, (_, k) => (k % 2 === 0 ? 2 : 1)),
      cash: Float64Array.from(acting, (_, k) => (k % 2 === 0 ? 0 : 1)),
    },
    fx: [],
  };
}
