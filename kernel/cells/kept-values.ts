import type { InspectedPart } from "../contract/inspected-value.ts";
import { type Keep, type Place, partsOf } from "./inspect-value.ts";

/** Opened places that one cell's value may have; whoever opens more runs the cell again. */
const MAX_PLACES = 200_000;

/** The values that cells show, for as long as a reader may open them: of each cell that of its latest run. */
export interface KeptValues {
  /** Begins a run: what the cell showed before is let go. */
  begin(cellId: string, runId: string): Keep;
  /** The next level of a place; null when it is not there any more. */
  open(runId: string, node: number): InspectedPart[] | null;
  forget(cellId: string): void;
}

export const createKeptValues = (): KeptValues => {
  const runs = new Map<string, { readonly cellId: string; readonly places: Place[]; readonly keep: Keep }>();
  const forget = (cellId: string): void => {
    for (const [runId, run] of runs) if (run.cellId === cellId) runs.delete(runId);
  };
  return {
    forget,
    begin: (cellId, runId) => {
      forget(cellId);
      const places: Place[] = [];
      const keep: Keep = (place) => places.push(place);
      runs.set(runId, { cellId, places, keep });
      return keep;
    },
    open: (runId, node) => {
      const run = runs.get(runId);
      const place = run?.places[node - 1];
      if (!run || !place) return null;
      if (run.places.length > MAX_PLACES) return null;
      return partsOf(place, run.keep);
    },
  };
};
