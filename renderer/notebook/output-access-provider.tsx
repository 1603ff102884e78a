import { type ReactNode, useMemo } from "react";
import { type WireResult, wireError } from "../../wire/contract.ts";
import { useActions, useTab } from "../actions/actions-context.ts";
import { type ActionContext, handlesOf } from "../actions/context.ts";
import { type TableAccess, TableAccessContext } from "../outputs/table/table-access.ts";
import { type ValueAccess, ValueAccessContext } from "../outputs/value/value-access.ts";

const unwrap = <T,>(answer: WireResult<T>): T => {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};

const createTableAccess = (context: ActionContext, tabId: string): TableAccess => {
  const client = () => {
    const { kernel } = handlesOf(context, tabId);
    if (!kernel) throw new Error("The kernel is gone.");
    return kernel.client;
  };
  return {
    rows: async (tableId, view, from, count) =>
      unwrap(await client().call("table/rows", { tableId, view, from, count })),
    async *pieces(tableId, view, format) {
      const { exportId } = unwrap(await client().call("table/export", { tableId, view, format }));
      try {
        for (;;) {
          const { piece } = unwrap(await client().call("table/export-next", { exportId }));
          if (!piece) return;
          yield piece;
        }
      } finally {
        await client().call("table/export-end", { exportId });
      }
    },
    openFile: async (suggestedName, format) => {
      const { app } = context;
      const begun = unwrap(await app.call("export/begin", { suggestedName, format }));
      if (!begun) return null;
      const { exportId } = begun;
      return {
        write: async (bytes) => void unwrap(await app.call("export/write", { exportId, bytes })),
        finish: async () => unwrap(await app.call("export/finish", { exportId })).name,
        abort: async () => void (await app.call("export/abort", { exportId })),
      };
    },
  };
};

const createValueAccess = (context: ActionContext, tabId: string): ValueAccess => ({
  parts: async (keptAs, node) => {
    const { kernel } = handlesOf(context, tabId);
    return kernel
      ? kernel.client.call("value/parts", { keptAs, node })
      : wireError("value-gone", "The kernel is gone.");
  },
});

/** Lets the outputs of a notebook reach its kernel, and files. */
export const OutputAccessProvider = ({ children }: { children: ReactNode }) => {
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const tables = useMemo(() => createTableAccess(context, tabId), [context, tabId]);
  const values = useMemo(() => createValueAccess(context, tabId), [context, tabId]);
  return (
    <TableAccessContext value={tables}>
      <ValueAccessContext value={values}>{children}</ValueAccessContext>
    </TableAccessContext>
  );
};
