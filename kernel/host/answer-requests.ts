import { z } from "zod";
import { type PanelRequest, panelRequestSchema } from "../../store/contract/panel-request.ts";
import { type StoreContract, storeContract } from "../../store/contract/store-contract.ts";
import type { Client } from "../../wire/connect.ts";
import { type WireResult, wireError } from "../../wire/contract.ts";
import type { CellRequest } from "../cells/protocol.ts";
import type { PanelCache } from "./panel-cache.ts";
import type { SqlQuestions } from "./sql-questions.ts";
import type { Sweeps, SweptNotebook } from "./sweeps.ts";

export interface RequestContext {
  readonly store: Client<StoreContract>;
  readonly panels: PanelCache;
  readonly sql: SqlQuestions;
  readonly sweeps: Sweeps;
  readonly notebook: SweptNotebook;
  /** The notebook's snapshot, by name or id; null is the newest. A cell cannot ask for another. */
  readonly snapshot: string | null;
  /** The instant the notebook stands at; nothing later is ever asked for. Null is the newest. */
  readonly asOf: number | null;
  readonly onProgress: (fraction: number, label: string) => void;
}

const notBefore = (at: number | null, asOf: number | null): number | null =>
  asOf === null ? at : Math.min(at ?? asOf, asOf);

const goneMessage =
  "The data store stopped while this cell waited for it. It is being started again: run the cell once more.";

/** Answers what a cell asks of the host. The worker is not trusted: its input is parsed, and the as-of cut is ours. */
export const answerRequest = async (
  name: CellRequest,
  input: unknown,
  { store, panels, sql, sweeps, notebook, snapshot, asOf, onProgress }: RequestContext,
): Promise<WireResult<unknown>> => {
  const loadPanel = (request: PanelRequest) =>
    panels.load(store, { ...request, snapshot, asOf: notBefore(request.asOf, asOf) }, (fraction) =>
      onProgress(fraction, "data"),
    );
  const answer = await ask();
  return !answer.ok && answer.error.code === "gone" ? wireError("store-gone", goneMessage) : answer;

  async function ask(): Promise<WireResult<unknown>> {
    if (name === "panel") {
      const parsed = panelRequestSchema.safeParse(input);
      if (!parsed.success) return badRequest(parsed.error);
      return loadPanel(parsed.data);
    }
    if (name === "cross-section/read") {
      const parsed = storeContract.calls[name].input.safeParse(input);
      if (!parsed.success) return badRequest(parsed.error);
      return store.call(name, { ...parsed.data, snapshot, at: notBefore(parsed.data.at, asOf)! });
    }
    if (name === "facts/history") {
      const parsed = storeContract.calls[name].input.safeParse(input);
      if (!parsed.success) return badRequest(parsed.error);
      return store.call(name, { ...parsed.data, snapshot, at: notBefore(parsed.data.at, asOf) });
    }
    if (name === "sql") return sql.run(input, { snapshot, asOf });
    if (name === "sweep/prepare") return sweeps.prepare(input, notebook);
    if (name === "sweep/run") return sweeps.run(input, { notebook, loadPanel, onProgress });
    return wireError("unknown-request", "A cell cannot ask for that.");
  }
};

const badRequest = (error: z.ZodError) => wireError("bad-request", z.prettifyError(error));
