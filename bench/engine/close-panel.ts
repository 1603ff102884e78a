import { createRandom } from "../../engine/index.ts";

/** Time-major closes: random walks from 5 to 500 without gaps. The same bits every time. */
export function createClosePanel(rows: number, instruments: number): Float64Array {
  const random = createRandom(7);
  const closes = new Float64Array(rows * instruments);
  for (let i = 0; i < instruments; i++) closes[i] = 5 + 495 * random.uniform();
  for (let cell = instruments; cell < closes.length; cell++)
    closes[cell] = closes[cell - instruments]! * (1 + 0.04 * (random.uniform() - 0.495));
  return closes;
}
