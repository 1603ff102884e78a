import type { BacktestRecord } from "../../kernel/contract/manifest.ts";
import type { Tab } from "../state/app-state.ts";

/** A strategy that a notebook's cells define, with the backtests that were made of it. */
export interface Candidate {
  readonly variable: string;
  /** The name it was given in `strategy({ name })`. */
  readonly name: string;
  readonly cellId: string;
  readonly backtests: readonly BacktestRecord[];
}

/** What of a notebook can be published, as its last run has it; in the order of the cells. */
export const candidatesOf = ({ session, document }: Tab): readonly Candidate[] => {
  const order = new Map(document.notebook.cells.map(({ id }, index) => [id, index]));
  const at = (cellId: string) => order.get(cellId) ?? Number.POSITIVE_INFINITY;
  const manifests = Object.values(session.manifests).toSorted((a, b) => at(a.cellId) - at(b.cellId));
  return session.variables
    .filter(({ type }) => type === "Strategy")
    .toSorted((a, b) => at(a.cellId) - at(b.cellId))
    .map(({ name: variable, preview: name, cellId }) => ({
      variable,
      name,
      cellId,
      backtests: manifests.flatMap(({ backtests }) => backtests.filter(({ strategy }) => strategy === name)),
    }));
};

/** A name for addresses, from any name: "Twelve-one momentum" is "twelve-one-momentum". */
export const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 64)
    .replace(/^-+|-+$/g, "");
