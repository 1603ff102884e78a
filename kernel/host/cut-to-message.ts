import { tableFromIPC, tableToIPC } from "apache-arrow";
import { sizeOf } from "../cells/output-size.ts";
import type { Display, TableDisplay } from "../contract/display.ts";

/** Far below what one message may weigh, so that what is written around the outputs has room. */
const MAX_BYTES = 128 * 1_048_576;

const figure = (count: number): string => count.toLocaleString("en-US");
const note = (text: string): Display => ({ kind: "text", text });

/** A table's first rows, as many as weigh so much on average. */
const firstRows = (table: TableDisplay, bytes: number): Display[] => {
  const whole = tableFromIPC(table.arrow);
  const count = Math.floor((whole.numRows * bytes) / table.arrow.length);
  const arrow = tableToIPC(whole.slice(0, count), "stream").slice();
  const left = `The first ${figure(count)} of ${figure(whole.numRows)} rows: without a window a run hands on at most ${MAX_BYTES / 1_048_576} MB of a cell's outputs. Its hash covers all rows. To have them, show a part of the table, or save it in the app.`;
  return [{ kind: "table", table: { ...table, arrow } }, note(left)];
};

/** Outputs as one message can carry them: the rest of a table, and any other output that has no room, is said. */
export const cutToMessage = (outputs: readonly Display[]): Display[] => {
  let left = MAX_BYTES;
  return outputs.flatMap((display) => {
    const size = sizeOf(display, left);
    if (size <= left) {
      left -= size;
      return [display];
    }
    const room = left;
    left = 0;
    if (display.kind === "table" && room > 0)
      try {
        return firstRows(display.table, room);
      } catch {
        // Bytes that are no table have no rows.
      }
    return [note("An output is left out: the outputs of this cell are too large to be handed on together.")];
  });
};
