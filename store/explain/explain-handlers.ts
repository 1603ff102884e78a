import type { Handlers } from "../../wire/dispatch.ts";
import type { explainCalls } from "../contract/explain.ts";
import type { Store } from "../open-store.ts";
import { explainCell } from "./explain-cell.ts";

type ExplainContract = { readonly calls: typeof explainCalls; readonly events: Record<never, never> };

/** What answers `explainCalls`. */
export const explainHandlers = (read: Store["read"]): Handlers<ExplainContract> => ({
  "cell/explain": (request) => read(request.snapshot, (source) => explainCell(source, request)),
});
