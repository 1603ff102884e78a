/** The views of the data browser, in the order of their tabs. */
export const browseViews = [
  "fields",
  "universes",
  "instruments",
  "calendar",
  "snapshots",
  "batches",
  "explain",
] as const;
export type BrowseView = (typeof browseViews)[number];

/** A cell of a panel to be explained. */
export interface ExplainSubject {
  readonly instrument: string;
  readonly field: string;
  readonly date: string;
}

/** What the data browser is opened with. */
export interface BrowseOverlay {
  readonly kind: "browse";
  readonly view: BrowseView;
  /** An instrument, a market or a batch to begin with. */
  readonly subject?: string;
  readonly cell?: ExplainSubject;
}
