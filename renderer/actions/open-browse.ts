import type { BrowseOverlay, BrowseView } from "../state/browse-state.ts";
import type { ActionContext } from "./context.ts";

/** Opens the data browser over whatever is shown. */
export const openBrowse = (
  context: ActionContext,
  view: BrowseView,
  subject: Pick<BrowseOverlay, "subject" | "cell"> = {},
): void => context.store.setState({ overlay: { kind: "browse", view, ...subject } });
